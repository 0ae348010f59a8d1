"""What one `ontology/` folder says: classes, properties, edges, labels, concepts."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import Any, NamedTuple

from hlmgraph.errors import WordError, nearest
from hlmgraph.rdf import OWL, RDF, RDFS, SCHEMA, SKOS, Literal, NamedNode, Term
from hlmgraph.vocab.context import Keys
from hlmgraph.vocab.prefixes import CONCEPT_BASE, HLM_BASE, is_term, local, shorten

_TYPE = RDF + "type"
_KINDS = {
    OWL + "ObjectProperty": "object",
    OWL + "DatatypeProperty": "datatype",
    OWL + "AnnotationProperty": "annotation",
}


class Edge(NamedTuple):
    """A pair of roles that makes an edge of a network, as a class of relations declares it."""

    name: str
    start: str
    end: str
    directed: bool
    label_fr: str
    label_en: str


class Vocabulary(Keys):
    """What one `ontology/` folder says. Made by `load`; never changed."""

    def __init__(
        self, statements: dict[str, dict[str, list[Term]]], context: dict[str, Any]
    ) -> None:
        self._statements = statements
        self.terms = frozenset(
            local(iri) for iri, about in statements.items() if is_term(iri) and _TYPE in about
        )
        """Local names of all that the ontology defines."""
        self.classes = self._of_types({OWL + "Class"})
        """Local names of the classes."""
        super().__init__(context, self._of_types(_KINDS))
        self._ancestors: dict[str, frozenset[str]] = {}

    # --- the shape of the ontology

    def is_a(self, cls: str, ancestor: str) -> bool:
        """Whether every `cls` is an `ancestor`; a class is its own ancestor."""
        return ancestor in self.ancestors(cls)

    def ancestors(self, cls: str) -> frozenset[str]:
        """`cls` and the classes of the ontology above it. WordError for an unknown class."""
        known = self._ancestors.get(cls)  # asked for each key of each item of a build
        if known is None:
            above = self._above(self._known(cls, self.classes, "class"), "subClassOf")
            known = self._ancestors[cls] = frozenset(above)
        return known

    def descendants(self, cls: str) -> frozenset[str]:
        """`cls` and the classes of the ontology below it. WordError for an unknown class."""
        self._known(cls, self.classes, "class")
        return frozenset(below for below in self.classes if cls in self.ancestors(below))

    def superproperties(self, prop: str) -> frozenset[str]:
        """`prop` and the properties of the ontology above it. WordError when unknown."""
        known = self._known(prop, self.properties, "property")
        return frozenset(self._above(known, "subPropertyOf"))

    def subproperties(self, prop: str) -> frozenset[str]:
        """`prop` and the properties of the ontology below it. WordError when unknown."""
        self._known(prop, self.properties, "property")
        return frozenset(sub for sub in self.properties if prop in self.superproperties(sub))

    def kind(self, prop: str) -> str:
        """`object`, `datatype` or `annotation`. WordError for an unknown property."""
        types = self._types(self._known(prop, self.properties, "property"))
        return next(kind for iri, kind in _KINDS.items() if iri in types)

    def domain_includes(self, prop: str) -> frozenset[str]:
        """The classes whose items may bear `prop`, as declared (their subclasses may too)."""
        return frozenset(self._names(prop, SCHEMA + "domainIncludes"))

    def range_includes(self, prop: str) -> frozenset[str]:
        """What a value of `prop` may be: local names, or short IRIs such as `xsd:string`."""
        return frozenset(self._names(prop, SCHEMA + "rangeIncludes"))

    # --- what the programme reads of it

    def segment(self, cls: str) -> str | None:
        """The first segment of the IRIs of things of this class, its own or the nearest above."""
        found = self._first(cls, HLM_BASE + "segment")
        return found.value if found is not None else None

    def punctual(self, cls: str) -> bool:
        """Whether things of this class end when they start."""
        found = self._first(cls, HLM_BASE + "ponctuel")
        return found is not None and found.value == "true"

    def featured(self, cls: str) -> list[str]:
        """The properties to show first, in the order of the ontology file."""
        return list(self._names(cls, HLM_BASE + "enVedette"))

    def plural(self, cls: str) -> str:
        """The French plural label of a class, or its label."""
        found = self._objects(HLM_BASE + cls, HLM_BASE + "pluriel")
        return found[0].value if found else self.label(HLM_BASE + cls)

    def edges(self, cls: str) -> list[Edge]:
        """The edges that a class of relations declares, in the order of the ontology file."""
        return [self._edge(name) for name in self._names(cls, HLM_BASE + "arete")]

    def label(self, iri: str | NamedNode, lang: str = "fr") -> str:
        """A name for people: in `lang`, else French, English, untagged, else the local name.

        `iri` is an IRI, or the local name of a term of the ontology.
        """
        whole = self._whole(iri)
        labels = self._objects(whole, RDFS + "label", SKOS + "prefLabel")
        return _in_words(labels, lang) or local(whole)

    def definition(self, iri: str | NamedNode, lang: str = "fr") -> str | None:
        """What a term or a concept means, in `lang` if it is said in it, or None."""
        return _in_words(self._objects(self._whole(iri), SKOS + "definition"), lang)

    # --- the concepts

    @cached_property
    def schemes(self) -> dict[str, frozenset[str]]:
        """Each concept scheme and the slugs of its concepts."""
        found: dict[str, set[str]] = {}
        for iri, about in self._statements.items():
            if iri.startswith(CONCEPT_BASE):
                scheme, _, slug = iri.removeprefix(CONCEPT_BASE).partition("/")
                found.setdefault(scheme, set()).update([slug] if slug and _TYPE in about else [])
        return {scheme: frozenset(slugs) for scheme, slugs in found.items()}

    def concepts(self, scheme: str) -> frozenset[str]:
        """The slugs of the concepts of a scheme (`nature`, `theme`). WordError when unknown."""
        return self.schemes[self._known(scheme, self.schemes, "concept scheme")]

    # --- how it is read

    def _known(self, name: str, known: Iterable[str], kind: str) -> str:
        if name not in known:
            raise WordError(f"unknown {kind}", value=name, nearest=nearest(name, known))
        return name

    def _whole(self, iri: str | NamedNode) -> str:
        text = iri.value if isinstance(iri, NamedNode) else iri
        return HLM_BASE + text if text in self.terms else text

    def _objects(self, iri: str, *predicates: str) -> list[Term]:
        about = self._statements.get(iri, {})
        return [term for predicate in predicates for term in about.get(predicate, ())]

    def _types(self, name: str) -> set[str]:
        return {term.value for term in self._objects(HLM_BASE + name, _TYPE)}

    def _of_types(self, types: Iterable[str]) -> frozenset[str]:
        return frozenset(name for name in self.terms if not self._types(name).isdisjoint(types))

    def _names(self, name: str, predicate: str) -> Iterable[str]:
        known = self._known(name, self.terms, "term")
        return (shorten(term.value) for term in self._objects(HLM_BASE + known, predicate))

    def _above(self, name: str, predicate: str) -> list[str]:
        """`name` and the terms of the ontology above it, the nearest first."""
        found = [name]
        for current in found:  # grows while it is walked
            above = self._objects(HLM_BASE + current, RDFS + predicate)
            names = [local(term.value) for term in above if is_term(term.value)]
            found += [name for name in names if name not in found]
        return found

    def _first(self, cls: str, predicate: str) -> Term | None:
        known = self._known(cls, self.classes, "class")
        for name in self._above(known, "subClassOf"):
            for term in self._objects(HLM_BASE + name, predicate):
                return term
        return None

    def _edge(self, name: str) -> Edge:
        iri = HLM_BASE + name
        one = {
            predicate: local(term.value)
            for predicate in ("roleDepart", "roleArrivee", "orientee")
            for term in self._objects(iri, HLM_BASE + predicate)
        }
        return Edge(
            name=name,
            start=one["roleDepart"],
            end=one["roleArrivee"],
            directed=one["orientee"] == "true",
            label_fr=self.label(iri, "fr"),
            label_en=self.label(iri, "en"),
        )


def _in_words(terms: Iterable[Term], lang: str) -> str | None:
    said: dict[str | None, str] = {}
    for term in terms:
        if isinstance(term, Literal):
            said.setdefault(term.language, term.value)
    return next((said[tag] for tag in (lang, "fr", "en", None) if tag in said), None)
