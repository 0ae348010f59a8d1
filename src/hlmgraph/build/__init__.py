"""The pipeline on one page: load, identify, reason, validate, seal.

`build` makes `build/<stamp>/`, then switches `build/current` to it in one step. A build that fails, is killed
or finds the disk full changes nothing that anyone reads. The same inputs give the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

from hlmgraph import identity, ids, reason, sources, store, validate, vocab
from hlmgraph.build.seal import seal
from hlmgraph.build.stamp import stamp
from hlmgraph.build.work import Lines, Work
from hlmgraph.errors import JudgementError, Several
from hlmgraph.loaders.readings import Loaded, load_all
from hlmgraph.paths import Places
from hlmgraph.rdf import BlankNode, DefaultGraph, NamedNode, Quad, parse_turtle
from hlmgraph.store import in_graph
from hlmgraph.validate import Finding
from hlmgraph.vocab import Vocabulary

__all__ = ["Progress", "build", "check", "stamp"]

ONTOLOGY_FILES = ("hlm.ttl", "concepts.ttl")


class Progress(Protocol):
    """Who is told what the build is doing."""

    def step(self, name: str, detail: str = "") -> None:
        """A stage begins (empty detail) or says what it found."""


class Silence:
    """Tells nobody."""

    def step(self, name: str, detail: str = "") -> None:
        """Say nothing."""


def check(places: Places, progress: Progress | None = None) -> list[Finding]:
    """The whole pipeline without writing; returns the findings that do not fail a build.

    Raises the errors of source files, judgements or shapes, all of a stage together.
    """
    return _work(places, progress or Silence()).findings


def build(places: Places, progress: Progress | None = None) -> Path:
    """Build and seal; returns the folder `build/<stamp>/`.

    Raises as `check` does, and JudgementError when it cannot write or when the inputs change meanwhile.
    """
    tell = progress or Silence()
    mark = stamp(places)
    work = _work(places, tell)
    if stamp(places) != mark:
        raise JudgementError("the inputs changed during the build", todo="build again")
    tell.step("seal")
    try:
        folder = seal(work, places, mark)
    except OSError as error:
        raise JudgementError(
            f"the build could not be written: {error.strerror or error}",
            file=str(places.build),
            todo="make room or rights there; the last good build is untouched",
        ) from None
    tell.step("seal", f"build {mark}")
    return folder


def _work(places: Places, tell: Progress) -> Work:
    words = vocab.load(places.ontology)
    loaded = _load(places, words, tell)
    work = _identify(loaded, places, words, tell)
    _reason(work, places, tell)
    _validate(work, places, words, tell)
    return work


def _load(places: Places, words: Vocabulary, tell: Progress) -> list[Loaded]:
    tell.step("load")
    readings = sources.read(sources.files(places.data), words)
    items = sum(len(reading.items) for reading in readings)
    loaded = load_all(readings, words)
    tell.step("load", f"{len(readings)} readings, {items:,} items")
    return loaded


def _identify(loaded: list[Loaded], places: Places, words: Vocabulary, tell: Progress) -> Work:
    tell.step("identify")
    items = [item for one in loaded for item in one.reading.items]
    slugs = [item.path.partition("/")[2] for item in items if item.is_a(words, "Acteur")]
    winners = identity.survivors(identity.read(places.data / identity.FILE, slugs))
    graph = store.memory()
    for one in loaded:
        graph.add([*one.cards, *one.facts, *identity.apply(one.current(), winners)])
    graph.add(identity.redirects(winners))
    graph.add(_vocabulary(places.ontology))
    tell.step("identify", f"{len(winners)} merged")
    return Work(loaded, graph, _lines(loaded, places.data))


def _reason(work: Work, places: Places, tell: Progress) -> None:
    tell.step("reason")
    strata = reason.compile_rules(parse_turtle(places.ontology / "hlm.ttl"))
    work.inferred = reason.run(work.graph, strata, places.queries / "rules")
    tell.step("reason", f"{work.inferred:,} triples inferred")


def _validate(work: Work, places: Places, words: Vocabulary, tell: Progress) -> None:
    tell.step("validate")
    found = validate.shapes(work.graph, places.ontology / "shapes.ttl", words, work.lines)
    found += validate.checks(work.graph, places.queries / "checks", work.lines)
    Several.raise_if([one.error() for one in found if one.severity == "violation"])
    work.findings = found
    tell.step("validate", f"{len(found)} remarks")


def _lines(loaded: list[Loaded], data: Path) -> Lines:
    lines: Lines = {}
    for one in loaded:
        file = f"data/{one.reading.file.relative_to(data).as_posix()}"
        for iri, line in one.rewritten.lines.items():
            lines.setdefault(iri, []).append((file, line))
    return lines


def _vocabulary(folder: Path) -> Iterator[Quad]:
    """Named-term statements of the ontology, and the concepts; class expressions stay in their files."""
    for name in ONTOLOGY_FILES:
        for triple in parse_turtle(folder / name):
            if isinstance(triple.subject, NamedNode) and not isinstance(triple.object, BlankNode):
                yield in_graph(triple, NamedNode(ids.graph("vocabulaire")))
                yield in_graph(triple, DefaultGraph())
