"""The gate and pyshacl find the same nodes: in Valmont broken in every way, and for every constraint the gate knows."""

import pytest
import rdflib
from pyshacl import validate as oracle
from test_validate import PREFIXES, SHAPE_CASES, SHAPES

from hlmgraph import store, validate, vocab
from hlmgraph.rdf import DefaultGraph, RdfFormat, parse_turtle
from hlmgraph.validate import gate

RULES = rdflib.Graph().parse(SHAPES)
FOCUS = rdflib.SH.focusNode
HEAD = """
@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix : <http://x.example/> .
"""
DATA = """
:Cat rdfs:subClassOf :Animal . :Kitten rdfs:subClassOf :Cat .
:a a :Thing ; :p "1" ; :q :b ; :day "2020-02-29"^^xsd:date ; :n 1 ; :m 2 ; :of :tom .
:b a :Thing ; :p "1", "2" ; :q :c ; :day "2020-02-30"^^xsd:date ; :n 2 ; :m 2, 3 ; :of :tom, :felix .
:c a :Thing ; :p "x"@fr ; :q "text" ; :day "2020-02"^^xsd:gYearMonth ; :n 3 ; :m 2 ; :of :nobody .
:d a :Thing ; :p 1.5, :iri ; :q :a, :b ; :day "2020-02-29" ; :n "1" ; :m 2 ; :of "felix" .
:e a :Thing ; :p true ; :n 4.0 ; :m 4, "z" ; :day :iri .
:f a :Special ; :p "1", "01" ; :m 5 .
:tom a :Kitten . :felix a :Animal . :Special rdfs:subClassOf :Thing .
"""
CONSTRAINTS = [
    ":p ; sh:minCount 1",
    ":p ; sh:minCount 2",
    ":p ; sh:minCount 0",
    ":p ; sh:maxCount 1",
    ":p ; sh:maxCount 0",
    ":p ; sh:datatype xsd:string",
    ":p ; sh:datatype xsd:decimal",
    ":p ; sh:datatype xsd:boolean",
    ":day ; sh:datatype xsd:date",
    ":q ; sh:nodeKind sh:IRI",
    ":q ; sh:nodeKind sh:Literal",
    ":q ; sh:nodeKind sh:BlankNodeOrIRI",
    ":q ; sh:nodeKind sh:IRIOrLiteral",
    ":of ; sh:class :Animal",
    ":of ; sh:class :Cat",
    ':p ; sh:pattern "^[0-9]+$"',
    r':p ; sh:pattern "^\\d$"',
    ':p ; sh:hasValue "1"',
    ":q ; sh:hasValue :b",
    ":n ; sh:lessThan :m",
    ":n ; sh:lessThanOrEquals :m",
    ":of ; sh:or ( [ sh:class :Cat ] [ sh:nodeKind sh:Literal ] )",
    "[ sh:inversePath :q ] ; sh:minCount 1",
    "[ sh:inversePath :q ] ; sh:maxCount 1",
    "( :q :q ) ; sh:minCount 1",
    '( [ sh:inversePath :q ] :p ) ; sh:hasValue "2"',
    "( :q :q :p ) ; sh:maxCount 1",
]
NODE_CONSTRAINTS = [
    ':tried sh:or ( [ sh:property [ sh:path :p ; sh:hasValue "1" ] ] [ sh:property [ sh:path :q ; sh:minCount 2 ] ] )',
    ":tried sh:class :Special ; sh:nodeKind sh:IRI",
    ':tried sh:property [ sh:path :p ; sh:minCount 1 ] ; sh:pattern "[ab]$"',
]
TARGETS = ["sh:targetClass :Thing", "sh:targetSubjectsOf :q", "sh:targetClass :Animal, :Special"]


def as_rdflib(graph):
    triples = graph.raw.dump(format=RdfFormat.N_TRIPLES, from_graph=DefaultGraph())
    return rdflib.Graph().parse(data=triples, format="nt")


def judged(graph, rules):
    """The nodes at fault, as pyshacl judges."""
    _, results, _ = oracle(as_rdflib(graph), shacl_graph=rules, inference="none")
    return {str(node) for node in results.objects(None, FOCUS)}


def stopped(graph, shapes):
    return set().union(*gate.at_fault(graph, parse_turtle(shapes)).values())


@pytest.fixture(scope="module")
def animals():
    graph = store.memory()
    graph.raw.load((HEAD + DATA).encode(), format=RdfFormat.TURTLE)
    return graph


def test_the_gate_knows_all_that_our_shapes_use():
    """A shape that it does not know sends the whole graph to pyshacl, whatever its size: teach it to the gate."""
    assert len(list(gate.queries(parse_turtle(SHAPES)))) > 40


