"""Search: however a name is typed, its thing is found; near-homonyms stay apart."""

from __future__ import annotations

import pytest

from hlmgraph import ids, store
from hlmgraph.errors import ViewError
from hlmgraph.query import compact
from hlmgraph.rdf import RDF_TYPE, Literal, NamedNode, Quad
from hlmgraph.search import search
from hlmgraph.store import Graph
from hlmgraph.vocab import HLM


def first(graph: Graph, words: str) -> str:
    return compact(search(graph, words)[0].iri)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("valmont habitat", "organisation/valmont-habitat"),
        ("VALMONT-HABITAT", "organisation/valmont-habitat"),
        ("Valmont\u00a0Habitat", "organisation/valmont-habitat"),
        ("habitat valm", "organisation/valmont-habitat"),
        ("office public d'hlm de valmont", "organisation/valmont-habitat"),
        ("logis de l'orle", "organisation/logis-de-l-orle"),
        ("ARHP", "organisation/arhp"),
        ("association regionale", "organisation/arhp"),
        ("sdis de l’orle", "organisation/sdis-orle"),
        ("caisse bâtisseurs", "organisation/caisse-des-batisseurs"),
        ("batisseur", "organisation/caisse-des-batisseurs"),
        ("000 000 018", "organisation/valmont-habitat"),
        ("w200000001", "organisation/arhp"),
        ("20901", "territoire/commune-20901"),
        ("acces secours", "accord/acces-secours-orle"),
        ("badges", "accord/acces-secours-orle"),
        ("lettre arhp", "source/2019-06_lettre-arhp"),
    ],
)
def test_found_first(words: str, expected: str, valmont_graph: Graph) -> None:
    assert first(valmont_graph, words) == expected


def test_a_form_met_in_a_text_is_found(valmont_graph: Graph) -> None:
    rows = valmont_graph.select(
        f"SELECT ?who ?form {{ ?m {HLM.mentionne} ?who ; {HLM.forme} ?form }}"
    ).rows
    assert rows
    for who, form in rows:
        assert who is not None
        assert form is not None
        assert who.value in [hit.iri for hit in search(valmont_graph, form.value)]


def test_an_exact_name_is_100_and_only_that(valmont_graph: Graph) -> None:
    hits = search(valmont_graph, "Les Tilleuls")
    assert (hits[0].label, hits[0].score) == ("Les Tilleuls", 100)
    assert all(hit.score < 100 for hit in hits[1:])
    assert "Tilleuls solidaires" not in [hit.label for hit in search(valmont_graph, "les tilleuls")]


def test_a_code_finds_its_body_alone(valmont_graph: Graph) -> None:
    (hit,) = search(valmont_graph, "000000018")
    assert (hit.score, hit.form) == (100, "000000018")


def test_kinds_and_limit(valmont_graph: Graph) -> None:
    landlords = search(valmont_graph, "valmont", kinds=["BailleurSocial"])
    assert {compact(hit.iri).split("/")[0] for hit in landlords} == {"organisation"}
    assert "Valmont Habitat" in [hit.label for hit in landlords]
    assert "Les Locataires de Valmont" not in [hit.label for hit in landlords]
    assert len(search(valmont_graph, "valmont", limit=2)) == 2
    with pytest.raises(ViewError) as caught:
        search(valmont_graph, "valmont", kinds=["Bailleur"])
    assert caught.value.nearest == "BailleurSocial"


@pytest.mark.parametrize("words", ["", "   ", "?!", "zzz", "valmont zzz", "123456789"])
def test_nothing(words: str, valmont_graph: Graph) -> None:
    assert search(valmont_graph, words) == []


def test_a_name_says_more_than_what_a_thing_is_about() -> None:
    named, about = NamedNode(ids.thing("accord/a")), NamedNode(ids.thing("accord/b"))
    quads = [
        Quad(named, HLM.nom, Literal("Remise des badges")),
        Quad(about, HLM.objet, Literal("badges")),
    ]
    hits = search(store.memory(quads), "badges")
    assert [hit.iri for hit in hits] == [named.value, about.value]


def test_the_order_is_always_the_same(valmont_graph: Graph) -> None:
    hits = search(valmont_graph, "orle", limit=None)
    keys = [(-hit.score, hit.label) for hit in hits]
    assert [key[0] for key in keys] == sorted(key[0] for key in keys)
    assert hits == search(valmont_graph, "orle", limit=None)


def test_near_homonyms_stay_apart() -> None:
    names = ["USH", "USH Bourgogne-Franche-Comté", "USH 74", "ICF Habitat", "IDF Habitat",
             "Emmaüs Habitat", "Emmaüs Connect"]  # fmt: skip
    quads = []
    for number, name in enumerate(names):
        it = NamedNode(ids.organisation(f"body-{number}"))
        quads += [Quad(it, HLM.nom, Literal(name)), Quad(it, RDF_TYPE, HLM.Acteur)]
    graph = store.memory(quads)
    for name in names:
        assert search(graph, name)[0].label == name
    assert [hit.label for hit in search(graph, "icf")] == ["ICF Habitat"]
    assert {hit.label for hit in search(graph, "emmaus")} == {"Emmaüs Connect", "Emmaüs Habitat"}
    assert search(graph, "ush")[0].label == "USH"
