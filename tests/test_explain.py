"""Every kind of thing of Valmont, explained down to the passage."""

from __future__ import annotations

import hashlib
import io
import json
from pathlib import Path

import pytest
from rich.console import Console

from hlmgraph.errors import ViewError
from hlmgraph.explain import Explanation, Said, explain, find
from hlmgraph.explain.show import show
from hlmgraph.query import expand
from hlmgraph.store import Graph

TEXTS = Path(__file__).parent / "valmont" / "texts"
AGREEMENT = "accord/acces-secours-orle"
LETTER = "lecture/2019-06_lettre-arhp/1"
PAGE = "lecture/2019-07_sdis-orle"


def texts() -> dict[str, str]:
    raws = [path.read_bytes() for path in TEXTS.iterdir()]
    return {f"sha256:{hashlib.sha256(raw).hexdigest()}": raw.decode() for raw in raws}


def drawn(found: Explanation, lang: str = "fr") -> str:
    page = io.StringIO()
    show(found, Console(file=page, width=200), lang)
    return page.getvalue()


def of(found: Explanation, reading: str) -> Said:
    return next(said for said in found.said if said.reading.iri == expand(reading))


def values(said: Said | Explanation, prop: str) -> list[str]:
    return [value.text for fact in said.facts if fact.property == prop for value in fact.values]


# --- relations


def test_a_relation_is_told_reading_by_reading(valmont_graph: Graph) -> None:
    found = explain(valmont_graph, AGREEMENT)
    assert (found.kind, found.classes) == ("relation", ["accord"])
    assert found.label == "Accès des secours aux immeubles de l’Orle"
    assert [said.reading.text for said in found.said] == [LETTER, f"{PAGE}/1", f"{PAGE}/2"]
    letter, second = of(found, LETTER), of(found, f"{PAGE}/2")
    assert letter.source.text == "La lettre de l’ARHP"
    assert letter.unknown == ["fin", "montant"]
    assert letter.certainty is not None
    assert letter.certainty.text == "explicite"
    assert letter.recorded == "2026-11-20"
    assert values(letter, "territoire") == ["Orle"]
    assert values(second, "territoire") == [], "said by the letter alone"
    assert values(second, "lieu") == ["Valmont"]


def test_dates_come_with_their_bounds(valmont_graph: Graph) -> None:
    letter = of(explain(valmont_graph, AGREEMENT), LETTER)
    moments = {moment.property: moment for moment in letter.moments}
    signed = moments["signeLe"]
    assert (signed.written, signed.first, signed.last) == ("2019-06", "2019-06-01", "2019-06-30")
    assert moments["debut"].written is None, "taken from the signature, and not written"
    assert "signeLe" not in [fact.property for fact in letter.facts]


def test_replaced_and_withdrawn_are_said_so(valmont_graph: Graph) -> None:
    agreement = explain(valmont_graph, AGREEMENT)
    assert of(agreement, f"{PAGE}/1").replaced == "2026-11-24"
    assert not of(agreement, f"{PAGE}/1").current
    assert of(agreement, f"{PAGE}/2").current
    garden = explain(valmont_graph, "initiative/jardin-partage")
    assert (garden.label, garden.classes) == ("Jardin partagé des Tilleuls", ["initiative"])
    assert garden.said[0].withdrawn == "2026-11-23"
    assert garden.said[0].reason
    assert "RETIRÉE le 2026-11-23" in drawn(garden)
    assert "REPLACED on 2026-11-24" in drawn(explain(valmont_graph, AGREEMENT, lang="en"), "en")


def test_what_is_deduced_says_how(valmont_graph: Graph) -> None:
    said = explain(valmont_graph, "initiative/permanence-cle-corvin").said[0]
    assert said.deduced == ["partenaire de la relation"], "one fact, and not the whole claim"
    assert "n’est pas nommé" in (said.note or "")
    whole = explain(valmont_graph, "mention/lettre-arhp/valmont-habitat-office").said[0]
    assert whole.certainty is not None
    assert whole.certainty.text == "déduit"


