"""The same terms in rdflib's words and in Oxigraph's. rdflib is imported when first needed."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from pyoxigraph import BlankNode, Literal, NamedNode

from hlmgraph.errors import WordError

if TYPE_CHECKING:
    from rdflib import BNode, URIRef
    from rdflib import Literal as RdflibLiteral

    RdflibTerm: TypeAlias = URIRef | BNode | RdflibLiteral

Term: TypeAlias = NamedNode | BlankNode | Literal

_PLAIN = "http://www.w3.org/2001/XMLSchema#string"


def to_rdflib(term: Term) -> RdflibTerm:
    """The same term, in rdflib's words."""
    import rdflib

    if isinstance(term, NamedNode):
        return rdflib.URIRef(term.value)
    if isinstance(term, BlankNode):
        return rdflib.BNode(term.value)
    if term.language is not None:
        return rdflib.Literal(term.value, lang=term.language)
    if term.datatype.value == _PLAIN:
        return rdflib.Literal(term.value)
    # rdflib would rewrite "01"^^xsd:integer as 1.
    return rdflib.Literal(term.value, datatype=term.datatype.value, normalize=False)


def from_rdflib(term: RdflibTerm) -> Term:
    """The same term, in Oxigraph's words. WordError when its IRI is not one."""
    import rdflib

    if isinstance(term, rdflib.BNode):
        return BlankNode(str(term))
    if isinstance(term, rdflib.Literal):
        datatype = NamedNode(str(term.datatype)) if term.datatype is not None else None
        return Literal(str(term), language=term.language, datatype=datatype)
    try:
        return NamedNode(str(term))
    except ValueError as error:
        raise WordError("this is not an IRI", value=str(term), expected=str(error)) from error
