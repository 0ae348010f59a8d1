"""The store: open, bulk load, query, dump. All of Oxigraph's `Store` stands behind this door.

A finished build is opened read-only. The default graph is materialised by the build: questions run against it without any
union flag, because a union of named graphs returns one row per graph for the same triple and inflates every count.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import nullcontext
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import IO, TYPE_CHECKING

from pyoxigraph import (
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    QueryTriples,
    Store,
    serialize,
)

from hlmgraph import paths
from hlmgraph.errors import GraphError
from hlmgraph.rdf import BlankNode, DefaultGraph, NamedNode, Quad, RdfFormat, Term, Triple, Variable

if TYPE_CHECKING:
    from rdflib import Dataset

RESULTS = {
    "json": QueryResultsFormat.JSON,
    "xml": QueryResultsFormat.XML,
    "csv": QueryResultsFormat.CSV,
    "tsv": QueryResultsFormat.TSV,
}
GRAPHS = {
    "turtle": RdfFormat.TURTLE,
    "nt": RdfFormat.N_TRIPLES,
    "rdf": RdfFormat.RDF_XML,
    "jsonld": RdfFormat.JSON_LD,
}

LINES_AT_ONCE = 250_000

PLACE = re.compile(r"error at (\d+):(\d+): expected ")
CLASSES = re.compile(r"(?:,? ?\[(?:'[^']*'|[^'\]])*\](?:\s*\|\s*)?)+")

Row = tuple[Term | None, ...]
Bindings = Mapping[str, Term]


@dataclass(frozen=True, slots=True)
class Table:
    """The answer of a SELECT: names of the columns, rows of terms (None where unbound), in the engine's order."""

    columns: tuple[str, ...]
    rows: list[Row]


class Graph:
    """A store and, when it comes from a build, the folder it was opened from."""

    def __init__(self, raw: Store, folder: Path | None = None) -> None:
        self.raw, self.folder = raw, folder

    @property
    def stamp(self) -> str | None:
        """The stamp of the build, or None for a store in memory."""
        return self.folder.name if self.folder else None

    def run(
        self, text: str, bindings: Bindings | None = None
    ) -> QuerySolutions | QueryTriples | QueryBoolean:
        """Run any query; raises GraphError, with line and column, when the text is not SPARQL 1.1."""
        given: dict[Variable, Term | Triple] = {
            Variable(name): term for name, term in (bindings or {}).items()
        }
        try:
            return self.raw.query(text, substitutions=given or None)
        except SyntaxError as error:
            raise syntax_error(error) from None
        except (ValueError, OSError, RuntimeError) as error:
            raise GraphError(f"the query failed: {error}") from None

    def select(self, text: str, bindings: Bindings | None = None) -> Table:
        """Run a SELECT."""
        answer = self.run(text, bindings)
        if not isinstance(answer, QuerySolutions):
            raise GraphError("not a SELECT", todo="ask with SELECT")
        names = tuple(variable.value for variable in answer.variables)
        return Table(names, [tuple(solution) for solution in answer])

    def ask(self, text: str, bindings: Bindings | None = None) -> bool:
        """Run an ASK."""
        answer = self.run(text, bindings)
        if not isinstance(answer, QueryBoolean):
            raise GraphError("not an ASK", todo="ask with ASK")
        return bool(answer)

    def construct(self, text: str, bindings: Bindings | None = None) -> Iterator[Triple]:
        """Run a CONSTRUCT or a DESCRIBE."""
        answer = self.run(text, bindings)
        if not isinstance(answer, QueryTriples):
            raise GraphError("not a CONSTRUCT", todo="ask with CONSTRUCT or DESCRIBE")
        return iter(answer)

    def answer(self, text: str, to: str, bindings: Bindings | None = None) -> bytes:
        """Run any query and return the engine's own bytes: a format of RESULTS, or of GRAPHS for triples."""
        answer = self.run(text, bindings)
        if isinstance(answer, QueryTriples):
            kind = GRAPHS.get(to)
            if kind is None:
                raise GraphError("wrong format for triples", value=to, expected=", ".join(GRAPHS))
            return serialize(answer, format=kind) or b""
        if to not in RESULTS:
            raise GraphError("wrong format for a table", value=to, expected=", ".join(RESULTS))
        return answer.serialize(format=RESULTS[to]) or b""

    def update(self, text: str) -> None:
        """Run an update; for the build alone, never for a text from outside."""
        self.raw.update(text)

    def add(self, quads: Iterable[Quad]) -> None:
        """Add quads in bulk."""
        self.raw.bulk_extend(quads)

    def quads(self, graph: NamedNode | DefaultGraph | None = None) -> Iterator[Quad]:
        """The quads of one graph, or of all."""
        return self.raw.quads_for_pattern(None, None, None, graph)

    def nquads(self) -> bytes:
        """All the quads as N-Quads, in the engine's order."""
        return self.raw.dump(format=RdfFormat.N_QUADS) or b""

    def sizes(self) -> dict[str, int]:
        """How many triples each graph holds, in order of name; the default graph is `default`."""
        named = {graph.value: self.size(graph) for graph in self.raw.named_graphs()}
        return dict(sorted({**named, "default": self.size(DefaultGraph())}.items()))

    def size(self, graph: NamedNode | BlankNode | DefaultGraph) -> int:
        """How many triples one graph holds."""
        inside = "?s ?p ?o" if isinstance(graph, DefaultGraph) else f"GRAPH {graph} {{ ?s ?p ?o }}"
        [[number]] = self.select(f"SELECT (COUNT(*) AS ?n) WHERE {{ {inside} }}").rows
        return int(number.value) if number is not None else 0

    def about(
        self, it: NamedNode, graph: NamedNode | DefaultGraph | None = None
    ) -> Iterator[tuple[NamedNode, Term]]:
        """What a graph, by default the default one, says of a thing; a look-up, without any SPARQL."""
        for quad in self.raw.quads_for_pattern(it, None, None, graph or DefaultGraph()):
            if not isinstance(quad.object, Triple):
                yield quad.predicate, quad.object

    def holds(self, triple: Triple) -> bool:
        """Whether the default graph has this triple."""
        return in_graph(triple, DefaultGraph()) in self.raw

    def dataset(self) -> Dataset:
        """The same store as an rdflib Dataset; its default graph is the materialised one."""
        import rdflib
        from oxrdflib import OxigraphStore

        class Kept(OxigraphStore):
            def add_graph(self, graph: object) -> None:
                """Add nothing: rdflib asks for it each time that a graph is looked up."""

        kind = OxigraphStore if self.folder is None else Kept
        return rdflib.Dataset(store=kind(store=self.raw), default_union=False)

    def __len__(self) -> int:
        return len(self.raw)


