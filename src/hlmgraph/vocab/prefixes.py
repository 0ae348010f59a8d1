"""The addresses of the words: our base, our prefixes and those that we borrow."""

from __future__ import annotations

from typing import Final

from hlmgraph.rdf import OWL, RDF, RDFS, SCHEMA, SKOS, XSD

BASE: Final = "https://w3id.org/hlmgraph/"
HLM_BASE: Final = BASE + "ontology#"
CONCEPT_BASE: Final = BASE + "concept/"

PREFIXES: Final[dict[str, str]] = {
    "adms": "http://www.w3.org/ns/adms#",
    "dcterms": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "hlm": HLM_BASE,
    "oa": "http://www.w3.org/ns/oa#",
    "org": "http://www.w3.org/ns/org#",
    "owl": OWL,
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": RDF,
    "rdfs": RDFS,
    "schema": SCHEMA,
    "sh": "http://www.w3.org/ns/shacl#",
    "skos": SKOS,
    "vann": "http://purl.org/vocab/vann/",
    "xsd": XSD,
}


def is_term(iri: str) -> bool:
    """Whether an IRI is one of our ontology's."""
    return iri.startswith(HLM_BASE)


def local(iri: str) -> str:
    """What stands after the last `#` or `/`."""
    return iri.rstrip("/").rsplit("#", 1)[-1].rsplit("/", 1)[-1]


def shorten(iri: str) -> str:
    """`hlm:` terms by their local name, others as `prefix:local`, or whole."""
    if is_term(iri):
        return local(iri)
    for prefix, start in PREFIXES.items():
        if iri.startswith(start):
            return f"{prefix}:{iri.removeprefix(start)}"
    return iri
