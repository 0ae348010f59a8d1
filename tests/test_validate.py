"""Every shape and every check passes clean Valmont, and fails when Valmont is broken in the one way that it is about."""

import re
from collections import Counter
from typing import NamedTuple

import pytest
import rdflib

from hlmgraph import build, ids, paths, store, validate, vocab
from hlmgraph.errors import HlmError, JudgementError, Several
from hlmgraph.validate import Finding, place

SHAPES = paths.ontology() / "shapes.ttl"
CHECKS = paths.queries() / "checks"
WORDS = vocab.load()
LETTER = "sources/2019-06_lettre-arhp.yaml"
WHO = "registre/organisations.yaml"

PREFIXES = f"""
PREFIX hlm: <{ids.term("x")[:-1]}>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
BASE <{ids.THING_BASE}>
"""
L, R = "lecture/2019-06_lettre-arhp/1", "lecture/registre-organisations/1"
SIREN = f"<{R}#organisation/valmont-habitat/siren/000000018>"
NAME = f"<{R}#organisation/valmont-habitat/capitales>"
WORK = f"{L}#initiative/rehabilitation-les-tilleuls"
CLAIM = f"<{L}#accord/detecteurs-les-tilleuls>"
PASSAGE = "<source/2019-06_lettre-arhp#char=163,200>"
CALL = "<appel/x> a hlm:AppelAProjets, hlm:Relation ; hlm:nom 'x' . <claim> hlm:affirme <appel/x>"
PLAN = "<projet/x> a hlm:ProjetStrategique, hlm:Relation ; hlm:nom 'x' . <claim> hlm:affirme <projet/x>"


class Broken(NamedTuple):
    """An update of Valmont, and the node and the beginning of the sentence that tell of it."""

    node: str
    update: str
    said: str


def without(node, *props):
    """An update that takes every value of some properties away."""
    values = " ".join(f"hlm:{prop}" for prop in props)
    return f"DELETE {{ {node} ?p ?o }} WHERE {{ VALUES ?p {{ {values} }} {node} ?p ?o }}"


def lacks(node, prop, said):
    return Broken(node, without(node, prop), said)


def has(node, statement, said):
    return Broken(node, f"INSERT DATA {{ {node} {statement} }}", said)


def swaps(node, prop, value, said):
    return Broken(
        node, f"{without(node, prop)} ; INSERT DATA {{ {node} hlm:{prop} {value} }}", said
    )


JOINS = "<adhesion/valmont-habitat-arhp>"
BELONGS = "<rattachement/cle-corvin-groupe-corvin>"
MANDATE = "<mandat/presidence-arhp>"
MERGER = "<changement/fusion-les-tilleuls>"
MENTION = "<mention/lettre-arhp/valmont-habitat>"
TABLE = "<observation/parc-valmont-habitat-2021>"
LOAN = "<financement/pret-rehabilitation-les-tilleuls>"
FIGURE = f"<{WORK}/a-valmont>"

