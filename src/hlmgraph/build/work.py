"""What a build holds in memory before it is sealed, and what it says of itself."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass, field
from typing import Any

from hlmgraph import ids
from hlmgraph.build.stamp import engines
from hlmgraph.loaders.readings import Loaded
from hlmgraph.rdf import NamedNode
from hlmgraph.store import Graph
from hlmgraph.validate import Finding

Lines = dict[str, list[tuple[str, int]]]


@dataclass(slots=True)
class Work:
    """Readings loaded, the graph they make, where each node was written, what was found."""

    loaded: list[Loaded]
    graph: Graph
    lines: Lines = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    inferred: int = 0


def report(work: Work) -> dict[str, Any]:
    """Counts, engines, findings: the same for the same inputs, without a clock."""
    loaded = sorted(work.loaded, key=lambda one: one.rewritten.reading)
    return {
        "engines": engines(),
        "quads": work.graph.sizes(),
        "inferred": work.inferred,
        "readings": [_reading(one) for one in loaded],
        "leftovers": _leftovers(work.loaded),
        "findings": [asdict(finding) for finding in work.findings],
    }


def _reading(one: Loaded) -> dict[str, Any]:
    kinds = Counter(kind for item in one.reading.items for kind in item.types)
    return {
        "reading": one.rewritten.reading,
        "file": one.reading.file.name,
        "recorded": one.reading.recorded,
        "replaced": one.replaced,
        "withdrawn": sum(1 for item in one.reading.items if item.withdrawn),
        "items": dict(sorted(kinds.items())),
    }


def _leftovers(loaded: list[Loaded]) -> list[str]:
    """Actors of the registre of which no source says anything."""
    registers = [one for one in loaded if one.reading.is_register]
    documents = [one for one in loaded if not one.reading.is_register]
    listed = {i.path for one in registers for i in one.reading.items}
    actors = {ids.thing(path) for path in listed if path.startswith("organisation/")}
    named = (quad.object for one in documents for quad in one.facts)
    return sorted(actors - {term.value for term in named if isinstance(term, NamedNode)})