def test_figures_and_parts(valmont_graph: Graph) -> None:
    said = explain(valmont_graph, "initiative/rehabilitation-les-tilleuls").said[0]
    figures = {
        node.label: {f.property: f.values[0].text for f in node.facts} for node in said.nodes
    }
    assert figures["dont à Valmont"]["valeur"] == "120"
    assert figures["dont à Valmont"]["chiffrePartieDe"] == "logements à réhabiliter"
    charter = explain(valmont_graph, "accord/charte-chantiers-sobres").said[0]
    part = next(node for node in charter.nodes if node.label == "Groupe Corvin")
    assert {f.property: f.values[0].text for f in part.facts} == {
        "role": "signataire",
        "pourLeCompteDe": "Les Tilleuls",
    }


# --- evidence


def test_evidence_says_what_it_supports(valmont_graph: Graph) -> None:
    letter = of(explain(valmont_graph, AGREEMENT), LETTER)
    assert [evidence.kind for evidence in letter.evidence] == ["passage", "passage"]
    assert "signataire" in letter.evidence[0].supports
    assert letter.evidence[1].supports == ["objet"]
    assert letter.evidence[0].text is None
    assert letter.evidence[0].missing is None, "nobody gave texts"


def test_passages_are_shown_when_their_text_is_verified(valmont_graph: Graph) -> None:
    letter = of(explain(valmont_graph, AGREEMENT, texts=texts()), LETTER)
    shown = letter.evidence[0].text or ""
    assert shown.startswith("Les quatre bailleurs sociaux de l’Orle ont signé")
    assert shown in drawn(explain(valmont_graph, AGREEMENT, texts=texts())).replace("\n    ", " ")


def test_no_text_is_believed_on_its_name(valmont_graph: Graph) -> None:
    wrong = {mark: content + " " for mark, content in texts().items()}
    letter = of(explain(valmont_graph, AGREEMENT, texts=wrong), LETTER)
    assert letter.evidence[0].text is None
    assert "n'a pas l'empreinte" in (letter.evidence[0].missing or "")
    letter = of(explain(valmont_graph, AGREEMENT, texts={}), LETTER)
    assert "aucun texte" in (letter.evidence[0].missing or "")
    letter = of(explain(valmont_graph, AGREEMENT, texts={}, lang="en"), LETTER)
    assert "no text" in (letter.evidence[0].missing or "")


def test_pages_and_rows(valmont_graph: Graph) -> None:
    joined = explain(valmont_graph, "adhesion/valmont-habitat-arhp").said[0].evidence[0]
    assert joined.kind == "page vue"
    assert joined.where == "https://arhp.example/adherents (2026-11-19)"
    owned = explain(valmont_graph, "rattachement/les-tilleuls-groupe-corvin").said[0].evidence[0]
    assert owned.where == "https://corvin.example/societes"
    assert owned.note
    row = explain(valmont_graph, "observation/parc-valmont-habitat-2021").said[0].evidence[0]
    assert (row.kind, row.where) == ("ligne de table", "Valmont Habitat")


def test_an_evidence_names_the_claims_that_it_supports(valmont_graph: Graph) -> None:
    letter = of(explain(valmont_graph, AGREEMENT), LETTER)
    found = explain(valmont_graph, letter.evidence[0].iri, texts=texts())
    assert found.kind == "evidence"
    assert letter.claim in [said.claim for said in found.said]
    assert found.label.startswith("La lettre de l’ARHP, ")


# --- other things


def test_a_claim(valmont_graph: Graph) -> None:
    found = explain(valmont_graph, f"{LETTER}#{AGREEMENT}")
    assert found.kind == "claim"
    assert [said.claim for said in found.said] == [found.iri]


def test_a_reading_and_its_source(valmont_graph: Graph) -> None:
    reading = explain(valmont_graph, f"{PAGE}/2")
    assert reading.kind == "reading"
    assert values(reading, "saisiLe") == ["2026-11-24"]
    assert [group.label for group in reading.groups] == ["accords"]
    source = explain(valmont_graph, "source/2019-07_sdis-orle")
    assert source.kind == "source"
    assert [node.label for node in source.nodes] == [f"{PAGE}/1", f"{PAGE}/2"]


def test_a_figure_and_a_part(valmont_graph: Graph) -> None:
    owner = f"{LETTER}#initiative/rehabilitation-les-tilleuls"
    found = explain(valmont_graph, f"{owner}/a-valmont")
    assert (found.kind, found.label) == ("node", "dont à Valmont")
    assert values(found, "valeur") == ["120"]
    assert [said.claim for said in found.said] == [expand(owner)]