SHAPE_CASES = [
    lacks("<organisation/les-tilleuls>", "nom", "This actor has no name"),
    lacks("<organisation/collectif-bailleurs-orle>", "description", "Say who forms"),
    lacks(SIREN, "systeme", "Say which authority"),
    swaps(SIREN, "code", "18", "Write the code itself"),
    swaps(SIREN, "sourceValeur", "'page'", "Say where the code"),
    swaps(SIREN, "vuLe", "'2026'^^xsd:gYear", "Say on which day"),
    lacks(NAME, "forme", "Write the name as it is borne"),
    lacks(NAME, "natureDenomination", "Say how the name"),
    lacks(NAME, "sourceValeur", "Say where the name"),
    Broken("<mandat/presidence-arhp#titulaire>", without(MANDATE, "titulaire"), "A person is known"),
    has("<accord/x>", "a hlm:Accord, hlm:Relation ; hlm:nom 'x' ; hlm:signataire <organisation/arhp>", "No reading asserts"),
    lacks("<accord/detecteurs-les-tilleuls>", "nom", "This relation has no title"),
    has("<accord/detecteurs-les-tilleuls>", "hlm:partie <territoire/commune-20901>", "A party is an actor"),
    lacks("<accord/detecteurs-les-tilleuls>", "signataire", "Who signed?"),
    lacks("<partenariat/cafe-des-habitants>", "partenaire", "Who cooperates?"),
    Broken(LOAN, without(LOAN, "financeur", "beneficiaire"), "Who funds"),
    lacks("<distinction/escalier-propre-2019>", "laureat", "Who is the laureate?"),
    Broken("<appel/x>", f"INSERT DATA {{ {CALL} }}", "Who launches the call?"),
    lacks("<initiative/rehabilitation-les-tilleuls>", "acteur", "Who acts?"),
    Broken("<projet/x>", f"INSERT DATA {{ {PLAN} }}", "Who bears the project?"),
    lacks(JOINS, "adherent", "Who is a member?"),
    has(JOINS, "hlm:adhereA <organisation/groupe-corvin>", "Of what?"),
    lacks(BELONGS, "rattache", "Who is affiliated?"),
    has(BELONGS, "hlm:rattacheA <organisation/arhp>", "To whom?"),
    lacks(BELONGS, "nature", "Which link?"),
    lacks(MANDATE, "fonction", "Which function?"),
    lacks(MANDATE, "exerceAupresDe", "With whom?"),
    lacks(MERGER, "avant", "Who existed before?"),
    lacks(MERGER, "apres", "Who exists after?"),
    swaps(MENTION, "mentionne", "<territoire/commune-20901>", "Which actor is named?"),
    lacks(MENTION, "forme", "In which form?"),
    lacks(TABLE, "porteSur", "About whom"),
    lacks(TABLE, "chiffre", "An observation bears"),
    has("<accord/detecteurs-les-tilleuls>", "hlm:lieu <organisation/arhp>", "A place is a territory"),
    lacks(FIGURE, "valeur", "A figure without a value"),
    swaps(FIGURE, "valeur", "120", "One value, in digits"),
    lacks(FIGURE, "unite", "What does this figure count?"),
    swaps(FIGURE, "chiffrePartieDe", "<initiative/rehabilitation-les-tilleuls>", "A part refers"),
    has(CLAIM, "hlm:affirme <initiative/permanence-cle-corvin>", "A claim speaks"),
    swaps(CLAIM, "selon", "<source/2019-06_lettre-arhp>", "A claim belongs"),
    has(CLAIM, "hlm:certitude <certitude/deduit>", "Read or deduced"),
    swaps(CLAIM, "saisiLe", "'2026-11'^^xsd:gYearMonth", "When did we learn"),
    has(CLAIM, "hlm:debutAuPlusTot '2020-01-02'^^xsd:date ; hlm:finAuPlusTard '2020-01-01'^^xsd:date", "The end comes"),
    swaps(f"<{L}>", "lectureDe", "<organisation/arhp>", "A reading is the reading"),
    swaps(f"<{L}>", "licence", "'libre'", "A reading tells its licence"),
    lacks(f"<{L}>", "saisiLe", "A reading tells when"),
    lacks("<source/2019-06_lettre-arhp>", "titre", "A source has a title"),
    lacks("<source/2019-06_lettre-arhp>", "langue", "A source tells its language"),
    swaps(PASSAGE, "positionDebut", "200", "A passage starts"),
    has(PASSAGE, "hlm:positionFin 300", "A passage has an end"),
    lacks(PASSAGE, "passageDe", "A passage is of one source"),
    lacks("<territoire/region-99>", "nom", "This territory has no name"),
    swaps("<territoire/commune-20901>", "code", "'96001'", "Write the INSEE code"),
    swaps("<territoire/departement-20>", "code", "'20A'", "Write the INSEE code"),
    lacks("<territoire/region-99>", "code", "Write the INSEE code"),
]  # fmt: skip

CONCEPT = f"{ids.BASE}concept"
DETECTORS = "<accord/detecteurs-les-tilleuls>"
CONCERT = "<accord/concertation-valmont-habitat>"
CONCLUDED = "<mention/lettre-arhp/valmont-habitat-office>"
OTHER_SIREN = f"<{R}#organisation/les-tilleuls/siren/000000026>"
TWICE = f"GRAPH <{L}> {{ {DETECTORS} hlm:statut <{CONCEPT}/statut/signe> }}"

