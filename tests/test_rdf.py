import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hlmgraph import rdf
from hlmgraph.errors import WordError
from hlmgraph.rdf import (
    BlankNode,
    DefaultGraph,
    Literal,
    NamedNode,
    Quad,
    Triple,
    from_rdflib,
    nquads,
    parse_jsonld,
    parse_nquads,
    parse_turtle,
    to_rdflib,
    turtle,
)

A, B, P = NamedNode("http://x/a"), NamedNode("http://x/b"), NamedNode("http://x/p")


def test_turtle_is_read(tmp_path):
    text = b"<http://x/a> <http://x/p> 'v'@fr ."
    path = tmp_path / "a.ttl"
    path.write_bytes(text)
    assert parse_turtle(text) == parse_turtle(path) == [Triple(A, P, Literal("v", language="fr"))]


def test_broken_turtle_says_where(tmp_path):
    path = tmp_path / "a.ttl"
    path.write_text("<http://x/a> <http://x/p>\n  <c d> .")
    with pytest.raises(WordError) as caught:
        parse_turtle(path)
    assert (caught.value.file, caught.value.line) == (str(path), 2)
    assert caught.value.column is not None


def test_nquads_are_sorted_and_said_once():
    quads = [Quad(B, P, A), Quad(A, P, Literal("é\n")), Quad(B, P, A, B), Quad(B, P, A)]
    text = nquads(quads)
    assert text == nquads(reversed(quads))
    assert text.split(b"\n") == [*sorted(set(text.split(b"\n")) - {b""}), b""]
    assert set(parse_nquads(text)) == set(quads)
    assert nquads([]) == b""


@pytest.mark.parametrize(
    "quad",
    [
        Quad(BlankNode("x"), P, A),
        Quad(A, P, BlankNode("x")),
        Quad(A, P, BlankNode("x"), B),
        Quad(A, P, B, BlankNode("x")),
        Quad(A, P, Literal("v _:y"), BlankNode("x")),
    ],
)
def test_blank_nodes_are_refused(quad):
    with pytest.raises(WordError, match="blank node"):
        nquads([quad])


@pytest.mark.parametrize("graph", [DefaultGraph(), B])
@pytest.mark.parametrize(
    "literal",
    [
        Literal("a _:x"),
        Literal("_:x"),
        Literal("a _:x", language="fr"),
        Literal("_:x .", datatype=NamedNode("http://x/d")),
        Literal('"_:x" _:y'),
    ],
)
def test_a_text_that_looks_like_a_blank_node_is_none(literal, graph):
    quad = Quad(A, P, literal, graph)
    assert list(parse_nquads(nquads([quad]))) == [quad]


texts = st.text(st.characters(exclude_categories=["Cs"]))
terms = st.sampled_from([A, B]) | texts.map(Literal)
quads = st.builds(Quad, st.sampled_from([A, B]), st.just(P), terms, st.sampled_from([A, B]))


@given(st.lists(quads))
def test_nquads_come_back(found):
    assert set(parse_nquads(nquads(found))) == set(found)


@given(st.lists(quads))
def test_turtle_comes_back_whatever_the_order(found):
    triples = [quad.triple for quad in found]
    text = turtle(triples, {"x": "http://x/", "unused": "http://y/"})
    assert text == turtle(triples[::-1], {"unused": "http://y/", "x": "http://x/"})
    assert set(parse_turtle(text)) == set(triples)
    assert b"unused" not in text


def test_turtle_uses_the_prefixes():
    text = turtle([Triple(A, P, B)], {"x": "http://x/", "y": "http://y/"})
    assert text == b"@prefix x: <http://x/> .\nx:a x:p x:b .\n"


def test_turtle_puts_the_type_first():
    text = turtle([Triple(A, NamedNode("http://a/"), B), Triple(A, rdf.RDF_TYPE, B)], {})
    assert text.index(b" a ") < text.index(b"http://a/")


def test_turtle_refuses_blank_nodes():
    with pytest.raises(WordError):
        turtle([Triple(A, P, BlankNode("x"))])


def test_jsonld_with_its_own_context():
    document = b'{"@context": {"p": "http://x/p"}, "@id": "http://x/a", "p": "v"}'
    assert parse_jsonld(document) == [Quad(A, P, Literal("v"))]


@pytest.mark.parametrize(
    "document",
    [
        b'{"@context": "http://x/c", "@id": "http://x/a"}',
        b'{"@context": [{"p": "http://x/p"}, "http://x/c"]}',
        b'{"@context": {"p": {"@id": "http://x/p", "@context": "http://x/c"}}}',
        b'{"@context": {"@import": "http://x/c"}}',
        b'{"@graph": [{"@context": "c.jsonld"}]}',
    ],
)
def test_a_remote_context_is_refused(document):
    with pytest.raises(WordError, match="context is elsewhere"):
        parse_jsonld(document)


@pytest.mark.parametrize("document", [b"{", b"\xff", b"[" * 100_000])
def test_what_is_not_json_is_refused(document):
    with pytest.raises(WordError, match="not JSON"):
        parse_jsonld(document)


@pytest.mark.parametrize(
    "term",
    [
        A,
        BlankNode("x"),
        Literal("v"),
        Literal("v", language="fr"),
        Literal("01", datatype=rdf.XSD_INTEGER),
        Literal("2020-02-30", datatype=rdf.XSD_DATE),
        Literal("2020-07", datatype=rdf.XSD_GYEAR_MONTH),
    ],
)
def test_to_rdflib_and_back(term):
    assert from_rdflib(to_rdflib(term)) == term


def test_what_rdflib_lets_through_is_refused():
    with pytest.raises(WordError):
        from_rdflib(rdf.URIRef("http://x/a b"))


def test_rdflib_is_imported_when_asked_for():
    assert rdf.RdflibLiteral("v").n3() == '"v"'
    with pytest.raises(AttributeError):
        rdf.Zut  # noqa: B018
    code = "import sys, hlmgraph.rdf, hlmgraph.ids, hlmgraph.vocab; print('rdflib' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
