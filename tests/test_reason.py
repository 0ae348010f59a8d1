"""Reasoning: what OWL 2 RL concludes from the families that we compile, and nothing else."""

import owlrl
import pytest
import rdflib

from hlmgraph import ids, paths, reason, sources, store, vocab
from hlmgraph.errors import JudgementError
from hlmgraph.loaders.readings import load_all
from hlmgraph.rdf import (
    OWL,
    RDF,
    RDF_TYPE,
    RDFS,
    DefaultGraph,
    NamedNode,
    Triple,
    from_rdflib,
    parse_turtle,
    to_rdflib,
)
from hlmgraph.store import in_graph

INFERRED = NamedNode(ids.graph("inferences"))
FAMILIES = (RDFS + "subClassOf", RDFS + "subPropertyOf", OWL + "inverseOf")
PREFIXES = """
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix : <http://x.example/> .
"""


def terms(statements):
    return {(one.subject, one.predicate, one.object) for one in statements}


def named_axioms(ontology):
    return [
        triple
        for triple in ontology
        if triple.predicate.value in FAMILIES
        and isinstance(triple.subject, NamedNode)
        and isinstance(triple.object, NamedNode)
    ]


def by_owlrl(axioms, facts):
    """What owlrl adds to facts by these axioms, statements about the vocabulary itself apart."""
    graph = rdflib.Graph()
    for triple in axioms | facts:
        graph.add(tuple(map(to_rdflib, triple)))
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(graph)
    things = {term for triple in facts for term in triple}
    found = {tuple(map(from_rdflib, t)) for t in graph if not isinstance(t[0], rdflib.Literal)}
    return {
        (s, p, o)
        for s, p, o in found - facts
        if s in things
        and not p.value.startswith((RDFS, OWL))
        and not (p == RDF_TYPE and o.value.startswith((RDF, RDFS, OWL)))
    }


def by_rules(ontology, facts):
    graph = store.memory(in_graph(Triple(*fact), DefaultGraph()) for fact in facts)
    count = reason.run(graph, reason.compile_rules(ontology))
    inferred = terms(graph.quads(INFERRED))
    assert count == len(inferred)
    assert terms(graph.quads(DefaultGraph())) == inferred | facts
    return inferred


def facts_of(text):
    return terms(parse_turtle((PREFIXES + text).encode()))


def test_owlrl_concludes_the_same_of_valmont(valmont):
    words = vocab.load()
    loaded = load_all(sources.read(sources.files(valmont.data), words), words)
    facts = terms(quad for one in loaded for quad in one.current())
    ontology = parse_turtle(paths.ontology() / "hlm.ttl")
    ours = by_rules(ontology, facts)
    assert ours == by_owlrl(terms(named_axioms(ontology)), facts)
    assert len(ours) > 300


@pytest.mark.parametrize(
    "axioms",
    [
        ":A rdfs:subClassOf :B . :B rdfs:subClassOf :C . :C rdfs:subClassOf :D .",
        ":A rdfs:subClassOf :B . :B rdfs:subClassOf :A .",  # a circle
        ":A rdfs:subClassOf :A .",
        ":p rdfs:subPropertyOf :q . :q rdfs:subPropertyOf :r .",
        ":p rdfs:subPropertyOf :q . :q owl:inverseOf :r . :r rdfs:subPropertyOf :s .",
        ":p owl:inverseOf :p .",  # symmetric
        ":p owl:inverseOf :q . :p owl:inverseOf :r .",
        ":name rdfs:subPropertyOf :q . :q owl:inverseOf :r .",  # a text is never a subject
        "",
    ],
)
def test_owlrl_concludes_the_same_of_small_ontologies(axioms):
    facts = facts_of(':x a :A ; :p :y ; :name "x" . :y a :C ; :q :z . :z :p :z .')
    ontology = parse_turtle((PREFIXES + axioms).encode())
    assert by_rules(ontology, facts) == by_owlrl(terms(ontology), facts)


