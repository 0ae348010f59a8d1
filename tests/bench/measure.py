"""One measure, in a process of its own: `python measure.py NAME HOME …` prints a line of JSON for each thing measured.

HOME holds `ontology/`, `data/`, `queries/` and, but for `build`, the finished `build/`. Times are in seconds.
"""

from __future__ import annotations

import json
import resource
import signal
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FrameType
from typing import Any

from generator import SAMPLES

Json = dict[str, Any]


def build(home: Path) -> Iterator[Json]:
    """The stages of a build, and the memory that it took at its peak."""
    from hlmgraph import build, store
    from hlmgraph.paths import Places

    watch = _Watch()
    build.build(Places.under(home), watch)
    quads = sum(store.report(home / "build")["quads"].values())
    yield {"stages": watch.stages, "memory": memory(), "quads": quads}


class _Watch:
    """Notes how long each stage of a build takes."""

    def __init__(self) -> None:
        self.stages: dict[str, float] = {}
        self.since = time.perf_counter()

    def step(self, name: str, detail: str = "") -> None:
        now = time.perf_counter()
        self.stages[name] = self.stages.get(name, 0) + now - self.since
        self.since = now


def memory() -> int:
    """The most bytes that this process ever held."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def reader(home: Path) -> Iterator[Json]:
    """How long after the imports a reader has its first answer."""
    from hlmgraph import query, store

    start = time.perf_counter()
    graph = store.open_build(home / "build")
    query.run_text(graph, "SELECT ?s WHERE { ?s ?p ?o } LIMIT 1")
    yield {"ready": time.perf_counter() - start}


def lookups(home: Path, generated: str) -> Iterator[Json]:
    """Explain one thing, search one word, find one body by its identifier."""
    from hlmgraph import explain, search, store
    from hlmgraph.query.params import read

    graph = store.open_build(home / "build")
    rows = graph.select("SELECT ?i ?c WHERE { ?i ?p ?c FILTER(STRENDS(STR(?p), '#code')) }").rows
    code = min(row[1].value for row in rows if len(row[1].value) == 9)
    what = SAMPLES["iri"] if generated else "accord/neolia-associations-locataires"
    asked: dict[str, Callable[[], object]] = {
        "explain": lambda: explain.explain(graph, what),
        "search": lambda: search.search(graph, "habitat"),
        "identifier": lambda: read("organisation", code, graph),
    }
    for name, ask in asked.items():
        start = time.perf_counter()
        ask()
        first = time.perf_counter() - start
        yield {"name": name, "first": first, "seconds": often(ask, 20)}


def often(ask: Callable[[], object], times: int) -> float:
    """The median time of several calls."""
    found = []
    for _ in range(times):
        start = time.perf_counter()
        ask()
        found.append(time.perf_counter() - start)
    return statistics.median(found)


def questions(home: Path, generated: str, times: str, first: str) -> Iterator[Json]:
    """Each question from number `first` on, through our API and through the engine alone, side by side."""
    from pyoxigraph import QueryResultsFormat

    from hlmgraph import query, store

    graph = store.open_build(home / "build")
    for question, params in list(_asked(home, generated))[int(first) :]:
        text = query.bound(graph, question, params)
        ours, theirs, size = [], [], 0
        for _ in range(int(times)):
            start = time.perf_counter()
            size = len(query.run(graph, question, params))
            middle = time.perf_counter()
            graph.raw.query(text).serialize(format=QueryResultsFormat.JSON)
            ours.append(middle - start)
            theirs.append(time.perf_counter() - middle)
            if sum(ours) > LONG:
                break
        added = statistics.median(a - b for a, b in zip(ours, theirs, strict=True))
        api, engine = statistics.median(ours), statistics.median(theirs)
        yield {"name": question.name, "rows": size, "api": api, "engine": engine, "added": added}
    yield {"memory": memory()}


LONG = 5.0  # seconds spent on a question, after which it is not asked again


def _asked(home: Path, generated: str) -> Iterator[tuple[Any, dict[str, str]]]:
    """Every question, and the values to ask it with."""
    from hlmgraph import query

    for question in query.catalogue(home / "queries"):
        params = question.samples()
        if generated:
            kinds = {param.name: param.type for param in question.params}
            params = {name: SAMPLES.get(kinds[name], said) for name, said in params.items()}
        yield question, params


class GaveUpError(BaseException):
    """Raised by the alarm; no `except Exception` of rdflib may swallow it."""


def memory_store(home: Path, generated: str, limits: str) -> Iterator[Json]:
    """Each question on rdflib's own store, at most as long as `limits` (JSON, name → seconds) allows."""
    import rdflib

    from hlmgraph import query, store

    signal.signal(signal.SIGALRM, _give_up)
    graph = store.open_build(home / "build")
    dataset = rdflib.Dataset(default_union=False)
    dataset.parse(home / "build" / "current" / "graph.nq", format="nquads")
    allowed = json.loads(limits)
    for question, params in _asked(home, generated):
        text, limit = query.bound(graph, question, params), allowed[question.name]
        yield {"name": question.name, "limit": limit, **_timed(dataset, text, limit)}


def _give_up(number: int, frame: FrameType | None) -> None:
    raise GaveUpError


def _timed(dataset: Any, text: str, limit: float) -> Json:
    signal.setitimer(signal.ITIMER_REAL, limit)
    start = time.perf_counter()
    try:
        rows = len(list(dataset.query(text)))
        return {"seconds": time.perf_counter() - start, "rows": rows}
    except GaveUpError:
        return {"seconds": None, "rows": None}
    except Exception as error:  # noqa: BLE001 — rdflib's own faults, of any kind (a DISTINCT of what is unbound)
        return {"seconds": None, "rows": None, "failed": type(error).__name__}
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


MEASURES: dict[str, Callable[..., Iterator[Json]]] = {
    "build": build,
    "reader": reader,
    "lookups": lookups,
    "questions": questions,
    "memory_store": memory_store,
}

if __name__ == "__main__":
    name, home, *rest = sys.argv[1:]
    for said in MEASURES[name](Path(home), *rest):
        print(json.dumps(said), flush=True)
