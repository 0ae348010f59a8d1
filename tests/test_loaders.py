"""A reading as quads: facts in its own graph, all that is its saying so in the cards, and what is current of it."""

import pytest

from hlmgraph import ids, sources, vocab
from hlmgraph.errors import FactError
from hlmgraph.loaders import readings
from hlmgraph.loaders.readings import load_all
from hlmgraph.rdf import DefaultGraph, Literal, NamedNode

WORDS = vocab.load()
LETTER = ids.reading("2019-06_lettre-arhp", 1)
FIRST, SECOND = (ids.reading("2019-07_sdis-orle", number) for number in (1, 2))
AGREEMENT = "accord/acces-secours-orle"
GARDEN = "initiative/jardin-partage"


@pytest.fixture(scope="module")
def loaded(valmont):
    found = load_all(sources.read(sources.files(valmont.data), WORDS), WORDS)
    return {one.rewritten.reading: one for one in found}


def about(quads, iri):
    """What quads say of a thing: (key, value), IRIs without our base."""
    keys = {WORDS.iri_of(key): key for key in sorted(WORDS.context, reverse=True)}
    return {
        (keys.get(q.predicate.value, q.predicate.value), short(q.object))
        for q in quads
        if q.subject == NamedNode(iri)
    }


def short(term):
    said = term.value.removeprefix(ids.BASE)
    return f"{said}@{term.language}" if getattr(term, "language", None) else said


def test_facts_stand_in_the_graph_of_their_reading(loaded):
    for iri, one in loaded.items():
        assert {q.graph_name for q in one.facts} == {NamedNode(iri)}
        assert {q.graph_name for q in one.cards} == {NamedNode(ids.graph("cartes"))}


def test_an_agreement_says_what_its_reading_says(loaded):
    assert about(loaded[SECOND].facts, ids.thing(AGREEMENT)) == {
        ("http://www.w3.org/1999/02/22-rdf-syntax-ns#type", "ontology#Accord"),
        ("nom", "Accès des secours aux immeubles de l’Orle"),
        ("nature", "concept/nature/convention"),
        ("statut", "concept/statut/signe"),
        ("signataires", "id/organisation/sdis-orle"),
        ("signataires", "id/organisation/collectif-bailleurs-orle"),
        ("lieu", "id/territoire/commune-20901"),
        ("signe_le", "2019-06-12"),
        ("fin", "2022-06-11"),
    }


def test_a_claim_holds_what_belongs_to_the_saying(loaded):
    claim = ids.claim(SECOND, AGREEMENT)
    assert about(loaded[SECOND].cards, claim) == {
        ("http://www.w3.org/1999/02/22-rdf-syntax-ns#type", "ontology#Affirmation"),
        ("affirme", f"id/{AGREEMENT}"),
        ("selon", "id/lecture/2019-07_sdis-orle/2"),
        ("certitude", "concept/certitude/explicite"),
        ("saisi_le", "2026-11-24"),
        ("non_precise", "ontology#montant"),
        ("non_precise", "ontology#objet"),
        ("signe_le_au_plus_tot", "2019-06-12"),
        ("signe_le_au_plus_tard", "2019-06-12"),
        ("debut_au_plus_tot", "2019-06-12"),
        ("debut_au_plus_tard", "2019-06-12"),
        ("fin_au_plus_tot", "2022-06-11"),
        ("fin_au_plus_tard", "2022-06-11"),
        ("preuve", "id/source/2019-07_sdis-orle#char=72,208"),
        ("preuve", "id/source/2019-07_sdis-orle#char=209,240"),
        ("appui", claim.removeprefix(ids.BASE) + "/appui/2"),
    }
    assert about(loaded[SECOND].cards, claim + "/appui/2") >= {("pour", "ontology#fin")}


def bounds(one, path):
    claim = ids.claim(one.rewritten.reading, path)
    return {key: value for key, value in about(one.cards, claim) if "_au_plus_" in key}


@pytest.mark.parametrize(
    ("path", "known"),
    [
        ("partenariat/cafe-des-habitants", {"debut": ("2017-01-01", "2017-12-31")}),  # end unknown
        (
            AGREEMENT,
            {"signe_le": ("2019-06-01", "2019-06-30"), "debut": ("2019-06-01", "2019-06-30")},
        ),
        (
            "financement/pret-rehabilitation-les-tilleuls",
            {"debut": ("2019-07-01", "2019-07-01"), "fin": ("2039-06-30", "2039-06-30")},
        ),
        (
            "distinction/escalier-propre-2019",  # a moment within, and punctual: it ends when it starts
            dict.fromkeys(("date", "debut", "fin"), ("2019-06-03", "2019-06-05")),
        ),
        ("accord/detecteurs-les-tilleuls", {}),
    ],
)
def test_bounds_are_those_of_the_dates_and_no_others(loaded, path, known):
    wanted = {}
    for key, (first, last) in known.items():
        wanted |= {f"{key}_au_plus_tot": first, f"{key}_au_plus_tard": last}
    assert bounds(loaded[LETTER], path) == wanted


