"""Reasoning: the ontology compiled to stratified SPARQL INSERTs, run on the store until nothing new.

What is inferred stands in the default graph and, apart, in `…/graph/inferences`. For now: sub-property and inverse (first
stratum), sub-class (second), then the CONSTRUCT rules of `queries/rules/`. Only axioms between named terms are compiled.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from hlmgraph import ids
from hlmgraph.errors import JudgementError
from hlmgraph.rdf import OWL, RDF, RDFS, DefaultGraph, NamedNode, Triple
from hlmgraph.store import Graph, in_graph

MAX_ROUNDS = 50
BORING = (RDFS, OWL, RDF)


@dataclass(frozen=True, slots=True)
class Rule:
    """One INSERT: the axiom family it applies, and its text."""

    name: str
    text: str


def compile_rules(ontology: Iterable[Triple]) -> list[list[Rule]]:
    """The strata of rules that an ontology asks for."""
    triples = list(ontology)
    properties = _closure(_pairs(triples, RDFS + "subPropertyOf"))
    inverses = _pairs(triples, OWL + "inverseOf")
    inverses |= {(b, a) for a, b in inverses}
    classes = _closure(_pairs(triples, RDFS + "subClassOf"))
    first = [
        _rule("sous-propriété", properties, "?s ?a ?o", "?s ?b ?o"),
        _rule("inverse", inverses, "?s ?a ?o", "?o ?b ?s"),
    ]
    second = [_rule("sous-classe", classes, f"?s <{RDF}type> ?a", f"?s <{RDF}type> ?b")]
    return [[rule for rule in stratum if rule] for stratum in (first, second)]


def _pairs(triples: list[Triple], predicate: str) -> set[tuple[str, str]]:
    return {
        (t.subject.value, t.object.value)
        for t in triples
        if t.predicate.value == predicate
        and isinstance(t.subject, NamedNode)
        and isinstance(t.object, NamedNode)
    }


def _closure(pairs: set[tuple[str, str]]) -> set[tuple[str, str]]:
    above: dict[str, set[str]] = {}
    for low, high in pairs:
        above.setdefault(low, set()).add(high)
    found = set()
    for low in above:
        walk = list(above[low])
        for high in walk:
            found.add((low, high))
            walk.extend(above.get(high, set()) - set(walk))
    return {(a, b) for a, b in found if a != b and not b.startswith(BORING)}


def _rule(name: str, pairs: set[tuple[str, str]], when: str, then: str) -> Rule | None:
    if not pairs:
        return None
    values = " ".join(f"(<{a}> <{b}>)" for a, b in sorted(pairs))
    # An inverse can put a literal in subject position: SPARQL drops such a triple by itself.
    return Rule(
        name,
        f"INSERT {{ {then} . GRAPH <{ids.graph('inferences')}> {{ {then} }} }}\n"
        f"WHERE {{ VALUES (?a ?b) {{ {values} }} {when} . FILTER NOT EXISTS {{ {then} }} }}",
    )


def run(graph: Graph, strata: list[list[Rule]], rules: Path | None = None) -> int:
    """Run the strata and the rules of a folder to their fixpoint; returns the number of inferred triples."""
    for stratum in strata:
        _fixpoint(graph, partial(_insert, graph, stratum))
    texts = (
        [path.read_text(encoding="utf-8") for path in sorted(rules.glob("*.rq"))] if rules else []
    )
    if texts:
        _fixpoint(graph, partial(_construct, graph, texts))
    return graph.size(NamedNode(ids.graph("inferences")))


def _fixpoint(graph: Graph, once: Callable[[], None]) -> None:
    size = -1
    for _ in range(MAX_ROUNDS):
        if size == (size := len(graph)):
            return
        once()
    raise JudgementError(
        "reasoning does not end",
        value=f"{MAX_ROUNDS} rounds",
        todo="look for a rule that makes new nodes",
    )


def _insert(graph: Graph, stratum: list[Rule]) -> None:
    for rule in stratum:
        graph.update(rule.text)


def _construct(graph: Graph, texts: list[str]) -> None:
    inferred = NamedNode(ids.graph("inferences"))
    for text in texts:
        new = [triple for triple in graph.construct(text) if not graph.holds(triple)]
        graph.add(in_graph(triple, name) for triple in new for name in (DefaultGraph(), inferred))
