"""Load a reading: a checked file of `data/sources` or `data/registre` becomes quads."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from hlmgraph import ids
from hlmgraph.errors import FactError
from hlmgraph.rdf import DefaultGraph, NamedNode, Quad, parse_jsonld
from hlmgraph.sources import Reading, Rewritten, replaced, rewrite
from hlmgraph.vocab import Vocabulary


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
        path = subject.removeprefix(self.rewritten.reading + "#")
        if path == subject:
            return False
        return path in gone or any(path.startswith(f"{one}/") for one in gone)


def load(reading: Reading, words: Vocabulary, replaced_on: str | None = None) -> Loaded:
    """The quads of one checked reading; raises FactError when the file yields none."""
    rewritten = rewrite(reading, words, replaced_on)
    document = {"@context": words.context, "@graph": rewritten.document}
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


def _evidence(cards: Iterable[Quad]) -> set[object]:
    proof = NamedNode(ids.term("preuve"))
    return {quad.object for quad in cards if quad.predicate == proof}


def _name(quad: Quad) -> str:
    return quad.subject.value if isinstance(quad.subject, NamedNode) else ""


def _default(quad: Quad) -> Quad:
    return Quad(quad.subject, quad.predicate, quad.object, DefaultGraph())