def test_a_moment_within_stays_as_written(loaded):
    [date] = [
        q.object
        for q in loaded[LETTER].facts
        if q.subject == NamedNode(ids.thing("distinction/escalier-propre-2019"))
        and q.predicate.value == WORDS.iri_of("date")
    ]
    assert date == Literal("2019-06-03/2019-06-05", datatype=NamedNode(ids.term("momentDans")))


def test_a_participation_is_a_node_and_a_short_role(loaded):
    charter = "accord/charte-chantiers-sobres"
    facts = about(loaded[LETTER].facts, ids.thing(charter))
    part = ids.node_in(LETTER, charter) + "/signataire/groupe-corvin"
    assert {
        ("signataires", "id/organisation/arhp"),
        ("signataires", "id/organisation/groupe-corvin"),
        ("participations", part.removeprefix(ids.BASE)),
    } <= facts
    assert {
        ("qui", "id/organisation/groupe-corvin"),
        ("role", "ontology#signataire"),
        ("pour_le_compte_de", "id/organisation/les-tilleuls"),
    } <= about(loaded[LETTER].facts, part)


def test_a_person_is_a_fragment_of_a_mandate(loaded):
    mandate = "mandat/presidence-arhp"
    person = ids.holder(mandate)
    assert ("titulaire", person.removeprefix(ids.BASE)) in about(
        loaded[LETTER].facts, ids.thing(mandate)
    )
    assert ("nom", "Camille Ferrand") in about(loaded[LETTER].facts, person)
    every = {q.subject.value for one in loaded.values() for q in [*one.facts, *one.cards]}
    assert not [iri for iri in every if "ferrand" in iri.casefold()]


def test_parts_of_a_figure_refer_to_the_whole(loaded):
    work = ids.node_in(LETTER, "initiative/rehabilitation-les-tilleuls")
    facts = loaded[LETTER].facts
    whole = f"{work}/logements".removeprefix(ids.BASE)
    for part, value in (("a-valmont", "120"), ("a-bourg-l-orle", "80")):
        assert {("chiffre_partie_de", whole), ("valeur", value)} <= about(facts, f"{work}/{part}")


def test_evidence_may_be_a_passage_a_page_or_a_row(loaded):
    who = loaded[ids.reading("registre-organisations", 1)]
    seen = about(
        who.cards, ids.node_in(who.rewritten.reading, "adhesion/valmont-habitat-arhp") + "/preuve/1"
    )
    assert {("page", "https://arhp.example/adherents"), ("vue_le", "2026-11-19")} <= seen
    link = "rattachement/les-tilleuls-groupe-corvin"
    undated = about(who.cards, ids.node_in(who.rewritten.reading, link) + "/preuve/1")
    assert "vue_le" not in dict(undated)
    assert "note" in dict(undated)
    table = loaded[ids.reading("2021_parc-social", 1)]
    row = about(table.cards, ids.source("2021_parc-social") + "#ligne=Valmont%20Habitat")
    assert ("ligne", "Valmont Habitat") in row
    assert ("passage_de", "id/source/2021_parc-social") in row


def current(one):
    quads = list(one.current())
    assert {q.graph_name for q in quads} <= {DefaultGraph()}
    return quads


def test_a_replaced_reading_is_kept_and_not_current(loaded):
    assert [iri for iri, one in loaded.items() if one.replaced] == [FIRST]
    assert len(loaded[FIRST].facts) == 8
    now = current(loaded[FIRST])
    assert about(now, ids.thing(AGREEMENT)) == set()
    assert about(now, ids.claim(FIRST, AGREEMENT)) == set()
    assert ("remplacee_le", "2026-11-24") in about(now, FIRST)
    assert ("remplace", "id/lecture/2019-07_sdis-orle/1") in about(loaded[SECOND].cards, SECOND)


