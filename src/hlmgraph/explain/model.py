"""What an explanation is made of. Everything is plain text, ready for a console, a page or JSON."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Value:
    """A value for people, and its IRI when it is a thing."""

    text: str
    iri: str | None = None


@dataclass(frozen=True, slots=True)
class Fact:
    """A property and its values: `property` is its local name, `label` its name for people."""

    property: str
    label: str
    values: list[Value]


@dataclass(frozen=True, slots=True)
class Moment:
    """A date: as the source writes it, and the first and last day that it may mean."""

    property: str
    label: str
    written: str | None
    first: str | None = None
    last: str | None = None


@dataclass(frozen=True, slots=True)
class Node:
    """Something that a claim owns: a figure, a part taken, a name, an identifier."""

    iri: str
    kind: str
    label: str
    facts: list[Fact]


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a claim is supported. `text` is the passage itself; `missing` says why there is none."""

    iri: str
    kind: str
    where: str
    source: Value | None = None
    supports: list[str] = field(default_factory=list)
    note: str | None = None
    text: str | None = None
    missing: str | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """One claim: what one reading of one source says of one thing."""

    claim: str
    thing: Value
    reading: Value
    source: Value
    certainty: Value | None
    recorded: str | None
    withdrawn: str | None = None
    reason: str | None = None
    replaced: str | None = None
    note: str | None = None
    deduced: list[str] = field(default_factory=list)
    """The facts that the reader concludes and does not read; all of them where `certainty` says so."""
    unknown: list[str] = field(default_factory=list)
    """The facts that the source is known to leave out."""
    moments: list[Moment] = field(default_factory=list)
    facts: list[Fact] = field(default_factory=list)
    nodes: list[Node] = field(default_factory=list)
    evidence: list[Evidence] = field(default_factory=list)

    @property
    def current(self) -> bool:
        """Whether the default graph holds it: neither withdrawn nor replaced."""
        return self.withdrawn is None and self.replaced is None


@dataclass(frozen=True, slots=True)
class Line:
    """One claim in one line, seen from a party."""

    thing: Value
    roles: list[str]
    when: str
    """`2019-06 → 2022` as the source writes it, `?` where it is known not to say."""
    claim: str
    others: list[str] = field(default_factory=list)
    """The names of the other actors of the thing."""
    withdrawn: str | None = None
    replaced: str | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """Lines of one class."""

    kind: str
    label: str
    lines: list[Line]


@dataclass(frozen=True, slots=True)
class Explanation:
    """What a thing is, and according to what.

    `kind` is one of `organisation`, `relation`, `claim`, `reading`, `source`, `evidence`, `node`,
    `term`, `thing`. `said` holds the claims in full, `groups` those that take one line each.
    """

    iri: str
    kind: str
    label: str
    classes: list[str]
    asked: str | None = None
    """The IRI that was asked for, when it now stands for this one."""
    facts: list[Fact] = field(default_factory=list)
    nodes: list[Node] = field(default_factory=list)
    said: list[Said] = field(default_factory=list)
    groups: list[Group] = field(default_factory=list)

    def to_dict(self) -> dict[str, Any]:
        """The same as JSON has it; what is absent or empty is left out."""
        kept: dict[str, Any] = _kept(dataclasses.asdict(self))
        return kept


def _kept(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _kept(one) for key, one in value.items() if one not in (None, [], {})}
    return [_kept(one) for one in value] if isinstance(value, list) else value
