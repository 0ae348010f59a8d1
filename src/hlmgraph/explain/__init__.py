"""Why the graph says so: any thing of it, down to the passage.

    found = explain(graph, "accord/acces-secours-doubs")
    found.said[0].evidence[0].iri      # https://…/source/2020-07_…#char=3990,5096

Everything comes from the graph. The texts of the sources, which we do not publish, may be given by
whoever has them, by fingerprint; the passage is then shown, once its text has been verified.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace

from hlmgraph import ids, query
from hlmgraph.errors import ViewError, WordError, nearest
from hlmgraph.explain.claims import Texts, claims_citing, claims_of, evidence, node, said
from hlmgraph.explain.lines import pointing_to, said_by
from hlmgraph.explain.model import (
    Evidence,
    Explanation,
    Fact,
    Group,
    Line,
    Moment,
    Node,
    Said,
    Value,
)
from hlmgraph.explain.words import Statements, Words, about
from hlmgraph.query import compact, expand
from hlmgraph.rdf import RDF_TYPE, Literal, NamedNode, Term
from hlmgraph.store import Graph
from hlmgraph.vocab import HLM, HLM_BASE
from hlmgraph.vocab.prefixes import local

__all__ = [
    "Evidence",
    "Explanation",
    "Fact",
    "Group",
    "Line",
    "Moment",
    "Node",
    "Said",
    "Texts",
    "Value",
    "Words",
    "explain",
    "find",
]

_THERE = "ASK { { ?it ?p ?o } UNION { GRAPH ?graph { ?it ?p ?o } } }"
_ALL = "SELECT DISTINCT ?it WHERE { { ?it ?p ?o } UNION { GRAPH ?graph { ?it ?p ?o } } }"
_CODED = "SELECT DISTINCT ?it WHERE { ?it hlm:identifiant/hlm:code ?code } ORDER BY ?it"
_SURVIVOR = "SELECT ?other WHERE { ?it <http://purl.org/dc/terms/isReplacedBy> ?other }"
_MERGED = (
    "SELECT ?other WHERE { ?other <http://purl.org/dc/terms/isReplacedBy> ?it } ORDER BY ?other"
)
_OWNER = """
    SELECT ?claim ?lecture WHERE {
        GRAPH <graph/cartes> { ?claim hlm:affirme ?thing ; hlm:selon ?lecture }
        GRAPH ?lecture { ?thing ?p ?it }
        FILTER(STRSTARTS(STR(?it), CONCAT(STR(?claim), "/")))
    } ORDER BY ?claim
