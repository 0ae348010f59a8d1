"""One closed vocabulary: code, context, shapes, queries and data use only terms that exist; each term says what it is."""

from __future__ import annotations

import json
import re
from itertools import chain
from pathlib import Path

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, parse

ROOT = Path(__file__).parents[1]
HLM = "https://w3id.org/hlmgraph/ontology#"
CONCEPT = "https://w3id.org/hlmgraph/concept/"
SKOS = "http://www.w3.org/2004/02/skos/core#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
OWL = "http://www.w3.org/2002/07/owl#"
RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"


def triples(name: str) -> list[tuple[object, str, object]]:
    found = parse(path=str(ROOT / "ontology" / name), format=RdfFormat.TURTLE)
    return [(t.subject, t.predicate.value, t.object) for t in found]


ONTOLOGY = triples("hlm.ttl")
CONCEPTS = triples("concepts.ttl")
SHAPES = triples("shapes.ttl")
TERMS = {
    s.value.removeprefix(HLM)
    for s, p, _ in ONTOLOGY
    if isinstance(s, NamedNode) and s.value.startswith(HLM) and p == RDF_TYPE
}
KNOWN_CONCEPTS = {s.value for s, _, _ in CONCEPTS if isinstance(s, NamedNode)}


def said(about: str, predicate: str) -> list[Literal]:
    return [o for s, p, o in ONTOLOGY if getattr(s, "value", "") == HLM + about and p == predicate]


@pytest.mark.parametrize("term", sorted(TERMS))
def test_every_term_says_what_it_is_in_two_languages(term: str) -> None:
    for predicate in (RDFS + "label", SKOS + "definition"):
        if predicate == SKOS + "definition" and term.startswith("arete") and term != "arete":
            continue  # an edge is told by its label and its two roles
        languages = sorted(literal.language for literal in said(term, predicate))
        assert languages == ["en", "fr"], f"{term}: {predicate}"
    assert said(term, RDFS + "isDefinedBy")


def test_every_concept_has_a_label_in_two_languages_and_a_scheme() -> None:
    for iri in KNOWN_CONCEPTS:
        about = [(p, o) for s, p, o in CONCEPTS if s.value == iri]
        languages = sorted(o.language for p, o in about if p == SKOS + "prefLabel")
        assert languages == ["en", "fr"], iri
        is_scheme = any(o.value == SKOS + "ConceptScheme" for p, o in about if p == RDF_TYPE)
        assert is_scheme or [o for p, o in about if p == SKOS + "inScheme"], iri


def used_names(text: str) -> set[str]:
    return set(re.findall(r"\bhlm:(\w+)", text)) | set(re.findall(re.escape(HLM) + r"(\w+)", text))


def test_the_ontology_uses_only_its_own_terms() -> None:
    objects = (o for _, _, o in chain(ONTOLOGY, SHAPES) if isinstance(o, NamedNode))
    predicates = {p.removeprefix(HLM) for _, p, _ in chain(ONTOLOGY, SHAPES) if p.startswith(HLM)}
    names = {o.value.removeprefix(HLM) for o in objects if o.value.startswith(HLM)}
    assert names | predicates <= TERMS


@pytest.mark.parametrize(
    "path",
    sorted(
        [
            *ROOT.glob("queries/**/*.rq"),
            *ROOT.glob("docs/*.md"),
            *ROOT.glob("README*.md"),
            *ROOT.glob("notebooks/*.ipynb"),
        ]
    ),
    ids=lambda p: p.name,
)
def test_questions_and_docs_use_only_terms_that_exist(path: Path) -> None:
    assert used_names(path.read_text(encoding="utf-8")) <= TERMS


def test_code_uses_only_terms_that_exist() -> None:
    for path in ROOT.glob("src/hlmgraph/**/*.py"):
        text = path.read_text(encoding="utf-8")
        names = used_names(text) | set(re.findall(r"\bHLM\.([A-Za-z]\w*)", text))
        assert names <= TERMS, path


def test_the_context_maps_only_terms_that_exist() -> None:
    context = json.loads((ROOT / "ontology/context.jsonld").read_text(encoding="utf-8"))["@context"]
    for word, meaning in context.items():
        iri = (
            meaning
            if isinstance(meaning, str)
            else meaning.get("@id")
            if isinstance(meaning, dict)
            else ""
        )
        assert not str(iri).startswith("hlm:") or iri.removeprefix("hlm:") in TERMS, word


def test_concepts_used_anywhere_exist() -> None:
    files = chain(
        ROOT.glob("queries/**/*.rq"), ROOT.glob("docs/*.md"), ROOT.glob("src/hlmgraph/**/*.py")
    )
    for path in files:
        for iri in re.findall(
            re.escape(CONCEPT) + r"[a-z-]+/[a-z0-9-]+", path.read_text(encoding="utf-8")
        ):
            assert iri in KNOWN_CONCEPTS, f"{path}: {iri}"


def test_every_property_of_relations_can_be_written() -> None:
    """A term that no key of the context, no inverse and no rewriting uses would be dead."""
    context = json.loads((ROOT / "ontology/context.jsonld").read_text(encoding="utf-8"))["@context"]
    keys = {
        m["@id"] if isinstance(m, dict) else m
        for m in context.values()
        if isinstance(m, dict | str)
    }
    inverses = {o.value.removeprefix(HLM) for _, p, o in ONTOLOGY if p == OWL + "inverseOf"}
    properties = {
        s.value.removeprefix(HLM)
        for s, p, o in ONTOLOGY
        if p == RDF_TYPE and o.value in (OWL + "ObjectProperty", OWL + "DatatypeProperty")
        and s.value.startswith(HLM)
    }  # fmt: skip
    unwritten = {name for name in properties if f"hlm:{name}" not in keys} - inverses
    assert unwritten == {"partie"}, "the root of the roles is only inferred"


def test_the_ontology_is_owl_dl_in_form() -> None:
    """No blank node but class expressions; every property has one kind; classes are not properties."""
    kinds: dict[str, set[str]] = {}
    for s, p, o in ONTOLOGY:
        if p == RDF_TYPE and isinstance(s, NamedNode):
            kinds.setdefault(s.value, set()).add(o.value.removeprefix(OWL))
    for iri, found in kinds.items():
        main = found & {"Class", "ObjectProperty", "DatatypeProperty", "AnnotationProperty"}
        assert len(main) <= 1, iri
    anonymous = {s for s, _, _ in ONTOLOGY if isinstance(s, BlankNode)}
    assert len(anonymous) < 10


def test_no_concept_is_a_word_of_the_context() -> None:
    """In JSON-LD the word would win: `certitude: deduit` once became the property hlm:deduit."""
    context = json.loads((ROOT / "ontology/context.jsonld").read_text(encoding="utf-8"))["@context"]
    concepts = {iri.removeprefix(CONCEPT).partition("/")[2] for iri in KNOWN_CONCEPTS}
    assert not concepts & context.keys()