def test_a_term_and_a_concept(valmont_graph: Graph) -> None:
    assert explain(valmont_graph, "hlm:Accord").kind == "term"
    assert explain(valmont_graph, "Accord", lang="en").label == "agreement"
    assert explain(valmont_graph, "theme/securite-incendie").label.startswith("sécurité incendie")


def test_a_person_is_known_through_a_mandate(valmont_graph: Graph) -> None:
    found = explain(valmont_graph, "mandat/presidence-arhp#titulaire")
    assert found.label == "Camille Ferrand"
    assert [group.kind for group in found.groups] == ["Mandat"]


# --- organisations


def test_an_organisation(valmont_graph: Graph) -> None:
    found = explain(valmont_graph, "valmont-habitat")
    assert (found.kind, found.classes) == ("organisation", ["office public de l'habitat"])
    assert values(found, "siege") == ["Valmont"]
    nodes = {node.label: {fact.property for fact in node.facts} for node in found.nodes}
    assert {"sourceValeur", "vuLe"} <= nodes["000000018"]
    assert "sourceValeur" in nodes["Office public d’Hlm de Valmont"]
    assert "partieA" not in [fact.property for fact in found.facts], "no inference among the facts"
    groups = {group.kind: group.lines for group in found.groups}
    (prize,) = groups["Distinction"]
    assert prize.thing.text == "Prix de l’escalier propre"
    assert prize.roles == ["bénéficiaire", "lauréat"]
    assert prize.when == "2019-06-03/2019-06-05"
    assert prize.claim == expand(f"{LETTER}#distinction/escalier-propre-2019")
    assert prize.others == ["Caisse des bâtisseurs"]
    assert groups["Adhesion"][0].when == "?", "declared unknown"
    assert groups["Adhesion"][0].others == ["Association régionale Hlm des Hautes-Plaines"]


def test_acting_for_another_is_a_line_too(valmont_graph: Graph) -> None:
    groups = {group.kind: group.lines for group in explain(valmont_graph, "les-tilleuls").groups}
    lines = {line.thing.text: line for line in groups["Accord"]}
    assert lines["Charte des chantiers sobres"].roles == ["pour le compte de"]
    garden = next(line for line in groups["Initiative"] if "Jardin" in line.thing.text)
    assert garden.withdrawn == "2026-11-23"


def test_a_merged_body_leads_to_the_one_that_stays(valmont_graph: Graph) -> None:
    found = explain(valmont_graph, "sdis-valmont")
    assert found.iri == expand("organisation/sdis-orle")
    assert found.asked == expand("organisation/sdis-valmont")
    assert found.label == "Service départemental d’incendie et de secours de l’Orle"
    names = {line.thing.text for group in found.groups for line in group.lines}
    assert "Détecteurs de fumée aux Tilleuls" in names, "said of the IRI that was merged"
    assert "désormais : organisation/sdis-orle" in drawn(found)


@pytest.mark.parametrize(
    "what",
    [
        "valmont-habitat",
        "organisation/valmont-habitat",
        "000000018",
        "000 000 018",
        " valmont-habitat ",
    ],
)
def test_ways_to_ask(what: str, valmont_graph: Graph) -> None:
    assert find(valmont_graph, what) == expand("organisation/valmont-habitat")


@pytest.mark.parametrize(
    ("what", "nearest"),
    [
        ("valmont-habita", "organisation/valmont-habitat"),
        ("accord/acces-secour-orle", AGREEMENT),
        ("hlm:Acord", "hlm:Accord"),
        ("http://a b", None),
    ],
)
def test_unknown_things(what: str, nearest: str | None, valmont_graph: Graph) -> None:
    with pytest.raises(ViewError) as caught:
        explain(valmont_graph, what)
    assert caught.value.nearest == nearest


def test_json_and_drawing_of_everything(valmont_graph: Graph) -> None:
    rows = valmont_graph.select(
        "SELECT DISTINCT ?it { { ?it ?p ?o } UNION { GRAPH ?g { ?it ?p ?o } } }"
    )
    ours = [row[0].value for row in rows.rows if row[0] is not None and "/id/" in row[0].value]
    assert len(ours) > 100
    for iri in ours:
        found = explain(valmont_graph, iri)
        assert json.loads(json.dumps(found.to_dict()))["iri"] == found.iri
        assert found.label
        assert drawn(found)
