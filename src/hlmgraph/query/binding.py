"""Give values to the variables of a query, the way SPARQL 1.1 has for it: inline data.

Oxigraph's own `substitutions` were tried first. They follow SEP-0007: a variable can be given only
if the outer SELECT projects it, and a sub-SELECT that does not project it does not see it. Worse,
the optimiser of 0.5.13 takes it for never bound: `BOUND(?v)` is false, `BIND(?v AS ?x)` binds
nothing, and `?n = ?v` compares terms, so that 1 is not 1.0. (tests/test_query.py keeps the proof.)
Inline data has none of this and is understood by every engine, a remote one too.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache

from hlmgraph.query.shape import Shape, shape
from hlmgraph.rdf import Term
from hlmgraph.store import Graph, Row
from hlmgraph.vocab import BASE, PREFIXES


def with_data(text: str, values: Mapping[str, Term]) -> str:
    """The query with a value for some of its variables, as inline data that SPARQL 1.1 has for it.

    A `VALUES` block goes into every group that speaks of such a variable, so that filters, BINDs,
    OPTIONALs, sub-SELECTs and EXISTS see it, whichever the engine. The values are RDF terms,
    written by Oxigraph: no text of a user is ever pasted. Lines keep their numbers.
    """
    pieces, done = [], 0
    for at, names in _insertions(text):
        given = [name for name in sorted(names) if name in values]
        if given:
            heads = " ".join(f"?{name}" for name in given)
            terms = " ".join(str(values[name]) for name in given)
            pieces += [text[done:at], f" VALUES ({heads}) {{ ({terms}) }}"]
            done = at
    return "".join([*pieces, text[done:]])


@lru_cache(maxsize=256)
def _insertions(text: str) -> tuple[tuple[int, set[str]], ...]:
    return tuple(
        _places(shape(text))
    )  # half a millisecond, and a question is asked again and again


def _places(found: Shape) -> Iterator[tuple[int, set[str]]]:
    bodies = {id(group.body): group for group in (found.root, *found.groups) if group.wraps}
    for group in sorted(found.groups, key=lambda group: group.start):
        wrapper = bodies.get(id(group))
        if wrapper is not None:
            yield group.start, wrapper.everywhere()
        elif not group.wraps and not group.data:
            yield group.start, group.variables


_PROLOGUE = " ".join(
    [f"BASE <{BASE}>", *(f"PREFIX {name}: <{iri}>" for name, iri in PREFIXES.items())]
)


def select(graph: Graph, text: str, **values: Term) -> list[Row]:
    """The rows of a SELECT of ours, asked with values for some of its variables.

    It needs no prologue: the prefixes of `vocab` are known, `<graph/cartes>` is the graph of cards.
    """
    return graph.select(_PROLOGUE + with_data(text, values)).rows


def holds(graph: Graph, text: str, **values: Term) -> bool:
    """The answer of an ASK of ours, asked as `select` asks."""
    return graph.ask(_PROLOGUE + with_data(text, values))