def test_inferred_triples_stand_apart_and_in_the_default_graph(valmont_graph):
    inferred = terms(valmont_graph.quads(INFERRED))
    default = terms(valmont_graph.quads(DefaultGraph()))
    said = terms(q for q in valmont_graph.quads() if q.graph_name not in (INFERRED, DefaultGraph()))
    assert inferred
    assert inferred < default
    assert not inferred & said  # nothing is both said and concluded


@pytest.mark.parametrize(
    ("subject", "predicate", "value"),
    [
        ("id/organisation/valmont-habitat", RDF_TYPE, "ontology#BailleurSocial"),
        ("id/organisation/valmont-habitat", RDF_TYPE, "ontology#Acteur"),
        ("id/accord/acces-secours-orle", "partie", "id/organisation/sdis-orle"),
        ("id/organisation/sdis-orle", "partieA", "id/accord/acces-secours-orle"),
        ("id/organisation/groupe-corvin", "partieA", "id/accord/charte-chantiers-sobres"),
        ("id/territoire/region-99", "contient", "id/territoire/departement-20"),
    ],
)
def test_what_valmont_implies(valmont_graph, subject, predicate, value):
    prop = predicate if predicate == RDF_TYPE else NamedNode(ids.term(predicate))
    triple = Triple(NamedNode(ids.BASE + subject), prop, NamedNode(ids.BASE + value))
    assert valmont_graph.holds(triple)
    assert in_graph(triple, INFERRED) in valmont_graph.raw


def test_nothing_is_concluded_of_what_was_withdrawn_or_replaced(valmont_graph):
    ask = "ASK {{ GRAPH {} {{ {} ?p ?o }} }}"
    garden = NamedNode(ids.thing("initiative/jardin-partage"))
    assert not valmont_graph.ask(ask.format(INFERRED, garden))


def rule(folder, text):
    folder.mkdir()
    (folder / "one.rq").write_text(f"PREFIX : <http://x.example/>\n{text}", encoding="utf-8")
    return folder


def test_rules_run_to_their_end(tmp_path):
    facts = facts_of(":a :next :b . :b :next :c . :c :next :d .")
    graph = store.memory(in_graph(Triple(*fact), DefaultGraph()) for fact in facts)
    far = "CONSTRUCT { ?a :next ?c } WHERE { ?a :next ?b . ?b :next ?c }"
    assert reason.run(graph, [], rule(tmp_path / "rules", far)) == 3
    added = facts_of(":a :next :c , :d . :b :next :d .")
    assert terms(graph.quads(INFERRED)) == added
    assert terms(graph.quads(DefaultGraph())) == facts | added


def test_rules_see_what_the_ontology_implies(tmp_path):
    graph = store.memory(in_graph(Triple(*fact), DefaultGraph()) for fact in facts_of(":x a :A ."))
    strata = reason.compile_rules(parse_turtle((PREFIXES + ":A rdfs:subClassOf :B .").encode()))
    reason.run(graph, strata, rule(tmp_path / "rules", "CONSTRUCT { ?x :is :B } WHERE { ?x a :B }"))
    assert facts_of(":x :is :B .") < terms(graph.quads(DefaultGraph()))


def test_a_rule_without_end_is_an_error(tmp_path):
    graph = store.memory(
        in_graph(Triple(*fact), DefaultGraph()) for fact in facts_of(":a :next :b .")
    )
    endless = (
        "CONSTRUCT { ?b :next ?c } WHERE { ?a :next ?b BIND(IRI(CONCAT(STR(?b), 'x')) AS ?c) }"
    )
    with pytest.raises(JudgementError, match="reasoning does not end"):
        reason.run(graph, [], rule(tmp_path / "rules", endless))


def test_everything_that_has_a_name_has_a_label(valmont_graph):
    ask = f"ASK {{ ?x <{ids.term('nom')}> ?name FILTER NOT EXISTS {{ ?x <{RDFS}label> ?name }} }}"
    assert not valmont_graph.ask(ask)