"""


def explain(
    graph: Graph, what: str, *, texts: Texts | None = None, lang: str = "fr"
) -> Explanation:
    """What a thing is and according to what; `what` as for `find`. ViewError when it is unknown."""
    words = Words(graph, lang)
    asked = find(graph, what)
    it = _survivor(graph, asked)
    found = _Explaining(words, it, texts).run()
    return found if it == asked else replace(found, asked=asked)


def find(graph: Graph, what: str) -> str:
    """The IRI that a person means by an IRI, `accord/x`, `hlm:Accord`, `neolia` or a SIREN.

    ViewError, with the nearest name, when the graph knows none.
    """
    for iri in _meanings(graph, what.strip()):
        if query.holds(graph, _THERE, it=NamedNode(iri)):
            return iri
    rows = query.select(graph, _ALL)
    known = {compact(row[0].value) for row in rows if isinstance(row[0], NamedNode)}
    bare = {name.removeprefix("organisation/"): name for name in known}
    close = nearest(what, known | bare.keys())
    raise ViewError(
        "the graph does not know this",
        value=what,
        expected="an IRI, a slug (neolia), a path (accord/x) or a SIREN",
        nearest=bare.get(close, close) if close else None,
        todo="look for it with `hlmgraph search`",
    )


def _meanings(graph: Graph, what: str) -> Iterator[str]:
    """The IRIs that it may stand for, the likeliest first."""
    scheme, slash, slug = what.partition("/")
    with suppress(WordError):
        yield expand(what)
    with suppress(WordError):
        yield ids.organisation(what)
        yield ids.territory(what)
    with suppress(WordError):
        yield ids.concept(scheme, slug) if slash else ids.term(what)
    code = "".join(what.split())
    if code.isalnum():
        rows = query.select(graph, _CODED, code=Literal(code))
        yield from (row[0].value for row in rows if isinstance(row[0], NamedNode))


def _survivor(graph: Graph, it: str) -> str:
    rows = query.select(graph, _SURVIVOR, it=NamedNode(it))
    return rows[0][0].value if rows and isinstance(rows[0][0], NamedNode) else it


class _Explaining:
    def __init__(self, words: Words, it: str, texts: Texts | None) -> None:
        self.words, self.it, self.texts = words, it, texts
        self.own = about(words.graph, it)
        cards = about(words.graph, it, ids.graph("cartes"))
        self.cards = cards
        self.types = [*self.own.get(RDF_TYPE, []), *cards.get(RDF_TYPE, [])]

    def run(self) -> Explanation:
        for kind, ancestor, make in (
            ("claim", "Affirmation", self._claim),
            ("reading", "Lecture", self._reading),
            ("source", "Source", self._source),
            ("evidence", "Preuve", self._evidence),
            ("organisation", "Acteur", self._actor),
        ):
            if self.words.is_a(self.types, ancestor):
                return make(kind)
        if self.it.startswith(HLM_BASE):
            return self._plain("term")
        claims = claims_of(self.words, self.it)
        return self._claimed(claims) if claims else self._owned()

    def _said(self, claims: list[str]) -> list[Said]:
        return [said(self.words, claim, self.texts) for claim in claims]

    def _make(self, kind: str, label: str | None = None, **parts: object) -> Explanation:
        classes = self.words.classes(self.types)
        label = label if label is not None else self.words.label(self.it)
        return Explanation(self.it, kind, label, classes, **parts)  # type: ignore[arg-type]

    def _plain(self, kind: str) -> Explanation:
        return self._make(kind, facts=self.words.facts(self.own))

    def _claim(self, kind: str) -> Explanation:
        told = said(self.words, self.it, self.texts)
        return self._make(kind, told.thing.text, said=[told])

    def _reading(self, kind: str) -> Explanation:
        facts = self.words.facts(self.cards)
        return self._make(kind, facts=facts, groups=said_by(self.words, self.it))

    def _source(self, kind: str) -> Explanation:
        facts = self.words.facts(self.cards, without=[HLM.titre])
        text = """
            SELECT ?reading WHERE { GRAPH <graph/cartes> { ?reading hlm:lectureDe ?it } }
            ORDER BY ?reading
        """
        rows = query.select(self.words.graph, text, it=NamedNode(self.it))
        readings = [row[0].value for row in rows if isinstance(row[0], NamedNode)]
        nodes = [self._card(iri) for iri in readings]
        return self._make(kind, facts=facts, nodes=nodes)

    def _card(self, iri: str) -> Node:
        told = about(self.words.graph, iri, ids.graph("cartes"))
        kinds = ", ".join(self.words.classes(told.get(RDF_TYPE, [])))
        return Node(iri, kinds, compact(iri), self.words.facts(told, without=[HLM.lectureDe]))

    def _evidence(self, kind: str) -> Explanation:
        place = evidence(self.words, self.it, self.texts)
        told = self._said(claims_citing(self.words, self.it))
        label = f"{place.source.text}, {place.where}" if place.source else place.where
        return self._make(kind, label, said=told)

    def _actor(self, kind: str) -> Explanation:
        rows = query.select(self.words.graph, _MERGED, it=NamedNode(self.it))
        others = [row[0].value for row in rows if isinstance(row[0], NamedNode)]
        return self._make(
            kind,
            facts=self.words.facts(self._asserted(), without=[HLM.denomination, HLM.identifiant]),
            nodes=self._names(),
            groups=pointing_to(self.words, [self.it, *others]),
        )

    def _asserted(self) -> Statements:
        """What a source may say of it: the default graph also holds what follows from that."""
        known = self.words.vocabulary.key_of
        return {prop: told for prop, told in self.own.items() if known(local(prop.value))}

    def _names(self) -> list[Node]:
        """Names, then identifiers, each as its reading tells it."""
        names, codes = self.own.get(HLM.denomination, []), self.own.get(HLM.identifiant, [])
        iris = [*sorted(term.value for term in names), *sorted(term.value for term in codes)]
        return [node(self.words, iri, iri.partition("#")[0]) for iri in iris]

    def _claimed(self, claims: list[str]) -> Explanation:
        told = self._said(claims)
        self.types = self.types or [kind for each in told for kind in self._types(each.reading.iri)]
        relation = self.words.is_a(self.types, "Relation")
        groups = pointing_to(self.words, [self.it])
        return self._make("relation" if relation else "thing", said=told, groups=groups)

    def _types(self, reading: str | None) -> list[Term]:
        """The classes that a reading tells: the only ones, of what is withdrawn or replaced."""
        return about(self.words.graph, self.it, reading).get(RDF_TYPE, [])

    def _owned(self) -> Explanation:
        """A figure, a part taken, a name, an identifier: itself, and the claim that it belongs to."""
        rows = query.select(self.words.graph, _OWNER, it=NamedNode(self.it))
        if not rows:
            facts = self.words.facts(self.own)
            groups = pointing_to(self.words, [self.it]) if "#" in self.it else []
            return self._make("thing", facts=facts, groups=groups)
        claim, reading = (term.value if term is not None else "" for term in rows[0])
        own = node(self.words, self.it, reading)
        self.types = self.types or self._types(reading)
        return self._make("node", own.label, facts=own.facts, said=self._said([claim]))