def in_graph(triple: Triple, graph: NamedNode | DefaultGraph) -> Quad:
    """The triple, in a graph."""
    return Quad(triple.subject, triple.predicate, triple.object, graph)


def syntax_error(error: SyntaxError) -> GraphError:
    """What the parser says, as an error with its place.

    Oxigraph writes the place into its sentence, and classes of characters that nobody reads.
    """
    found = PLACE.match(error.msg)
    line, column = (int(found[1]), int(found[2])) if found else (error.lineno, error.offset)
    wanted = CLASSES.sub("", error.msg[found.end() :] if found else error.msg)
    return GraphError(
        "not SPARQL 1.1",
        line=line,
        column=column,
        expected=wanted.removeprefix("one of ").strip(" ,") or None,
        todo="correct the query",
    )


def memory(quads: Iterable[Quad] = ()) -> Graph:
    """A store in memory."""
    graph = Graph(Store())
    graph.add(quads)
    return graph


def create(folder: Path, dump: IO[bytes] | Path) -> None:
    """Make the on-disk store of a build from N-Quads, one quad a line."""
    store = Store(str(folder))
    with dump.open("rb") if isinstance(dump, Path) else nullcontext(dump) as lines:
        # Oxigraph keeps in memory all that it is given at once, a kilobyte a quad.
        while some := b"".join(islice(lines, LINES_AT_ONCE)):
            store.bulk_load(some, format=RdfFormat.N_QUADS)
    store.optimize()
    store.flush()


def current(root: Path | None = None) -> Path:
    """The folder of the last good build; raises GraphError when there is none."""
    link = (root or paths.build_root()) / "current"
    if not (link / "report.json").exists():
        raise GraphError("no graph has been built", file=str(link), todo="run `hlmgraph build`")
    return link.resolve()


def open_build(root: Path | None = None) -> Graph:
    """Open the last good build, read-only; raises GraphError when there is none or it cannot be read."""
    folder = current(root)
    try:
        return Graph(Store.read_only(str(folder / "store")), folder)
    except OSError as error:
        raise GraphError(
            "the build cannot be opened", file=str(folder), expected=str(error), todo="build again"
        ) from None


def report(root: Path | None = None) -> dict[str, object]:
    """What the last build says of itself (`report.json`)."""
    folder = current(root)
    found: dict[str, object] = json.loads((folder / "report.json").read_text(encoding="utf-8"))
    return found
