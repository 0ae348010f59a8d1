"""Is a value what its key wants? One small check per kind of value, each leaving errors with their place."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation

from hlmgraph import french, ids
from hlmgraph.errors import SourceError, WordError, nearest
from hlmgraph.sources.reading import UNKNOWN
from hlmgraph.sources.tree import MAX_TEXT, Items, Node, Text, every
from hlmgraph.vocab import Vocabulary

SLUG = re.compile(r"[a-z0-9][a-z0-9-]*(/[a-z0-9][a-z0-9-]*)*")
SOURCE_SLUG = re.compile(r"[a-z0-9][a-z0-9_-]*")
# [0-9] and not \d, which takes the digits of every script.
LEGAL_FORM = re.compile(r"[0-9]{4}")
FINGERPRINT = re.compile(r"sha256:[0-9a-f]{64}")


@dataclass(slots=True)
class Errors:
    """The errors of one file, each with its place."""

    file: str
    found: list[SourceError] = field(default_factory=list)

    def add(self, what: str, node: Node, **facts: str | None) -> None:
        """Note an error at `node`; `facts` are those of SourceError."""
        value = facts.pop("value", node.value if isinstance(node, Text) else None)
        short = value if value is None or len(value) <= 80 else value[:77] + "…"
        self.found.append(
            SourceError(
                what, file=self.file, line=node.line, column=node.column, value=short, **facts
            )
        )


@dataclass(frozen=True, slots=True)
class Known:
    """What may be referred to: actors and territories by slug, things by path, readings by name and number."""

    actors: frozenset[str] = frozenset()
    territories: frozenset[str] = frozenset()
    things: frozenset[str] = frozenset()
    readings: frozenset[tuple[str, int]] = frozenset()


@dataclass(frozen=True, slots=True)
class Values:
    """Checks values against the vocabulary and against what may be referred to."""

    words: Vocabulary
    known: Known
    errors: Errors

    def check(self, key: str, node: Node) -> None:
        """Check the value (or each value) of `key`, a plain word of the context."""
        if isinstance(node, Text) and node.value == UNKNOWN:
            return
        base = self.words.reference_base(key)
        datatype = (
            self.words.context[key].get("@type")
            if isinstance(self.words.context[key], dict)
            else None
        )
        many = base is not None or datatype in ("@vocab", "@id")
        if isinstance(node, Items) and not many:
            self.errors.add(f"a list where `{key}` takes one value", node, value=None)
            return
        if isinstance(node, Items) and not node.nodes:
            self.errors.add(
                f"empty list for `{key}`",
                node,
                value=None,
                todo="leave the key out, or non_precise",
            )
        for one in every(node):
            if isinstance(one, Text):
                self._one(key, one, base, datatype)
            else:
                self.errors.add(
                    f"`{key}` does not take a nested value",
                    one,
                    expected="a word or a list of words",
                )

    def _one(self, key: str, node: Text, base: str | None, datatype: object) -> None:
        if not node.value.strip():
            self.errors.add(
                f"empty value for `{key}`",
                node,
                todo="leave the key out, or declare it in non_precise",
            )
        elif base is not None:
            self._reference(key, node, base)
        elif self.is_date(key):
            self.date(node)
        elif datatype == "xsd:integer":
            self._match(node, re.compile(r"[0-9]{1,9}"), "a whole number")
        elif datatype == "xsd:decimal":
            self.decimal(node)
        elif datatype == "@id":
            self.address(node)
        elif key == "role":
            self._one_of(node, self.words.subproperties("partie") - {"partie"}, "a role")
        elif datatype == "@vocab":
            self.word(node)
        elif len(node.value) > MAX_TEXT:
            self.errors.add(f"`{key}` is too long", node, expected=f"at most {MAX_TEXT} characters")

    def is_date(self, key: str) -> bool:
        """Whether `key` holds a date."""
        return f"{key}_au_plus_tot" in self.words.context or key in DAYS

    def _reference(self, key: str, node: Text, base: str) -> None:
        if "/concept/" in base:
            scheme = base.rstrip("/").rsplit("/", 1)[1]
            self._one_of(node, self.words.concepts(scheme), f"a concept of {scheme}")
        elif base.endswith("/id/organisation/"):
            self._known(
                node, self.known.actors, "an actor of data/registre or a collective of a source"
            )
        elif base.endswith("/id/territoire/"):
            self._known(node, self.known.territories, "a territory of data/registre")
        elif base.endswith("/id/"):
            self._known(node, self.known.things, "the id of a thing of data/")
        else:
            self._match(node, LEGAL_FORM, f"a four-digit code for `{key}`")

    def _known(self, node: Text, known: frozenset[str], what: str) -> None:
        if self.slug(node):
            self._one_of(node, known, what)

    def _one_of(self, node: Text, known: frozenset[str], what: str) -> None:
        if node.value not in known:
            self.errors.add(f"unknown: not {what}", node, nearest=nearest(node.value, known))

    def _match(self, node: Text, pattern: re.Pattern[str], what: str) -> None:
        if not pattern.fullmatch(node.value):
            self.errors.add("wrong value", node, expected=what)

    def slug(self, node: Text) -> bool:
        """Check a slug or path; a word of the context would be read as that word, so it is refused too."""
        if not SLUG.fullmatch(node.value):
            self.errors.add("not a slug", node, expected="a-z, 0-9 and -, parts separated by /")
        elif node.value in self.words.context:
            self.errors.add("slug that is a word of the context", node, todo="choose another slug")
        else:
            return True
        return False

    def word(self, node: Text) -> None:
        """Check the name of a key."""
        if self.words.property_of(node.value) is None:
            self.errors.add("unknown key", node, nearest=nearest(node.value, self.words.context))

    def date(self, node: Text) -> None:
        """Check a date at any precision."""
        try:
            french.bounds(node.value)
        except WordError as error:
            self.errors.add(error.what, node, expected=error.expected)

    def day(self, node: Node | None, name: str, parent: Node) -> None:
        """Check that a node is one real calendar day."""
        if not isinstance(node, Text):
            self.errors.add(
                f"`{name}` is missing", parent, expected="a day, YYYY-MM-DD", value=None
            )
            return
        try:
            date.fromisoformat(
                node.value if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", node.value) else ""
            )
        except ValueError:
            self.errors.add(
                f"`{name}` is not a day", node, expected="YYYY-MM-DD, a day of the calendar"
            )

    def decimal(self, node: Text) -> None:
        """Check a plain decimal number, at most 18 digits before the point."""
        try:
            if not re.fullmatch(r"-?[0-9]{1,18}(\.[0-9]{1,6})?", node.value):
                raise InvalidOperation
            Decimal(node.value)
        except InvalidOperation:
            self.errors.add("not a number", node, expected="digits, with a point for decimals")

    def address(self, node: Text) -> None:
        """Check an http or https address."""
        try:
            ids.external(node.value)
        except WordError as error:
            self.errors.add(error.what, node, expected=error.expected)

    def identifier(self, scheme: Text, code: Text) -> None:
        """Check a code against the rules of its scheme (checksum included)."""
        try:
            if ids.check(scheme.value, code.value) != code.value:
                self.errors.add(
                    "code not in its plain form", code, expected=ids.check(scheme.value, code.value)
                )
        except WordError as error:
            self.errors.add(error.what, code, expected=error.expected)


DAYS = frozenset({"saisi_le", "vu_le", "fonde_le", "date_publication"})
