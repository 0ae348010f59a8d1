"""Load a reading: a checked file of `data/sources` or `data/registre` becomes quads."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from hlmgraph import ids
from hlmgraph.errors import FactError
from hlmgraph.rdf import DefaultGraph, NamedNode, Quad, parse_jsonld
from hlmgraph.sources import Reading, Rewritten, replaced, rewrite
from hlmgraph.vocab import Vocabulary

Json: TypeAlias = dict[str, Any]


@dataclass(slots=True)
class Loaded:
    """The quads of one reading: `cards` (source, reading, claims, evidence) and `facts` (the reading's own graph)."""

    reading: Reading
    rewritten: Rewritten
    cards: list[Quad] = field(default_factory=list)
    facts: list[Quad] = field(default_factory=list)
    replaced: bool = False

    def current(self) -> Iterator[Quad]:
        """What the default graph takes from this reading: facts and claims not withdrawn, none if it is replaced.

        And of the evidence, what such a claim rests on.
        """
        gone = {item.path for item in self.reading.items if self.replaced or item.withdrawn}
        owners = self.rewritten.owners
        facts = [quad for quad in self.facts if owners.get(_name(quad)) not in gone]
        cards = [quad for quad in self.cards if not self._withdrawn(_name(quad), gone)]
        loose = _evidence(self.cards) - _evidence(cards)
        for quad in (*facts, *cards):
            if quad.subject not in loose:
                yield _default(quad)

    def _withdrawn(self, subject: str, gone: set[str]) -> bool:
        """Whether a node of a claim belongs to an item that is gone: what stands above it tells."""
        path = subject.removeprefix(self.rewritten.reading + "#")
        while path != subject and path and path not in gone:
            path = path.rpartition("/")[0]
        return path in gone


def load(reading: Reading, words: Vocabulary, replaced_on: str | None = None) -> Loaded:
    """The quads of one checked reading; raises FactError when the file yields none."""
    rewritten = rewrite(reading, words, replaced_on)
    context, bases = _flat(words.context)
    document = {"@context": context, "@graph": _in_full(rewritten.document, bases)}
    quads = parse_jsonld(json.dumps(document, ensure_ascii=False).encode())
    cards = NamedNode(ids.graph("cartes"))
    loaded = Loaded(
        reading,
        rewritten,
        cards=[quad for quad in quads if quad.graph_name == cards],
        facts=[quad for quad in quads if quad.graph_name != cards],
        replaced=replaced_on is not None,
    )
    if not loaded.facts:
        raise FactError("no fact", file=str(reading.file), expected="at least one")
    return loaded


def load_all(readings: Iterable[Reading], words: Vocabulary) -> list[Loaded]:
    """Load readings together: a reading that another one replaces is kept, and is no longer current."""
    known = list(readings)
    newer = replaced(known)
    days = {key: reading.recorded for key, reading in newer.items()}
    return [load(reading, words, days.get((reading.name, reading.number))) for reading in known]


def _flat(context: Json) -> tuple[Json, dict[str, str]]:
    """A context without those inside it, and for each key that had one, what its slugs are added to.

    Oxigraph makes the inner context anew each time that it meets such a key: four fifths of its time.
    """
    outer = {key: {**said} if isinstance(said, dict) else said for key, said in context.items()}
    scoped = (key for key, said in outer.items() if isinstance(said, dict) and "@context" in said)
    return outer, {key: outer[key].pop("@context")["@vocab"] for key in scoped}


def _in_full(node: Any, bases: dict[str, str], base: str = "") -> Any:
    """A node of a document with its slugs written as IRIs."""
    if isinstance(node, dict):
        return {key: _in_full(value, bases, bases.get(key, "")) for key, value in node.items()}
    if isinstance(node, list):
        return [_in_full(one, bases, base) for one in node]
    return base + node if base else node


def _evidence(cards: Iterable[Quad]) -> set[object]:
    proof = NamedNode(ids.term("preuve"))
    return {quad.object for quad in cards if quad.predicate == proof}


def _name(quad: Quad) -> str:
    return quad.subject.value if isinstance(quad.subject, NamedNode) else ""


def _default(quad: Quad) -> Quad:
    return Quad(quad.subject, quad.predicate, quad.object, DefaultGraph())