CHECK_CASES = {
    "claim-has-evidence": (DETECTORS, without(CLAIM, "preuve")),
    "classes-are-disjoint": has("<organisation/sdis-orle>", "a hlm:ActeurHlm", "")[:2],
    "concept-of-its-scheme": swaps(DETECTORS, "nature", f"<{CONCEPT}/statut/signe>", "")[:2],
    "deduced-is-explained": (CONCLUDED, without(f"<{L}#{CONCLUDED[1:]}", "note")),
    "one-identifier-one-body": (
        "<organisation/les-tilleuls>",
        swaps(OTHER_SIREN, "code", "'000000018'", "").update,
    ),
    "one-status-in-a-reading": (DETECTORS, f"INSERT DATA {{ {TWICE} }}"),
    "pivot-is-a-party": swaps(CONCERT, "pivot", "<organisation/arhp>", "")[:2],
    "several-texts-have-a-pivot": (CONCERT, without(CONCERT, "pivot")),
    "territory-is-inside-one": lacks("<territoire/departement-20>", "situeDans", "")[:2],
}


@pytest.fixture
def broken(valmont_graph):
    """A copy of Valmont with an update made to it."""

    def make(update):
        graph = store.memory(valmont_graph.quads())
        size = set(graph.quads())
        graph.update(PREFIXES + update)
        assert set(graph.quads()) != size, "the update does nothing"
        return graph

    return make


def iri(node):
    return ids.THING_BASE + node.strip("<>")


def test_clean_valmont_passes(valmont_graph):
    assert validate.shapes(valmont_graph, SHAPES, WORDS, {}) == []
    assert validate.checks(valmont_graph, CHECKS, {}) == []


@pytest.mark.parametrize("case", SHAPE_CASES, ids=[f"{c.said} {c.node[-12:]}" for c in SHAPE_CASES])
def test_a_shape_finds_what_it_is_about_and_only_that(case, broken):
    found = validate.shapes(broken(case.update), SHAPES, WORDS, {})
    assert [(one.node, one.message.startswith(case.said)) for one in found] == [
        (iri(case.node), True)
    ]
    severity = "warning" if case.said == "This relation has no title" else "violation"
    assert found[0].severity == severity
    assert found[0].path in {"", *(WORDS.label(name) for name in WORDS.properties)}
    assert found[0].value != found[0].node


def test_every_sentence_of_every_shape_has_its_case():
    """And as many cases as shapes that share it."""
    said = rdflib.Graph().parse(SHAPES).objects(None, rdflib.SH.message)
    sentences = Counter(str(message) for message in said if message.language == "en")
    assert len(sentences) > 40
    for sentence, shapes in sentences.items():
        cases = [case for case in SHAPE_CASES if sentence.startswith(case.said)]
        assert len(cases) >= shapes, sentence


@pytest.mark.parametrize("name", sorted(path.stem for path in CHECKS.glob("*.rq")))
def test_a_check_finds_what_it_is_about_and_only_that(name, broken):
    """A check without its case fails here."""
    node, update = CHECK_CASES[name]
    found = validate.checks(broken(update), CHECKS, {})
    text = (CHECKS / f"{name}.rq").read_text(encoding="utf-8")
    sentence = text.partition("#+ summary: ")[2].partition("\n")[0]
    assert {(one.node, one.message) for one in found} == {(iri(node), sentence)}
    severity = re.search(r"#\+ severity: (\w+)", text)
    assert {one.severity for one in found} == {severity[1] if severity else "violation"}


@pytest.mark.parametrize(
    ("node", "prop"),
    [
        ("accord/detecteurs-les-tilleuls", "signataire"),
        ("partenariat/cafe-des-habitants", "partenaire"),
        ("distinction/escalier-propre-2019", "laureat"),
        ("initiative/rehabilitation-les-tilleuls", "acteur"),
    ],
)
def test_what_is_declared_unknown_is_not_missing(broken, node, prop):
    unknown = f"INSERT DATA {{ <{L}#{node}> hlm:nonPrecise hlm:{prop} }}"
    graph = broken(f"{without(f'<{node}>', prop)} ; {unknown}")
    assert validate.shapes(graph, SHAPES, WORDS, {}) == []


