"""What the readings of the repository must say, checked on the graph; and that they say no more."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from hlmgraph.store import Graph

DATA = Path(__file__).parents[1] / "data"
TEXTS = Path(__file__).parents[2] / "shared" / "seeds"
PREFIX = """
PREFIX hlm: <https://w3id.org/hlmgraph/ontology#>
PREFIX o: <https://w3id.org/hlmgraph/id/organisation/>
PREFIX id: <https://w3id.org/hlmgraph/id/>
PREFIX c: <https://w3id.org/hlmgraph/concept/>
"""


def ask(graph: Graph, text: str) -> list[tuple[str, ...]]:
    rows = graph.select(PREFIX + text).rows
    return [tuple("" if term is None else term.value for term in row) for row in rows]  # type: ignore[union-attr]


def slugs(rows: list[tuple[str, ...]]) -> set[str]:
    return {row[0].rpartition("/")[2] for row in rows}


def test_twelve_decisions_of_the_fund_for_eight_bodies(real_graph: Graph) -> None:
    rows = ask(
        real_graph,
        "SELECT ?d ?b WHERE { ?d a hlm:Financement ; hlm:dispositif <https://w3id.org/hlmgraph/id/dispositif/fsi-cglls> ;"
        " hlm:beneficiaire ?b }",
    )
    assert len({d for d, _ in rows}) == 12
    assert {b.rpartition("/")[2] for _, b in rows} == {
        "brennus-habitat", "domanys", "territoire-habitat", "neolia", "habitat-70", "grand-besancon-habitat",
        "office-auxerrois-habitat", "opac-saone-et-loire",
    }  # fmt: skip


def test_two_innovation_funds_are_two(real_graph: Graph) -> None:
    rows = ask(real_graph, "SELECT DISTINCT ?f ?g WHERE { ?f a hlm:Dispositif ; hlm:gerePar ?g }")
    managers = {f.rpartition("/")[2]: g.rpartition("/")[2] for f, g in rows}
    assert managers["fsi-cglls"] == "cglls"
    assert managers["fis-federation-esh"] == "federation-esh"


def test_the_landlords_of_the_doubs_get_no_names(real_graph: Graph) -> None:
    parties = slugs(
        ask(
            real_graph,
            "SELECT ?p WHERE { <https://w3id.org/hlmgraph/id/accord/acces-secours-doubs> hlm:signataire ?p }",
        )
    )
    assert parties == {"sdis-25", "collectif-bailleurs-doubs"}
    assert not ask(real_graph, "SELECT ?m WHERE { o:collectif-bailleurs-doubs hlm:membre ?m }")


def test_the_nievre_projects_to_four_edges_not_ten(real_graph: Graph) -> None:
    from hlmgraph import paths, query

    question = query.find("aretes", paths.queries())
    rows = query.run(real_graph, question, {"relation": "accord/acces-secours-nievre"}).rows
    ends = {frozenset((row[0], row[3])) for row in rows}
    assert len(ends) == 4
    assert all(any(end.value.endswith("sdis-58") for end in pair) for pair in ends)  # type: ignore[union-attr]


def test_the_loan_is_200_million_and_the_works_770(real_graph: Graph) -> None:
    rows = ask(
        real_graph,
        "SELECT ?n ?v WHERE { <https://w3id.org/hlmgraph/id/financement/pret-bei-sni> hlm:chiffre ?f ."
        " ?f hlm:valeur ?v ; hlm:natureChiffre ?n ; hlm:unite <https://w3id.org/hlmgraph/concept/unite/euro> }",
    )
    assert {(n.rpartition("/")[2], int(v)) for n, v in rows} == {
        ("apport", 200_000_000),
        ("cout", 770_000_000),
    }


def test_200_is_100_and_100(real_graph: Graph) -> None:
    rows = ask(
        real_graph,
        "SELECT ?v ?t WHERE { ?p hlm:chiffrePartieDe ?w ; hlm:valeur ?v . ?w hlm:valeur ?t }",
    )
    assert rows == [("100", "200"), ("100", "200")]


def test_thirty_four_members_are_12_12_6_2_2(real_graph: Graph) -> None:
    rows = ask(
        real_graph,
        "SELECT ?c (COUNT(DISTINCT ?m) AS ?n) WHERE { GRAPH ?l { ?a hlm:adhereA o:ush-centre-val-de-loire ;"
        " hlm:adherent ?m ; hlm:categorie ?c } } GROUP BY ?c",
    )
    assert sorted(int(n) for _, n in rows) == [2, 2, 6, 12, 12]


def test_three_glued_names_are_three_bodies(real_graph: Graph) -> None:
    rows = ask(
        real_graph,
        'SELECT ?a WHERE { GRAPH ?l { ?r ?role ?a } FILTER(CONTAINS(STR(?l), "aorif"))'
        " VALUES ?a { o:gambetta o:elogie-siemp o:icf-habitat } }",
    )
    assert slugs(rows) == {"gambetta", "elogie-siemp", "icf-habitat"}


def test_800_calls_are_calls(real_graph: Graph) -> None:
    rows = ask(real_graph, "SELECT ?u WHERE { ?f hlm:valeur 800.0 ; hlm:unite ?u }")
    assert slugs(rows) == {"appel"}


def test_the_2019_plan_has_five_challenges_the_regions_support_and_no_amount(
    real_graph: Graph,
) -> None:
    plan = "<https://w3id.org/hlmgraph/id/projet/projet-regional-hlm-bfc-2019-2024>"
    assert len(ask(real_graph, f"SELECT ?d WHERE {{ {plan} hlm:defi ?d }}")) == 5
    assert slugs(ask(real_graph, f"SELECT ?s WHERE {{ {plan} hlm:soutien ?s }}")) == {
        "region-bourgogne-franche-comte"
    }
    assert not ask(real_graph, f"SELECT ?m WHERE {{ {plan} hlm:montant ?m }}")


def test_the_default_graph_has_no_duplicate(real_graph: Graph) -> None:
    rows = ask(real_graph, "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }")
    distinct = ask(
        real_graph, "SELECT (COUNT(*) AS ?n) WHERE { SELECT DISTINCT ?s ?p ?o WHERE { ?s ?p ?o } }"
    )
    assert rows == distinct


def test_every_relation_of_a_document_has_a_passage(real_graph: Graph) -> None:
    rows = ask(
        real_graph,
        "SELECT ?r WHERE { ?c hlm:affirme ?r ; hlm:selon/hlm:lectureDe ?s . FILTER NOT EXISTS { ?s a hlm:Registre }"
        " FILTER EXISTS { ?s hlm:empreinte ?mark } FILTER NOT EXISTS { ?c hlm:preuve/hlm:positionDebut ?x } }",
    )
    assert rows == []


def test_every_actor_of_a_document_has_a_passage(real_graph: Graph) -> None:
    """An actor that a reading names stands in an item that has a passage (all items of documents have one)."""
    rows = ask(
        real_graph,
        "SELECT DISTINCT ?a WHERE { ?l hlm:lectureDe ?s . FILTER NOT EXISTS { ?s a hlm:Registre }"
        " GRAPH ?l { ?r ?p ?a } ?a a hlm:Acteur"
        " FILTER NOT EXISTS { ?c hlm:selon ?l ; hlm:preuve ?passage ; hlm:affirme ?r }"
        " FILTER NOT EXISTS { ?r a hlm:Participation } }",
    )
    assert rows == []


def test_people_are_named_only_as_holders_of_a_mandate(real_graph: Graph) -> None:
    names = {n for (n,) in ask(real_graph, "SELECT ?n WHERE { ?p a hlm:Personne ; hlm:nom ?n }")}
    assert names
    families = {name.split()[-1] for name in names}
    for path in DATA.rglob("*.yaml"):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if "titulaire:" not in line:
                found = [f for f in families if re.search(rf"\b{re.escape(f)}\b", line)]
                assert not found, f"{path.name}:{number}: {found}"


WITH_TEXT = [
    p
    for p in sorted((DATA / "sources").glob("*.yaml"))
    if "\nempreinte:" in p.read_text(encoding="utf-8")
]


@pytest.mark.parametrize("path", WITH_TEXT, ids=lambda p: p.stem)
@pytest.mark.skipif(not TEXTS.is_dir(), reason="the source texts are not at hand (../shared/seeds)")
def test_passages_stand_in_the_texts_and_no_sentence_is_copied(path: Path) -> None:
    from hashlib import sha256

    document = yaml.load(path.read_bytes(), Loader=yaml.BaseLoader)
    texts = {
        f"sha256:{sha256(t.read_bytes()).hexdigest()}": t.read_bytes().decode()
        for t in TEXTS.glob("*.txt")
    }
    text = texts[document["empreinte"]]
    plain = re.sub(r"\s+", " ", text.replace("’", "'")).casefold()
    for item in document["contenu"]:
        entries = item["preuve"] if isinstance(item["preuve"], list) else [item["preuve"]]
        for entry in entries:
            passage = text[int(entry["de"]) : int(entry["a"])]
            assert passage
            assert passage == passage.strip(), item["id"]
        words = re.sub(r"\s+", " ", item.get("objet", "").replace("’", "'")).casefold().split(" ")
        for start in range(len(words) - 11):
            assert " ".join(words[start : start + 12]) not in plain, item["id"]


FRAMEWORK = "<https://w3id.org/hlmgraph/id/accord/cadre-logement-sapeurs-pompiers-volontaires>"


def test_two_official_sites_and_two_dates_stand_side_by_side(real_graph: Graph) -> None:
    rows = ask(
        real_graph,
        f"SELECT ?l ?d WHERE {{ GRAPH ?l {{ {FRAMEWORK} hlm:signeLe ?d }} }} ORDER BY ?l",
    )
    days = {reading.split("/lecture/")[1].split("/")[0]: day for reading, day in rows}
    assert days == {
        "2015-07_logement-gouv_pompiers": "2015-07-21",
        "2015_union-habitat_pompiers": "2015-07-22",
        "gazette-des-communes_pompiers": "2015-07-21",
    }


def test_seven_sources_seven_relations_ten_claims_about_firefighters(real_graph: Graph) -> None:
    rows = ask(
        real_graph,
        "SELECT ?s ?r ?c WHERE { ?c hlm:affirme ?r ; hlm:selon/hlm:lectureDe ?s . ?r a hlm:Relation ; hlm:theme"
        " <https://w3id.org/hlmgraph/concept/theme/logement-sapeurs-pompiers> . ?c hlm:preuve/hlm:page ?page }",
    )
    assert [len(set(column)) for column in zip(*rows, strict=True)] == [7, 7, 10]


def test_a_local_partnership_older_than_its_framework_has_no_parent(real_graph: Graph) -> None:
    local = "<https://w3id.org/hlmgraph/id/partenariat/logement-sapeurs-pompiers-hautes-alpes>"
    assert ask(real_graph, f"SELECT ?d WHERE {{ {local} hlm:debut ?d }}") == [("2014-12",)]
    assert not ask(real_graph, f"SELECT ?c WHERE {{ {local} hlm:accordCadre ?c }}")


def test_what_is_deduced_of_a_card_is_published(real_graph: Graph) -> None:
    """The editor of the AORIF letter stands only in an address: the reading says so, with its note."""
    reading = "<https://w3id.org/hlmgraph/id/lecture/2020-05_aorif_actions-covid-2/1>"
    said = ask(real_graph, f"SELECT ?d ?n WHERE {{ {reading} hlm:deduit ?d ; hlm:note ?n }}")
    assert [deduced.rpartition("#")[2] for deduced, _ in said] == ["editeur"]
    assert all(note for _, note in said)
