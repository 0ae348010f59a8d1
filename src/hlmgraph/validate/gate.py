"""The gate: each shape compiled to a SELECT of the nodes that do not fit it, run on Oxigraph.

It says which nodes, and pyshacl alone says what is wrong with them: a graph without fault never meets pyshacl, which
takes sixty times as long. The gate knows the part of SHACL that our shapes use; tests/test_gate.py holds the two to
the same nodes. What is a value node, and when two of them differ, is as in the recommendation:
https://www.w3.org/TR/shacl/#core-components
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import reduce
from itertools import combinations, count
from typing import Final

from hlmgraph.rdf import RDF, RDFS, XSD, Literal, NamedNode, Term, Triple
from hlmgraph.store import Graph

SH: Final = "http://www.w3.org/ns/shacl#"
TARGETS: Final = {
    SH + "targetClass": f"?this <{RDF}type>/<{RDFS}subClassOf>* {{}} .",
    SH + "targetSubjectsOf": "{{ SELECT DISTINCT ?this WHERE {{ ?this {} [] }} }}",
}
# Said of a shape, and no constraint.
TOLD: Final = {*TARGETS, RDF + "type", SH + "path", SH + "message", SH + "severity"}
KINDS: Final = {"IRI": "isIRI", "Literal": "isLiteral", "BlankNode": "isBlank"}
CASTS: Final = {
    XSD + name for name in ("boolean", "date", "dateTime", "decimal", "integer", "string")
}


class NotCompiledError(Exception):
    """A shape says what the gate does not know: pyshacl must judge alone."""


def at_fault(graph: Graph, shapes: Iterable[Triple]) -> dict[str, set[str]]:
    """Each shape that some nodes of the default graph do not fit, and these nodes.

    NotCompiledError when one of the shapes cannot be compiled.
    """
    found: dict[str, set[str]] = {}
    for shape, text in list(queries(shapes)):
        nodes = {node.value for (node,) in graph.select(text).rows if node is not None}
        if nodes:
            found.setdefault(shape, set()).update(nodes)
    return found


def queries(shapes: Iterable[Triple]) -> Iterator[tuple[str, str]]:
    """For each target of each shape, its IRI and a SELECT of `?this`; NotCompiledError as above."""
    said = _Shapes(shapes)
    for shape, about in said.about.items():
        for name in TARGETS.keys() & about.keys():
            if not isinstance(shape, NamedNode):
                raise NotCompiledError("a shape without a name")
            wrong = said.wrong(shape, "?this")
            for value in about[name]:
                where = f"{TARGETS[name].format(value)} FILTER({wrong})"
                yield shape.value, f"SELECT DISTINCT ?this WHERE {{ {where} }}"


class _Shapes:
    """Shapes as SPARQL. `node`, `value` and `other` are variables."""

    def __init__(self, triples: Iterable[Triple]) -> None:
        self.about: dict[Term, dict[str, list[Term]]] = {}
        self.numbers = count(1)
        for subject, predicate, value in triples:
            self.about.setdefault(subject, {}).setdefault(predicate.value, []).append(value)

    def wrong(self, shape: Term, node: str) -> str:
        """An expression: `node` does not fit `shape`."""
        about = self.about[shape]
        path = self._path(about[SH + "path"][0]) if SH + "path" in about else None
        parts = [
            self._constraint(name.removeprefix(SH), value, node, path)
            for name, values in sorted(about.items())
            if name not in TOLD
            for value in values
        ]
        return f"({' || '.join(parts)})" if parts else "false"

    def _constraint(self, name: str, said: Term, node: str, path: str | None) -> str:
        of_values: dict[str, Callable[[Term, str], str]] = {
            "class": _not_a,
            "datatype": _not_of_type,
            "nodeKind": _not_of_kind,
            "or": self._none_of,
            "pattern": _no_match,
        }
        if name == "property" and path is None:
            return self.wrong(said, node)
        if name in of_values and path is None:
            return of_values[name](said, node)
        if name in of_values:
            value = self._variable()
            return f"EXISTS {{ {node} {path} {value} FILTER({of_values[name](said, value)}) }}"
        if name == "minCount" and path:
            return f"NOT {self._at_least(int(said.value), node, path)}"
        if name == "maxCount" and path:
            return self._at_least(int(said.value) + 1, node, path)
        if name == "hasValue" and path:
            return f"NOT EXISTS {{ {node} {path} {said} }}"
        if name in ("lessThan", "lessThanOrEquals") and path:
            return self._not_less("<" if name == "lessThan" else "<=", said, node, path)
        raise NotCompiledError(name)

    def _variable(self) -> str:
        return f"?v{next(self.numbers)}"

    def _at_least(self, number: int, node: str, path: str) -> str:
        values = [self._variable() for _ in range(number)]
        triples = " ".join(f"{node} {path} {value} ." for value in values)
        apart = "".join(f" FILTER(!sameTerm({a}, {b}))" for a, b in combinations(values, 2))
        return f"EXISTS {{ {triples}{apart} }}"

    def _not_less(self, sign: str, said: Term, node: str, path: str) -> str:
        value, other = self._variable(), self._variable()
        wrong = f"!COALESCE({value} {sign} {other}, false)"
        return f"EXISTS {{ {node} {path} {value} ; {said} {other} FILTER({wrong}) }}"

    def _none_of(self, said: Term, node: str) -> str:
        # IF and not &&, of which Oxigraph does first what stands last.
        parts = [self.wrong(shape, node) for shape in self._list(said)]
        return reduce(lambda last, part: f"IF({part}, {last}, false)", reversed(parts), "true")

    def _path(self, said: Term) -> str:
        if isinstance(said, NamedNode):
            return str(said)
        about = self.about[said]
        if about.keys() == {SH + "inversePath"}:
            return f"^{self._path(about[SH + 'inversePath'][0])}"
        if RDF + "first" not in about:
            raise NotCompiledError(*about)
        return f"({'/'.join(self._path(step) for step in self._list(said))})"

    def _list(self, said: Term) -> Iterator[Term]:
        while said != NamedNode(RDF + "nil"):
            yield self.about[said][RDF + "first"][0]
            said = self.about[said][RDF + "rest"][0]


def _not_a(said: Term, value: str) -> str:
    # After reasoning the first look-up nearly always finds it.
    through = f"<{RDF}type>/<{RDFS}subClassOf>*"
    return f"!(EXISTS {{ {value} a {said} }} || EXISTS {{ {value} {through} {said} }})"


def _not_of_type(said: Term, value: str) -> str:
    if said.value not in CASTS:
        raise NotCompiledError(said)
    # A cast that fails is an error: 2020-02-30 is a literal of type date, and no date.
    well_formed = f"{said}(STR({value})) = {said}(STR({value}))"
    return f"!COALESCE(DATATYPE({value}) = {said} && {well_formed}, false)"


def _not_of_kind(said: Term, value: str) -> str:
    kinds = said.value.removeprefix(SH).split("Or")
    if not all(kind in KINDS for kind in kinds):
        raise NotCompiledError(said)
    return "!({})".format(" || ".join(f"{KINDS[kind]}({value})" for kind in kinds))


def _no_match(said: Term, value: str) -> str:
    return f"(isBlank({value}) || !REGEX(STR({value}), {Literal(said.value)}))"
