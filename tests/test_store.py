"""The store of a finished build: a set in the default graph, readings beside it, nothing to be written."""

import io

import pytest
import rdflib

from hlmgraph import build, ids, store
from hlmgraph.errors import GraphError
from hlmgraph.rdf import DefaultGraph, NamedNode, Quad, parse_nquads

DEFAULT = DefaultGraph()
A, B, P = (NamedNode(f"http://x.example/{name}") for name in "abp")
AGREEMENT = NamedNode(ids.thing("accord/acces-secours-orle"))
LETTER = ids.reading("2019-06_lettre-arhp", 1)
PAGE = [ids.reading("2019-07_sdis-orle", number) for number in (1, 2)]


def count(graph, pattern):
    [[number]] = graph.select(f"SELECT (COUNT(*) AS ?n) WHERE {{ {pattern} }}").rows
    return int(number.value)


def test_a_fact_that_two_readings_tell_is_one_row(valmont_graph):
    told = f"{AGREEMENT} <{ids.term('statut')}> ?statut"
    assert count(valmont_graph, f"GRAPH ?lecture {{ {told} }}") == 3
    assert count(valmont_graph, told) == 1


def test_named_graphs_are_there_and_not_in_the_default_one(valmont_graph):
    rows = valmont_graph.select("SELECT DISTINCT ?g WHERE { GRAPH ?g { ?s ?p ?o } }").rows
    assert {row[0].value for row in rows} == {
        *(ids.graph(name) for name in ("cartes", "vocabulaire", "inferences")),
        *(ids.reading(name, 1) for name in ("registre-organisations", "registre-territoires")),
        *(LETTER, *PAGE, ids.reading("2021_parc-social", 1)),
    }
    # The first reading of the page says another day: it keeps saying so, in its own graph alone.
    day = (
        f'{AGREEMENT} <{ids.term("signeLe")}> "2019-07-02"^^<http://www.w3.org/2001/XMLSchema#date>'
    )
    assert valmont_graph.ask(f"ASK {{ GRAPH <{PAGE[0]}> {{ {day} }} }}")
    assert not valmont_graph.ask(f"ASK {{ {day} }}")


@pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")
def test_rdflib_sees_the_same_default_graph(valmont_graph):
    dataset = valmont_graph.dataset()
    assert len(dataset.default_graph) == sum(1 for _ in valmont_graph.quads(DEFAULT))
    statut = rdflib.URIRef(ids.term("statut"))
    agreement = rdflib.URIRef(AGREEMENT.value)
    assert len(list(dataset.default_graph.objects(agreement, statut))) == 1
    assert len(dataset.graph(rdflib.URIRef(PAGE[0]))) == 8
    rows = dataset.query(f"SELECT ?statut WHERE {{ {AGREEMENT} <{statut}> ?statut }}")
    assert len(list(rows)) == 1


def test_a_build_cannot_be_changed(valmont, valmont_graph):
    before = len(valmont_graph)
    for change in (
        lambda graph: graph.add([Quad(A, P, B, DEFAULT)]),
        lambda graph: graph.update(f"INSERT DATA {{ {A} {P} {B} }}"),
        lambda graph: graph.raw.clear(),
    ):
        with pytest.raises((OSError, RuntimeError, GraphError)):
            change(store.open_build(valmont.build))
    assert len(store.open_build(valmont.build)) == before


def test_many_may_read_at_once(valmont, valmont_graph):
    others = [store.open_build(valmont.build) for _ in range(3)]
    assert {len(other) for other in others} == {len(valmont_graph)}


def test_a_build_knows_its_stamp_and_its_report(valmont, valmont_graph):
    report = store.report(valmont.build)
    assert valmont_graph.stamp == report["stamp"] == build.stamp(valmont)
    assert report["quads"]["default"] == sum(1 for _ in valmont_graph.quads(DEFAULT))
    assert store.memory().stamp is None


def test_the_dump_and_the_store_hold_the_same(valmont, valmont_graph):
    dump = list(parse_nquads(store.current(valmont.build) / "graph.nq"))
    assert len(dump) == len(set(dump)) == len(valmont_graph)
    assert set(store.memory(dump).quads()) == set(valmont_graph.quads())


def test_no_build_yet(tmp_path):
    for ask in (store.open_build, store.current, store.report):
        with pytest.raises(GraphError, match=r"no graph has been built.*→ run `hlmgraph build`"):
            ask(tmp_path)


def test_a_spoilt_build_says_so(tmp_path):
    (tmp_path / "current").mkdir()
    (tmp_path / "current" / "report.json").write_text("{}", encoding="utf-8")
    with pytest.raises(GraphError, match=r"the build cannot be opened.*→ build again"):
        store.open_build(tmp_path)