def findings(places):
    """What a check of these files finds: (severity, file, line, beginning of the sentence)."""
    try:
        found = [(one.severity, one.file, one.line, one.message) for one in build.check(places)]
    except HlmError as error:
        errors = error.errors if isinstance(error, Several) else [error]
        assert all(type(e) is JudgementError for e in errors)
        found = [("violation", e.file, e.line, e.what) for e in errors]
    return sorted(found)


PIVOT = "    pivot: valmont-habitat\n"
PLACES = "registre/territoires.yaml"


@pytest.mark.parametrize(
    ("file", "old", "new", "at", "said"),
    [
        (LETTER, "    fonction: présidente\n", "", "- id: mandat/", "Which function?"),
        (LETTER, "fin: 2039-06-30", "fin: 2019-06-30", "- id: financement/", "The end comes"),
        (LETTER, "20, unite: logement", "20", "{cle: a-valmont", "What does this figure"),
        (LETTER, PIVOT, "", "- id: accord/concertation", "Several texts told as one"),
        (LETTER, PIVOT, "    pivot: arhp\n", "- id: accord/concertation", "The pivot"),
        (
            LETTER,
            "statut: annonce",
            "statut: [annonce, realise]",
            "- id: initiative/",
            "One reading",
        ),
        (
            WHO,
            "code: 000000026",
            "code: 000000018",
            "- id: organisation/les-til",
            "Two bodies bear",
        ),
        (WHO, "adhere_a: arhp", "adhere_a: [arhp, groupe-corvin]", "- id: adhesion/", "Of what?"),
        (
            WHO,
            "type: Marque",
            "type: [Financeur, Groupe]",
            "- id: organisation/cle",
            "A thing belongs",
        ),
        (
            LETTER,
            "    nom: Rencontres de l’habitat\n",
            "",
            "- id: evenement/",
            "This relation has no",
        ),
        (PLACES, "    situe_dans: region-99\n", "", "- id: territoire/dep", "A municipality"),
    ],
)
def test_a_finding_says_file_and_line(places_with, file, old, new, at, said):
    places = places_with({file: [(old, new)]})
    text = (places.data / file).read_text(encoding="utf-8")
    line = text[: text.index(at)].count("\n") + 1
    severity = "warning" if said in ("This relation has no", "A municipality") else "violation"
    found = {(s, f, n, m[: len(said)]) for s, f, n, m in findings(places)}
    assert found == {(severity, f"data/{file}", line, said)}


def test_all_violations_of_a_run_come_together(places_with):
    edits = [
        ("    fonction: présidente\n", ""),
        ("fin: 2039-06-30", "fin: 2019-06-30"),
        (PIVOT, ""),
    ]
    assert len(findings(places_with({LETTER: edits}))) == 3


def test_an_error_says_what_is_wrong_with_which_node():
    one = Finding("violation", "data/a.yaml", 7, "http://x.example/a", "Who?", "fonction", "x")
    assert str(one.error()) == "data/a.yaml:7: Who? [http://x.example/a fonction x]"


def test_a_node_of_a_claim_is_found_by_its_claim():
    lines = {
        "http://x/l/1#accord/a": [("data/a.yaml", 3)],
        "http://x/l/1#accord/a/b": [("data/a.yaml", 9)],
    }
    assert place("http://x/l/1#accord/a/b", lines) == ("data/a.yaml", 9)
    assert place("http://x/l/1#accord/a/preuve/1", lines) == ("data/a.yaml", 3)
    assert place("http://x/elsewhere", lines) == ("", 0)


@pytest.mark.parametrize(
    "text", ["ASK {}", "#+ severity: violation\nASK {}", "#+ summary: x\n#+ severity: bad\nASK {}"]
)
def test_a_check_without_its_sentence_is_an_error(tmp_path, valmont_graph, text):
    (tmp_path / "one.rq").write_text(text, encoding="utf-8")
    with pytest.raises(JudgementError, match=r"check without its sentence.*#\+ summary"):
        validate.checks(valmont_graph, tmp_path, {})