@pytest.mark.parametrize("case", [None, *SHAPE_CASES], ids=lambda case: case and case.said)
def test_both_find_the_same_nodes_in_valmont(case, valmont_graph):
    graph = store.memory(valmont_graph.quads())
    if case is not None:
        graph.update(PREFIXES + case.update)
    found = stopped(graph, SHAPES)
    assert found == judged(graph, RULES)
    assert bool(found) == (case is not None)


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize(
    "constraint", [f":tried sh:property [ sh:path {c} ]" for c in CONSTRAINTS] + NODE_CONSTRAINTS
)
def test_both_find_the_same_nodes_for_every_constraint(constraint, target, animals):
    shapes = f"{HEAD} :tried a sh:NodeShape ; {target} . {constraint} ."
    rules = rdflib.Graph().parse(data=shapes, format="turtle")
    assert stopped(animals, shapes.encode()) == judged(animals, rules)


@pytest.mark.parametrize(
    "unknown",
    [
        "sh:path :p ; sh:minLength 2",
        "sh:path :p ; sh:datatype xsd:gYear",
        "sh:path [ sh:zeroOrMorePath :p ] ; sh:minCount 1",
        "sh:path :p ; sh:minCount 1 ; sh:deactivated true",
        'sh:path :p ; sh:pattern "A" ; sh:flags "i"',
        "sh:path :p ; sh:property [ sh:path :q ; sh:minCount 1 ]",
        "sh:path :p ; sh:or ( [ sh:in ( 1 2 ) ] )",
    ],
)
def test_what_the_gate_does_not_know_it_refuses(unknown):
    shapes = f"{HEAD} :tried a sh:NodeShape ; sh:targetClass :Thing ; sh:property [ {unknown} ] ."
    with pytest.raises(gate.NotCompiledError):
        list(gate.queries(parse_turtle(shapes.encode())))


def test_pyshacl_judges_alone_what_the_gate_does_not_know(animals, tmp_path):
    shapes = f"{HEAD} :tried a sh:NodeShape ; sh:targetClass :Thing ; sh:property [ sh:path :p ; sh:minLength 4 ] ."
    (tmp_path / "shapes.ttl").write_text(shapes, encoding="utf-8")
    found = validate.shapes(animals, tmp_path / "shapes.ttl", vocab.load(), {})
    assert {one.node[-1] for one in found} == set("abcdf")


def test_what_pyshacl_lets_pass_is_stopped(tmp_path):
    """A date and a number cannot be compared: a violation, says the recommendation. rdflib has an order for them."""
    graph = store.memory()
    graph.update("""PREFIX : <http://x.example/> PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
                    INSERT DATA { :a a :Thing ; :n '2020-01-01'^^xsd:date ; :m 5 }""")
    constraint = "sh:path :n ; sh:lessThan :m"
    shapes = (
        f"{HEAD} :tried a sh:NodeShape ; sh:targetClass :Thing ; sh:property [ {constraint} ] ."
    )
    (tmp_path / "shapes.ttl").write_text(shapes, encoding="utf-8")
    assert judged(graph, rdflib.Graph().parse(data=shapes, format="turtle")) == set()
    (found,) = validate.shapes(graph, tmp_path / "shapes.ttl", vocab.load(), {})
    assert (found.severity, found.node) == ("violation", "http://x.example/a")


def test_a_clean_graph_never_meets_pyshacl(valmont_graph, monkeypatch):
    monkeypatch.setattr("pyshacl.validate", None)
    assert validate.shapes(valmont_graph, SHAPES, vocab.load(), {}) == []
    graph = store.memory(valmont_graph.quads())
    graph.update(PREFIXES + SHAPE_CASES[0].update)
    with pytest.raises(TypeError):
        validate.shapes(graph, SHAPES, vocab.load(), {})


def test_several_faults_are_reported_as_if_pyshacl_had_seen_all(valmont_graph, monkeypatch):
    """Its own choice of nodes (`focus_nodes`) would pass a value that is at fault in a nested shape."""
    graph = store.memory(valmont_graph.quads())
    for case in SHAPE_CASES:
        graph.update(PREFIXES + case.update)
    found = validate.shapes(graph, SHAPES, vocab.load(), {})
    monkeypatch.setattr(gate, "queries", _refuse)
    assert found == validate.shapes(graph, SHAPES, vocab.load(), {})
    assert len(found) > len(SHAPE_CASES) // 2


def _refuse(shapes):
    raise gate.NotCompiledError