@pytest.mark.parametrize(
    ("text", "place", "expected"),
    [
        ("SELEC * WHERE { ?s ?p ?o }", (1, 10), "CONSTRUCT"),
        ("SELECT *\nWHERE {\n  ?s ?p }", (3, 10), "LATERAL, SERVICE"),
        ("ASK { ?s ?p ?o", (1, 15), '",", ".", ";", "{", "{|", "}", "~"'),
        ("SELECT ?x WHERE { ?x a zut:A }", (1, 29), "Prefix not found"),
        ("SELECT ?x WHERE { BIND(1 AS ?x) BIND(2 AS ?x) }", (1, 48), None),
    ],
)
def test_a_syntax_error_has_its_place(valmont_graph, text, place, expected):
    with pytest.raises(GraphError) as caught:
        valmont_graph.run(text)
    error = caught.value
    assert (error.what, (error.line, error.column)) == ("not SPARQL 1.1", place)
    assert (error.expected, error.todo) == (expected, "correct the query")


@pytest.mark.parametrize(
    ("ask", "text", "todo"),
    [
        ("select", "ASK {}", "ask with SELECT"),
        ("ask", "SELECT * WHERE {}", "ask with ASK"),
        ("construct", "ASK {}", "ask with CONSTRUCT or DESCRIBE"),
    ],
)
def test_another_kind_of_query_is_refused(valmont_graph, ask, text, todo):
    with pytest.raises(GraphError, match=todo):
        getattr(valmont_graph, ask)(text)


def test_a_binding_that_the_engine_refuses_is_an_error_of_ours(valmont_graph):
    with pytest.raises(GraphError, match="the query failed"):
        valmont_graph.select("SELECT ?s WHERE { ?s ?p ?o }", {"q": A})


def test_answers_are_the_engine_s_own_bytes():
    graph = store.memory([Quad(A, P, B, DEFAULT)])
    assert graph.answer("SELECT ?o WHERE { ?s ?p ?o }", "csv") == b"o\r\nhttp://x.example/b\r\n"
    assert graph.answer("SELECT ?o WHERE { ?s ?p ?o }", "tsv") == b"?o\n<http://x.example/b>\n"
    assert b'"value":"http://x.example/b"' in graph.answer("SELECT ?o WHERE { ?s ?p ?o }", "json")
    assert b"<boolean>true</boolean>" in graph.answer("ASK {}", "xml")
    assert graph.answer("CONSTRUCT WHERE { ?s ?p ?o }", "nt") == f"{A} {P} {B} .\n".encode()
    with pytest.raises(GraphError, match="wrong format for triples"):
        graph.answer("CONSTRUCT WHERE { ?s ?p ?o }", "csv")
    with pytest.raises(GraphError, match="wrong format for a table"):
        graph.answer("ASK {}", "nt")


def test_a_table_keeps_what_is_unbound():
    table = store.memory([Quad(A, P, B, DEFAULT)]).select("SELECT ?s ?x WHERE { ?s ?p ?o }")
    assert table == store.Table(("s", "x"), [(A, None)])


def test_the_default_graph_holds_each_triple_once():
    graph = store.memory([Quad(A, P, B, DEFAULT), Quad(A, P, B, DEFAULT), Quad(A, P, B, A)])
    assert (len(graph), count(graph, "?s ?p ?o"), graph.holds(Quad(A, P, B).triple)) == (2, 1, True)


@pytest.mark.parametrize("as_file", [True, False])
def test_a_store_is_made_from_nquads(tmp_path, as_file):
    dump = f"{A} {P} {B} .\n{A} {P} {B} {A} .\n".encode()
    path = tmp_path / "dump.nq"
    path.write_bytes(dump)
    store.create(tmp_path / "store", path if as_file else io.BytesIO(dump))
    assert len(store.Store.read_only(str(tmp_path / "store"))) == 2


def test_a_store_is_made_of_several_pieces(tmp_path, monkeypatch):
    monkeypatch.setattr(store, "LINES_AT_ONCE", 2)
    lines = [f'<http://x.example/{n}> <http://x.example/p> "x" .\n'.encode() for n in range(5)]
    store.create(tmp_path / "store", io.BytesIO(b"".join(lines)))
    assert len(store.Store.read_only(str(tmp_path / "store"))) == 5


def test_the_sizes_of_graphs_are_those_of_their_quads(valmont_graph):
    sizes = valmont_graph.sizes()
    assert sum(sizes.values()) == len(valmont_graph)
    assert list(sizes) == sorted(sizes)
    assert sizes["default"] == count(valmont_graph, "?s ?p ?o")
    assert sizes[LETTER] == len(list(valmont_graph.quads(NamedNode(LETTER))))


def test_what_is_said_about_a_thing_is_looked_up_in_one_graph():
    graph = store.memory([Quad(A, P, B, DEFAULT), Quad(A, P, A, B), Quad(B, P, A, DEFAULT)])
    assert list(graph.about(A)) == [(P, B)]
    assert list(graph.about(A, B)) == [(P, A)]
    assert list(graph.about(P)) == []