def test_a_withdrawn_claim_is_kept_and_not_current(loaded):
    claim = ids.claim(LETTER, GARDEN)
    assert ("retire_le", "2026-11-23") in about(loaded[LETTER].cards, claim)
    assert about(loaded[LETTER].facts, ids.thing(GARDEN))
    now = current(loaded[LETTER])
    assert about(now, ids.thing(GARDEN)) == set()
    assert about(now, claim) == set()
    assert about(now, ids.passage("2019-06_lettre-arhp", 1416, 1470)) == set()
    assert about(now, ids.passage("2019-06_lettre-arhp", 210, 365))
    assert about(now, ids.thing(AGREEMENT)) == about(loaded[LETTER].facts, ids.thing(AGREEMENT))


def test_what_hangs_on_a_withdrawn_claim_goes_with_it(places_with):
    """Its figures, its parts and its person; not what only begins like it."""
    out = "    retire: {le: 2026-11-25, motif: essai}\n"
    places = places_with(
        {
            "sources/2019-06_lettre-arhp.yaml": [
                ("    fonction: présidente\n", "    fonction: présidente\n" + out),
                ("    non_precise: [date]\n    preuve: {de: 845", out + "    preuve: {de: 845"),
            ]
        }
    )
    found = load_all(sources.read(sources.files(places.data), WORDS), WORDS)
    [one] = [one for one in found if one.rewritten.reading == LETTER]
    gone = {q.subject.value for q in one.facts} - {q.subject.value for q in one.current()}
    work = ids.node_in(LETTER, "initiative/rehabilitation-les-tilleuls")
    assert gone == {
        ids.thing(GARDEN),
        ids.thing("mandat/presidence-arhp"),
        ids.holder("mandat/presidence-arhp"),
        ids.thing("initiative/rehabilitation-les-tilleuls"),
        *(f"{work}/{cle}" for cle in ("logements", "a-valmont", "a-bourg-l-orle")),
    }


def test_what_the_claim_rested_on_goes_with_it(places_with):
    """Its passages, pages and supports, which the default graph would otherwise count."""
    out = "    retire: {le: 2026-11-25, motif: essai}\n"
    link = "    adhere_a: arhp\n"
    signed = "    signe_le: 2019-06\n"
    places = places_with(
        {
            "registre/organisations.yaml": [(link, link + out)],
            "sources/2019-06_lettre-arhp.yaml": [(signed, signed + out)],
        }
    )
    found = load_all(sources.read(sources.files(places.data), WORDS), WORDS)
    left = {q.subject.value for one in found for q in one.current()}
    gone = {q.subject.value for one in found for q in one.cards if not one.replaced} - left
    joins = ids.claim(ids.reading("registre-organisations", 1), "adhesion/valmont-habitat-arhp")
    agreement = ids.claim(LETTER, AGREEMENT)
    assert gone == {
        *(joins, f"{joins}/preuve/1", agreement, f"{agreement}/appui/1", f"{agreement}/appui/2"),
        *(ids.passage("2019-06_lettre-arhp", *span) for span in ((210, 365), (366, 403))),
        *(ids.claim(LETTER, GARDEN), ids.passage("2019-06_lettre-arhp", 1416, 1470)),
    }


@pytest.mark.parametrize(
    ("slug", "kinds"),
    [
        ("valmont-habitat", {"OfficePublicHabitat", "Organisation"}),
        ("cle-corvin", {"Marque"}),
        ("collectif-bailleurs-orle", {"Collectif", "BailleurSocial"}),
    ],
)
def test_an_actor_is_an_organisation_unless_it_is_a_brand_or_a_set(loaded, slug, kinds):
    facts = [q for one in loaded.values() for q in one.facts]
    found = {v for k, v in about(facts, ids.organisation(slug)) if k.endswith("#type")}
    assert found == {f"ontology#{kind}" for kind in kinds}


def test_lines_are_those_of_the_file(loaded, valmont):
    text = (valmont.data / "sources/2019-06_lettre-arhp.yaml").read_text(encoding="utf-8")
    lines = loaded[LETTER].rewritten.lines
    wanted = text[: text.index(f"- id: {AGREEMENT}")].count("\n") + 1
    assert lines[ids.thing(AGREEMENT)] == lines[ids.claim(LETTER, AGREEMENT)] == wanted
    assert set(lines) >= {q.subject.value for q in loaded[LETTER].facts}


def test_a_reading_without_a_fact_is_refused(loaded, monkeypatch):
    monkeypatch.setattr(readings, "parse_jsonld", lambda _: [])
    with pytest.raises(FactError, match="at least one"):
        readings.load(loaded[LETTER].reading, WORDS)
