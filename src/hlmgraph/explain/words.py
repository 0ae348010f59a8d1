"""Names for people of whatever the graph holds, and the few questions that all of the room asks."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from hlmgraph import query, vocab
from hlmgraph.explain.model import Fact, Value
from hlmgraph.query import compact
from hlmgraph.rdf import RDF_TYPE, RDFS_LABEL, SKOS_PREF_LABEL, Literal, NamedNode, Term
from hlmgraph.store import Graph
from hlmgraph.vocab import CONCEPT_BASE, HLM, HLM_BASE, Vocabulary
from hlmgraph.vocab.prefixes import local

Statements = dict[NamedNode, list[Term]]

# A merged body bears two names in the default graph, one in the graph of its own reading.
_NAMES = """
    SELECT ?name WHERE {
        { GRAPH ?graph { ?it ?naming ?name } OPTIONAL {
            GRAPH <graph/cartes> { ?graph hlm:remplaceeLe ?replaced } } }
        UNION { ?it ?naming ?name }
        VALUES (?naming ?rank) {
            (hlm:nom 1) (hlm:titre 2) (rdfs:label 3) (skos:prefLabel 4) (hlm:forme 5) }
    } ORDER BY ?rank BOUND(?replaced) (!BOUND(?graph)) ?name LIMIT 1
"""


class Words:
    """Labels in one language, remembered as long as this lives."""

    def __init__(self, graph: Graph, lang: str = "fr") -> None:
        self.graph, self.lang = graph, lang
        self.vocabulary = _vocabulary(graph)
        self.label = lru_cache(maxsize=None)(self._label)

    def _label(self, iri: str) -> str:
        """The name of a thing, of a term or of a concept; its short IRI when it has none."""
        if iri.startswith((HLM_BASE, CONCEPT_BASE)):
            return self.vocabulary.label(iri, self.lang)
        rows = query.select(self.graph, _NAMES, it=NamedNode(iri))
        return rows[0][0].value if rows and isinstance(rows[0][0], Literal) else compact(iri)

    def value(self, term: Term) -> Value:
        """A term for people."""
        if isinstance(term, NamedNode):
            return Value(self.label(term.value), term.value)
        return Value(term.value)

    def classes(self, types: Iterable[Term]) -> list[str]:
        """The labels of the most precise of these classes, in order of name."""
        names = {local(t.value) for t in types if isinstance(t, NamedNode)}
        ours = names & self.vocabulary.classes
        above = {up for name in ours for up in self.vocabulary.ancestors(name) - {name}}
        if len(ours - above) > 1:
            above.add("Organisation")  # that it is one goes without saying
        return [self.label(HLM_BASE + name) for name in sorted(ours - above)]

    def is_a(self, types: Iterable[Term], ancestor: str) -> bool:
        """Whether one of these classes is `ancestor`, or below it."""
        names = {local(t.value) for t in types if isinstance(t, NamedNode)}
        known = names & self.vocabulary.classes
        return any(self.vocabulary.is_a(name, ancestor) for name in known)

    def facts(self, statements: Statements, *, without: Iterable[NamedNode] = ()) -> list[Fact]:
        """Statements for people, the properties that the ontology features first."""
        hidden = {RDF_TYPE, RDFS_LABEL, SKOS_PREF_LABEL, HLM.nom, *without}
        kept = [prop for prop in statements if prop not in hidden]
        order = self._order(statements.get(RDF_TYPE, []))
        kept.sort(key=lambda prop: (order.get(local(prop.value), len(order)), prop.value))
        return [self._fact(prop, statements[prop]) for prop in kept]

    def _order(self, types: Iterable[Term]) -> dict[str, int]:
        names = [local(t.value) for t in types if isinstance(t, NamedNode)]
        known = sorted(set(names) & self.vocabulary.classes)
        featured = [prop for name in known for prop in self.vocabulary.featured(name)]
        return {prop: number for number, prop in enumerate(dict.fromkeys(featured))}

    def _fact(self, prop: NamedNode, terms: Iterable[Term]) -> Fact:
        spoken = [term for term in terms if getattr(term, "language", None) == self.lang]
        kept = spoken or terms  # what is told in several languages is told once
        values = sorted(map(self.value, kept), key=lambda value: (value.text, value.iri or ""))
        return Fact(local(prop.value), self.label(prop.value), values)


def _vocabulary(graph: Graph) -> Vocabulary:
    """The words of the build, which may not be those of today's checkout."""
    sealed = graph.folder / "ontology" if graph.folder else None
    return vocab.load(sealed if sealed is not None and sealed.is_dir() else None)


def about(graph: Graph, it: str, where: str | None = None) -> Statements:
    """What the default graph says of a thing, or a named graph when one is given."""
    found: Statements = {}
    for prop, value in graph.about(NamedNode(it), NamedNode(where) if where else None):
        found.setdefault(prop, []).append(value)
    return found


def one(statements: Statements, prop: NamedNode) -> str | None:
    """The text of the first value of a property, or None."""
    values = sorted(term.value for term in statements.get(prop, []))
    return values[0] if values else None
