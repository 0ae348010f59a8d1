"""The language of the house: terms, parsers, serialisers. Nothing here opens a store.

Oxigraph's terms are the common ones. rdflib's are here too, imported when first asked for:
`from hlmgraph.rdf import URIRef` works and costs rdflib's import, `import hlmgraph.rdf` does not.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from pyoxigraph import (
    BlankNode,
    DefaultGraph,
    Literal,
    NamedNode,
    Quad,
    RdfFormat,
    Triple,
    Variable,
    parse,
    serialize,
)

from hlmgraph.errors import WordError
from hlmgraph.rdf.bridge import Term, from_rdflib, to_rdflib

if TYPE_CHECKING:
    from rdflib import BNode, Dataset, Graph, Namespace, URIRef
    from rdflib import Literal as RdflibLiteral

__all__ = [
    "OWL",
    "RDF",
    "RDFS",
    "RDFS_LABEL",
    "RDF_TYPE",
    "SCHEMA",
    "SKOS",
    "XSD",
    "BNode",
    "BlankNode",
    "Dataset",
    "DefaultGraph",
    "Graph",
    "Literal",
    "NamedNode",
    "Namespace",
    "Quad",
    "RdfFormat",
    "RdflibLiteral",
    "Subject",
    "Term",
    "Triple",
    "URIRef",
    "Variable",
    "from_rdflib",
    "nquads",
    "parse_jsonld",
    "parse_nquads",
    "parse_turtle",
    "sorted_lines",
    "to_rdflib",
    "turtle",
]

Subject: TypeAlias = NamedNode | BlankNode

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
OWL = "http://www.w3.org/2002/07/owl#"
XSD = "http://www.w3.org/2001/XMLSchema#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
SCHEMA = "https://schema.org/"

RDF_TYPE = NamedNode(RDF + "type")
RDFS_LABEL = NamedNode(RDFS + "label")
RDFS_SUBCLASS_OF = NamedNode(RDFS + "subClassOf")
RDFS_SUBPROPERTY_OF = NamedNode(RDFS + "subPropertyOf")
OWL_CLASS = NamedNode(OWL + "Class")
OWL_SAME_AS = NamedNode(OWL + "sameAs")
SKOS_PREF_LABEL = NamedNode(SKOS + "prefLabel")
SKOS_DEFINITION = NamedNode(SKOS + "definition")
SKOS_CONCEPT = NamedNode(SKOS + "Concept")
SKOS_IN_SCHEME = NamedNode(SKOS + "inScheme")
SKOS_BROADER = NamedNode(SKOS + "broader")
XSD_BOOLEAN = NamedNode(XSD + "boolean")
XSD_DATE = NamedNode(XSD + "date")
XSD_DATE_TIME = NamedNode(XSD + "dateTime")
XSD_DECIMAL = NamedNode(XSD + "decimal")
XSD_GYEAR = NamedNode(XSD + "gYear")
XSD_GYEAR_MONTH = NamedNode(XSD + "gYearMonth")
XSD_INTEGER = NamedNode(XSD + "integer")
XSD_STRING = NamedNode(XSD + "string")

_RDFLIB = {
    "BNode": "BNode",
    "Dataset": "Dataset",
    "Graph": "Graph",
    "Namespace": "Namespace",
    "RdflibLiteral": "Literal",
    "URIRef": "URIRef",
}


def __getattr__(name: str) -> Any:
    if name not in _RDFLIB:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    import rdflib

    return getattr(rdflib, _RDFLIB[name])


def parse_turtle(source: bytes | Path, *, base: str | None = None) -> list[Triple]:
    """The triples of a Turtle document, given as bytes or as a path.

    WordError, with file, line and column, when it is not Turtle; OSError when it cannot be read.
    """
    return [quad.triple for quad in _parse(source, RdfFormat.TURTLE, base)]


def parse_nquads(source: bytes | Path) -> Iterator[Quad]:
    """The quads of an N-Quads document, one at a time, so that a large one need not fit in memory.

    WordError, with file, line and column, when it is not N-Quads.
    """
    return _parse(source, RdfFormat.N_QUADS, None)


def parse_jsonld(document: bytes, *, base: str | None = None) -> list[Quad]:
    """The quads of a JSON-LD document that carries its context in itself.

    WordError when it is not JSON-LD, or when its context is somewhere else: we fetch none.
    """
    try:
        _refuse_remote_contexts(json.loads(document))
    except (ValueError, RecursionError) as error:
        raise WordError("this is not JSON", expected=f"JSON-LD ({error})") from error
    return list(_parse(document, RdfFormat.JSON_LD, base))


def _refuse_remote_contexts(node: object) -> None:
    if isinstance(node, list):
        for item in node:
            _refuse_remote_contexts(item)
    elif isinstance(node, dict):
        if "@import" in node:
            _remote(node["@import"])
        context = node.get("@context")
        for entry in context if isinstance(context, list) else [context]:
            if isinstance(entry, str):
                _remote(entry)
        for value in node.values():
            _refuse_remote_contexts(value)


def _remote(context: object) -> None:
    raise WordError(
        "a JSON-LD context is elsewhere",
        value=context,
        expected="a context written out in the document",
        todo="replace the address by what stands there",
    )


def _parse(source: bytes | Path, syntax: RdfFormat, base: str | None) -> Iterator[Quad]:
    file = str(source) if isinstance(source, Path) else None
    try:
        if isinstance(source, Path):
            yield from parse(path=source, format=syntax, base_iri=base)
        else:
            yield from parse(source, syntax, base_iri=base)
    except SyntaxError as error:
        raise WordError(
            f"this is not {syntax.name}: {error.msg}",
            file=file,
            line=error.lineno,
            column=error.offset,
        ) from error


def nquads(quads: Iterable[Quad]) -> bytes:
    """Sorted N-Quads, each line once: the same quads give the same bytes.

    WordError when a quad holds a blank node, whose name would change from run to run.
    """
    return b"".join(sorted_lines(_bytes(quads, RdfFormat.N_QUADS)))


def sorted_lines(dump: bytes) -> list[bytes]:
    """The lines of N-Quads as `nquads` orders them, each with its end; WordError as there."""
    lines = sorted(set(dump.splitlines(keepends=True)))
    for line in lines if b"_:" in dump else ():
        if b"_:" in line and _has_blank_node(line.removesuffix(b"\n")):
            raise WordError(
                "a blank node has no lasting name",
                value=line.decode().strip(),
                todo="give the node an IRI (ids.node_in)",
            )
    return lines


def _has_blank_node(line: bytes) -> bool:
    subject, _, rest = line.split(b" ", 2)
    last = rest.removesuffix(b" .").rsplit(b" ", 1)[-1]
    # The last word of a text may be `_:x`, but then its closing quote follows.
    return subject.startswith(b"_:") or rest.startswith(b"_:") or bool(_BLANK.fullmatch(last))


_BLANK = re.compile(rb'_:[^"]+')


def turtle(triples: Iterable[Triple], prefixes: Mapping[str, str] | None = None) -> bytes:
    """Turtle in a stable order: by subject, `a` first, then by predicate and object.

    Only the prefixes that are used are written. WordError when a triple holds a blank node.
    """
    ordered = sorted(set(triples), key=_turtle_order)
    text = nquads(Quad(*triple) for triple in ordered).decode()  # refuses blank nodes
    used = {name: iri for name, iri in sorted((prefixes or {}).items()) if f"<{iri}" in text}
    return _bytes(ordered, RdfFormat.TURTLE, used)


def _bytes(
    statements: Iterable[Quad] | Iterable[Triple],
    syntax: RdfFormat,
    prefixes: dict[str, str] | None = None,
) -> bytes:
    return serialize(statements, format=syntax, prefixes=prefixes) or b""


def _turtle_order(triple: Triple) -> tuple[str, bool, str, str]:
    return (
        str(triple.subject),
        triple.predicate != RDF_TYPE,
        str(triple.predicate),
        str(triple.object),
    )
