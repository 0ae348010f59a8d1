"""The room `query`: values that reach every corner of a query, headers, answers, the two clocks."""

from __future__ import annotations

import csv
import io
import json
import sys
from contextlib import suppress
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hlmgraph import query, store
from hlmgraph.errors import GraphError, HlmError, Several, WordError
from hlmgraph.query import Answer, with_data
from hlmgraph.query.answer import harmless, plain
from hlmgraph.query.params import read
from hlmgraph.query.shape import shape
from hlmgraph.query.tokens import tokens
from hlmgraph.query.whole import whole_file
from hlmgraph.rdf import XSD, DefaultGraph, Literal, NamedNode, Quad, Term
from hlmgraph.store import Graph

QUESTIONS = Path(__file__).parent / "questions"
E = "http://example.org/"


def node(name: str) -> NamedNode:
    return NamedNode(E + name)


def day(text: str) -> Literal:
    return Literal(text, datatype=NamedNode(XSD + "date"))


@pytest.fixture(scope="module")
def tiny() -> Graph:
    """Two claims of two things on two days, in a graph of cards; each thing in a graph of its own."""
    quads = []
    for name, when in (("a", "2019-01-01"), ("b", "2020-01-01")):
        quads += [
            Quad(node("claim-" + name), node("of"), node(name), node("cards")),
            Quad(node("claim-" + name), node("day"), day(when), node("cards")),
            Quad(node(name), node("p"), node("q"), node("graph-" + name)),
            Quad(node(name), node("p"), node("q"), DefaultGraph()),
        ]
    return store.memory(quads)


def ask(graph: Graph, text: str, **values: Term) -> list[tuple[str | None, ...]]:
    text = f"BASE <{E}> PREFIX : <{E}> {with_data(text, values)}"
    rows = graph.select(text).rows
    return sorted(tuple(t and t.value.removeprefix(E) for t in row) for row in rows)


# --- values


CARDS = "GRAPH <cards> { ?c :day ?d }"
JUNE = day("2019-06-01")
ONLY_A, ONLY_B = [("claim-a",)], [("claim-b",)]
BOTH = [("claim-a",), ("claim-b",)]

POSITIONS = {
    "pattern": ("SELECT ?x ?o { ?x :p ?o }", {"x": node("a")}, [("a", "q")]),
    "predicate": ("SELECT ?s { ?s ?x ?o }", {"x": node("p")}, [("a",), ("b",)]),
    "path": ("SELECT ?o { ?x :p* ?o }", {"x": node("a")}, [("a",), ("q",)]),
    "graph name": ("SELECT ?s { GRAPH ?g { ?s ?p ?o } }", {"g": node("graph-a")}, [("a",)]),
    "filter": (f"SELECT ?c {{ {CARDS} FILTER(?d <= ?v) }}", {"v": JUNE}, ONLY_A),
    "bound": (f"SELECT ?c {{ {CARDS} FILTER(!BOUND(?v) || ?d <= ?v) }}", {"v": JUNE}, ONLY_A),
    "in": ("SELECT ?x { ?x :p ?o FILTER(?x IN (?v, :z)) }", {"v": node("a")}, [("a",)]),
    "bind": (f"SELECT ?y {{ {CARDS} BIND(?v AS ?y) }}", {"v": node("z")}, [("z",)] * 2),
    "expression": (f"SELECT (?v AS ?y) {{ {CARDS} }}", {"v": node("z")}, [("z",)] * 2),
    "optional": (
        f"SELECT ?c ?d {{ GRAPH <cards> {{ ?c :of ?t }} OPTIONAL {{ {CARDS} FILTER(?d <= ?v) }} }}",
        {"v": JUNE},
        [("claim-a", "2019-01-01"), ("claim-b", None)],
    ),
    "union": (
        "SELECT ?c { { GRAPH <cards> { ?c :of ?x } } UNION { GRAPH <cards> { ?c :of ?y } FILTER(?y = ?x) } }",
        {"x": node("a")},
        [("claim-a",), ("claim-a",)],
    ),
    "exists": (
        f"SELECT ?c {{ {CARDS} FILTER EXISTS {{ GRAPH <cards> {{ ?c :of ?x }} }} }}",
        {"x": node("a")},
        ONLY_A,
    ),
    "not exists": (
        f"SELECT ?c {{ {CARDS} FILTER NOT EXISTS {{ {CARDS} FILTER(?d <= ?v) }} }}",
        {"v": JUNE},
        ONLY_B,
    ),
    "minus": (f"SELECT ?c {{ {CARDS} MINUS {{ {CARDS} FILTER(?d <= ?v) }} }}", {"v": JUNE}, ONLY_B),
    "sub-select": (
        f"SELECT ?c {{ {{ SELECT ?c {{ {CARDS} FILTER(?d <= ?v) }} }} }}",
        {"v": JUNE},
        ONLY_A,
    ),
    "head of a sub-select": (
        f"SELECT ?y {{ {{ SELECT (?v AS ?y) {{ {CARDS} }} }} }}",
        {"v": node("z")},
        [("z",), ("z",)],
    ),
    "around a sub-select": (
        f"SELECT ?v {{ {{ SELECT ?c {{ {CARDS} FILTER(?d <= ?v) }} }} }}",
        {"v": JUNE},
        [("2019-06-01",)],
    ),
    "exists before the body": (
        "SELECT ?x (EXISTS { ?s :p ?o } AS ?e) {}",
        {"x": node("z")},
        [("z", "true")],
    ),
    "values": ("SELECT ?x { VALUES ?x { :a :z } ?x :p ?o }", {"x": node("a")}, [("a",)]),
    "group by": (
        "SELECT ?x (COUNT(*) AS ?n) { ?x :p ?o } GROUP BY ?x",
        {"x": node("a")},
        [("a", "1")],
    ),
    "count of nothing": ("SELECT (COUNT(?o) AS ?n) { ?x :p ?o }", {"x": node("z")}, [("0",)]),
    "having, aggregated": (
        "SELECT ?o { ?x :p ?o } GROUP BY ?o HAVING(COUNT(*) >= MAX(?m))",
        {"m": Literal(2)},
        [("q",)],
    ),
    "equal numbers": (
        "SELECT ?y { VALUES ?y { 1 1.0 2 } FILTER(?y = ?m) }",
        {"m": Literal("1.0", datatype=NamedNode(XSD + "decimal"))},
        [("1",), ("1",)],
    ),
    "exists in the head": ("SELECT (EXISTS { ?x :p ?o } AS ?e) {}", {"x": node("a")}, [("true",)]),
    "not spoken of": (f"SELECT ?c {{ {CARDS} }}", {"v": JUNE}, BOTH),
}


@pytest.mark.parametrize("name", POSITIONS)
def test_a_value_reaches_every_position(name: str, tiny: Graph) -> None:
    text, values, expected = POSITIONS[name]
    assert ask(tiny, text, **values) == expected


def test_a_variable_without_value_stays_free(tiny: Graph) -> None:
    text = f"SELECT ?c {{ {CARDS} FILTER(!BOUND(?v) || ?d <= ?v) }}"
    assert ask(tiny, text) == BOTH


def test_substitutions_of_the_engine_would_not_do(tiny: Graph) -> None:
    """Why `with_data` exists. When one of these fails, pyoxigraph has changed: look again."""
    ours = {"v": JUNE}
    with pytest.raises(GraphError, match="does not contain"):
        tiny.select(f"PREFIX : <{E}> BASE <{E}> SELECT ?c {{ {CARDS} FILTER(?d <= ?v) }}", ours)

    def rows(text: str) -> int:
        return len(tiny.select(f"PREFIX : <{E}> BASE <{E}> {text}", ours).rows)

    assert rows(f"SELECT ?v ?c {{ {CARDS} FILTER(?d <= ?v) }}") == 1, "projected, it works"
    assert rows(f"SELECT ?v ?c {{ {CARDS} FILTER(!BOUND(?v) || ?d <= ?v) }}") == 2, "1 is right"
    assert rows(f"SELECT ?v ?c {{ {{ SELECT ?c {{ {CARDS} FILTER(?d <= ?v) }} }} }}") == 0, "1 is"
    bound = tiny.select(
        f"PREFIX : <{E}> BASE <{E}> SELECT ?v ?y {{ {CARDS} BIND(?v AS ?y) }}", ours
    )
    assert {row[1] for row in bound.rows} == {None}, "the date is right"


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_no_text_gets_out_of_its_literal(text: str) -> None:
    bound = with_data("SELECT ?v WHERE { FILTER(BOUND(?v)) }", {"v": Literal(text)})
    assert store.memory().select(bound).rows == [(Literal(text),)]
    kinds = [token.kind for token in tokens(bound)]
    assert kinds.count("string") == 1, "one string, whatever it holds"


@pytest.mark.parametrize(
    "text",
    ['"} SERVICE <http://evil> {} #', "\\u0022 } DROP ALL", "'''", "\\", "a\nb\r\u2028", "?x"],
)
def test_hard_texts_stay_texts(text: str) -> None:
    bound = with_data("SELECT ?v {}", {"v": Literal(text)})
    assert store.memory().select(bound).rows == [(Literal(text),)]
    assert "SERVICE" not in shape(bound).words


def test_lines_keep_their_numbers() -> None:
    text = "SELECT ?v WHERE {\n ?v ?p ?o .\n OPTIONAL { ?v ?q\n ?w }\n}"
    assert with_data(text, {"v": node("a")}).count("\n") == text.count("\n")


def test_comments_strings_and_iris_are_no_query() -> None:
    text = """# { ?no SERVICE
    SELECT ?x WHERE { # ?no }
      ?x <http://example.org/?no{> "?no {" . FILTER(?x != '''it's ?no
      ' } ''') }"""
    assert shape(text.replace("{>", ">")).first.keys() == {"x"}
    assert "SERVICE" not in shape(text).words


# --- headers


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


GOOD = "#+ summary: {fr: Quoi, en: What}\n"
BODY = "SELECT ?x WHERE { ?x ?p ?o }\n"


def wrong(folder: Path, text: str) -> list[HlmError]:
    write(folder, "a-question.rq", text)
    try:
        query.catalogue(folder)
    except Several as several:
        return list(several.errors)
    except HlmError as error:
        return [error]
    return []


def test_the_questions_of_the_tests() -> None:
    first, second = query.catalogue(QUESTIONS)
    assert first.name == "relations-aux-deux-horloges"
    assert first.summary["en"].startswith("Which relations")
    assert [param.name for param in first.params] == ["valide_le", "connu_le", "partie"]
    assert first.params[0].required
    assert first.tags == ("temps",)
    assert second.samples() == {"au_moins": "1"}


def test_a_file_is_valid_sparql_by_itself() -> None:
    for question in query.catalogue(QUESTIONS):
        assert store.memory().select(question.text).rows == []


def test_everything_wrong_is_told_in_one_run(tmp_path: Path) -> None:
    text = """#+ sumary: {fr: Quoi}
#+ params:
#+   - {name: valide_le, type: dat, label: {fr: le, en: on}}
#+   - {name: valide_le, type: date, label: {fr: le}, example: 2020-02-30}
#+   - {name: Bad, type: text, label: {fr: le, en: on}, default: x, required: true}
SELECT ?x ?nom WHERE {
  ?x ?p ?o
  FILTER(?o <= ?valide_lee)
}
"""
    found = {(error.line, error.what, error.nearest) for error in wrong(tmp_path, text)}
    assert found == {
        (1, "unknown key", "summary"),
        (1, "`summary` is missing", None),
        (3, "unknown type of parameter", "date"),
        (3, "parameter that the query does not use", "valide_lee"),
        (4, "duplicate parameter", None),
        (4, "`label` is missing in en", None),
        (4, "the example of `valide_le` is wrong: no calendar has this day", None),
        (4, "parameter that the query does not use", "valide_lee"),
        (5, "wrong name of parameter", None),
        (5, "`required` and `default`", None),
        (5, "required parameter without an example", None),
        (5, "parameter that the query does not use", None),
        (6, "unknown variable: no pattern binds it, no parameter gives it", None),
        (8, "unknown variable: no pattern binds it, no parameter gives it", "valide_le"),
    }


@pytest.mark.parametrize(
    ("text", "what", "line"),
    [
        (BODY, "no header", 1),
        ("#+ summary: {fr: [\n" + BODY, "not YAML", None),
        (GOOD + GOOD + BODY, "duplicate key", 2),
        (GOOD + "#+ tags: [Not A Tag]\n" + BODY, "wrong tag", 2),
        (GOOD + "ASK { ?x ?p ?o }", "a question is a SELECT", None),
        (GOOD + "SELECT ?x { SERVICE <http://a.org> { ?x ?p ?o } }", "SERVICE asks elsewhere", 2),
        (GOOD + "SELECT ?x WHERE { ?x ?p ?o", "not SPARQL 1.1", 2),
        (
            GOOD + "#+ params: [{name: m, type: integer, label: {fr: m, en: m}}]\n"
            "SELECT ?x WHERE { ?x ?p ?o } GROUP BY ?x HAVING(COUNT(*) > ?m)",
            "a parameter has no value in HAVING",
            3,
        ),
    ],
)
def test_one_thing_wrong(text: str, what: str, line: int | None, tmp_path: Path) -> None:
    found = wrong(tmp_path, text)
    assert [what in str(error.what) for error in found] == [True], found
    assert found[0].file == str(tmp_path / "a-question.rq")
    assert line is None or found[0].line == line


def test_names_of_files(tmp_path: Path) -> None:
    write(tmp_path, "Une_question.rq", GOOD + BODY)
    with pytest.raises(GraphError, match="wrong file name"):
        query.catalogue(tmp_path)


def test_two_questions_alike(tmp_path: Path) -> None:
    write(tmp_path, "one.rq", GOOD + BODY)
    write(tmp_path, "two.rq", GOOD + BODY)
    with pytest.raises(Several, match="same summary"):
        query.catalogue(tmp_path)


def test_find_names_the_nearest() -> None:
    assert query.find("relations-d-un-theme", QUESTIONS).name == "relations-d-un-theme"
    with pytest.raises(GraphError) as caught:
        query.find("relation-par-theme", QUESTIONS)
    assert caught.value.nearest == "relations-d-un-theme"


# --- parameters


BASE = query.expand("x").removesuffix("x")


@pytest.mark.parametrize(
    ("kind", "text", "expected"),
    [
        ("text", " l'eau ", " l'eau "),
        ("integer", " 012 ", "12"),
        ("date", "2020-06-30", "2020-06-30"),
        ("date", "12 juin 2020", "2020-06-12"),
        ("iri", "https://example.org/a", "https://example.org/a"),
        ("iri", "accord/x", BASE + "accord/x"),
        ("iri", "lecture/2019-06_x/1#accord/x", BASE + "lecture/2019-06_x/1#accord/x"),
        ("iri", "org:Membership", "http://www.w3.org/ns/org#Membership"),
        ("concept:theme", "securite-incendie", query.expand("hlm:x").split("ontology")[0]
         + "concept/theme/securite-incendie"),
        ("organisation", "valmont-habitat", BASE + "organisation/valmont-habitat"),
        ("organisation", "organisation/valmont-habitat", BASE + "organisation/valmont-habitat"),
        ("organisation", BASE + "organisation/arhp", BASE + "organisation/arhp"),
        ("organisation", "000 000 018", BASE + "organisation/valmont-habitat"),
        ("organisation", "w200000001", BASE + "organisation/arhp"),
        ("territoire", "20", BASE + "territoire/departement-20"),
        ("territoire", "20901", BASE + "territoire/commune-20901"),
        ("territoire", "region-99", BASE + "territoire/region-99"),
    ],
)  # fmt: skip
def test_values(kind: str, text: str, expected: str, valmont_graph: Graph) -> None:
    assert read(kind, text, valmont_graph).value == expected


@pytest.mark.parametrize(
    ("kind", "text", "nearest"),
    [
        ("integer", "douze", None),
        ("date", "2020", None),
        ("date", "2020-02-30", None),
        ("iri", "http://a b", None),
        ("concept:theme", "securite-incendi", "securite-incendie"),
        ("concept:theme", "other/securite-incendie", "securite-incendie"),
        ("organisation", "valmont-habita", "valmont-habitat"),
        ("organisation", "Valmont Habitat", "valmont-habitat"),
        ("organisation", "999999999", None),
        ("territoire", "departement-21", "departement-20"),
        ("territoire", "2A", None),
    ],
)
def test_wrong_values(kind: str, text: str, nearest: str | None, valmont_graph: Graph) -> None:
    with pytest.raises(HlmError) as caught:
        read(kind, text, valmont_graph)
    assert isinstance(caught.value, WordError | GraphError)
    assert caught.value.value is not None
    assert caught.value.nearest == nearest or nearest is None


def test_a_bare_code_is_a_department() -> None:
    hlm = query.expand("hlm:")
    quads = []
    for slug, kind in (("departement-27", "Departement"), ("region-27", "Region")):
        it = NamedNode(BASE + "territoire/" + slug)
        facts = {"code": Literal("27"), "nom": Literal(slug)}
        quads += [Quad(it, NamedNode(hlm + name), value) for name, value in facts.items()]
        quads.append(Quad(it, NamedNode(query.expand("rdf:type")), NamedNode(hlm + kind)))
    graph = store.memory(quads)
    assert read("territoire", "27", graph).value.endswith("departement-27")
    both = store.memory([*quads, Quad(quads[3].subject, quads[2].predicate, quads[2].object)])
    with pytest.raises(GraphError, match="several") as caught:
        read("territoire", "27", both)
    assert caught.value.expected == "departement-27 or region-27"


def test_unknown_and_missing_parameters(valmont_graph: Graph) -> None:
    question = query.find("relations-aux-deux-horloges", QUESTIONS)
    with pytest.raises(GraphError, match="missing parameter") as caught:
        query.run(valmont_graph, question)
    assert "valide_le=2020-07-01 (date, required), connu_le (date)" in (caught.value.expected or "")
    with pytest.raises(GraphError, match="unknown parameter") as caught:
        query.run(valmont_graph, question, {"valide_le": "2020-01-01", "connule": "2020-01-01"})
    assert caught.value.nearest == "connu_le"


# --- the two clocks


LETTER = "2019-06_lettre-arhp/1#accord/acces-secours-orle"
FIRST = "2019-07_sdis-orle/1#accord/acces-secours-orle"
SECOND = "2019-07_sdis-orle/2#accord/acces-secours-orle"
GARDEN = "2019-06_lettre-arhp/1#initiative/jardin-partage"


def claims(graph: Graph, **params: str) -> dict[str, bool]:
    """The claims on the agreement and on the garden, and whether each is certain."""
    question = query.find("relations-aux-deux-horloges", QUESTIONS)
    found = json.loads(query.run(graph, question, params).to_json())
    told = {row["affirmation"].removeprefix(BASE + "lecture/"): row["certain"] for row in found}
    return {claim: told[claim] for claim in (LETTER, FIRST, SECOND, GARDEN) if claim in told}


def test_two_days_of_validity_and_two_of_record_give_four_answers(valmont_graph: Graph) -> None:
    """The letter knows the month alone. The page was read a day late, then again, with its end.
    The garden, of no known date, was withdrawn in between.
    """
    before, after = "2026-11-22", "2026-11-25"
    answers = [
        claims(valmont_graph, valide_le=valid, connu_le=known)
        for valid in ("2019-06-20", "2023-01-01")
        for known in (before, after)
    ]
    assert answers == [
        {LETTER: False, GARDEN: False},
        {LETTER: False, SECOND: True},
        {LETTER: False, FIRST: False, GARDEN: False},
        {LETTER: False},
    ]


def test_without_a_record_day_the_answer_is_of_today(valmont_graph: Graph) -> None:
    today = claims(valmont_graph, valide_le="2019-06-20")
    assert today == claims(valmont_graph, valide_le="2019-06-20", connu_le="2026-11-30")
    assert claims(valmont_graph, valide_le="2019-06-20", connu_le="2026-11-01") == {}


def test_a_party_narrows_the_answer(valmont_graph: Graph) -> None:
    question = query.find("relations-aux-deux-horloges", QUESTIONS)
    params = {"valide_le": "2019-06-20", "partie": "arhp"}
    found = query.run(valmont_graph, question, params)
    names = {row[1].value for row in found.rows if row[1] is not None}
    assert names == {"Charte des chantiers sobres"}
    assert found.params == params
    assert found.stamp == valmont_graph.stamp


def test_a_default_is_a_value(valmont_graph: Graph) -> None:
    question = query.find("relations-d-un-theme", QUESTIONS)
    all_of_them = query.run(valmont_graph, question)
    assert all_of_them.params == {"au_moins": "1"}
    many = query.run(valmont_graph, question, {"au_moins": "2"})
    assert 0 < len(many) < len(all_of_them)
    one = query.run(valmont_graph, question, {"theme": "securite-incendie"})
    assert len(one) == 1


def test_the_bound_text_can_be_asked_anywhere(valmont_graph: Graph) -> None:
    question = query.find("relations-d-un-theme", QUESTIONS)
    params = {"theme": "securite-incendie"}
    text = query.bound(valmont_graph, question, params)
    assert (
        query.run_text(valmont_graph, text).rows == query.run(valmont_graph, question, params).rows
    )


# --- any text


def test_any_text(tiny: Graph) -> None:
    assert query.run_text(tiny, "ASK { ?x ?p ?o }").rows == [(Literal(True),)]
    told = query.run_text(tiny, "CONSTRUCT { ?x a ?o } WHERE { ?x ?p ?o }")
    assert told.columns == ("subject", "predicate", "object")
    assert len(told) == 2
    assert query.run_bytes(tiny, "ASK {}", "json") == b'{"head":{},"boolean":true}'


@pytest.mark.parametrize("form", ["SERVICE", "service", "Service SILENT"])
def test_no_text_asks_elsewhere(form: str, tiny: Graph) -> None:
    text = f"SELECT * {{\n {form} <http://127.0.0.1:1/> {{ ?s ?p ?o }} }}"
    for run in (query.run_text, lambda graph, said: query.run_bytes(graph, said, "json")):
        with pytest.raises(GraphError, match="elsewhere") as caught:
            run(tiny, text)
        assert (caught.value.line, caught.value.column) == (2, 2)


def test_no_text_writes(tiny: Graph) -> None:
    with pytest.raises(GraphError, match="not SPARQL"):
        query.run_text(tiny, "DELETE WHERE { ?s ?p ?o }")
    assert len(tiny) == 8


# --- answers


def decimal(text: str) -> Literal:
    return Literal(text, datatype=NamedNode(XSD + "decimal"))


ANSWER = Answer(
    ("acteur", "acteur_nom", "n", "somme", "le", "note"),
    [
        (NamedNode(BASE + "organisation/x"), Literal("X, l’« un »"), Literal(2), decimal("1.50"),
         day("2020-01-02"), Literal('=HYPERLINK("http://a")')),
        (NamedNode("http://elsewhere.org/y"), None, Literal(-3), decimal("0.10"), None,
         Literal("-12,5")),
    ],
)  # fmt: skip


def test_sheet() -> None:
    sheet = ANSWER.sheet()
    assert sheet.columns == ["acteur", "n", "somme", "le", "note"]
    assert sheet.rows[0][:2] == ["X, l’« un »", "2"]
    assert sheet.rows[1][0] == "http://elsewhere.org/y"


def test_sheet_without_label_shows_short_iris_and_no_control() -> None:
    answer = Answer(("x", "t"), [(NamedNode(BASE + "accord/x"), Literal("a\x1b[31m"))])
    assert answer.sheet().rows == [["accord/x", "a\ufffd[31m"]]


def test_csv_is_rfc_4180_and_harmless() -> None:
    said = ANSWER.to_csv()
    assert said.startswith("acteur,acteur_nom,n,somme,le,note\r\n")
    assert said.count("\r\n") == 3
    rows = list(csv.reader(io.StringIO(said, newline="")))
    assert rows[1][1] == "X, l’« un »"
    assert rows[1][5] == '\'=HYPERLINK("http://a")'
    assert rows[2][2] == "-3", "a plain number is no formula"
    assert rows[2][5] == "-12,5"


@pytest.mark.parametrize("cell", ["=1+1", "+1-1", "-x", "@SUM(A1)", "\tx", "\rx", "-", "--1", "+"])
def test_formulas_are_neutralised(cell: str) -> None:
    assert harmless(cell) == "'" + cell


@pytest.mark.parametrize("cell", ["", "a=b", "-1", "+33", "1e5", "-1.5", "2020-01-01", " =1"])
def test_the_rest_is_left_alone(cell: str) -> None:
    assert harmless(cell) == cell


def test_json() -> None:
    rows = json.loads(ANSWER.to_json())
    assert rows[0]["acteur"] == BASE + "organisation/x"
    assert rows[0]["n"] == 2
    assert rows[0]["somme"] == 1.5
    assert rows[1]["acteur_nom"] is None


def test_json_never_rounds() -> None:
    exact = "123456789012345678.123456"
    assert plain(decimal(exact)) == exact
    assert plain(decimal("200000000")) == 200000000
    assert plain(Literal(True)) is True
    assert plain(Literal("NaN", datatype=NamedNode(XSD + "double"))) == "NaN"


def test_parquet(tmp_path: Path) -> None:
    pq = pytest.importorskip("pyarrow.parquet")
    ANSWER.to_parquet(tmp_path / "a.parquet")
    table = pq.read_table(tmp_path / "a.parquet")
    types = {field.name: str(field.type) for field in table.schema}
    assert types["n"] == "int64"
    assert types["le"] == "date32[day]"
    assert types["acteur"] == "string"
    assert table["somme"].to_pylist() == [Decimal("1.50"), Decimal("0.10")]
    assert [path.name for path in tmp_path.iterdir()] == ["a.parquet"]


def test_parquet_of_nothing(tmp_path: Path) -> None:
    pq = pytest.importorskip("pyarrow.parquet")
    Answer(("a", "b"), []).to_parquet(tmp_path / "a.parquet")
    assert pq.read_table(tmp_path / "a.parquet").column_names == ["a", "b"]


def test_parquet_without_pyarrow(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(GraphError, match=r"pip install 'hlmgraph\[tables\]'"):
        ANSWER.to_parquet(tmp_path / "a.parquet")
    assert list(tmp_path.iterdir()) == []


def test_a_file_is_whole_or_is_not(tmp_path: Path) -> None:
    target = tmp_path / "a.csv"
    target.write_text("before")
    with suppress(ZeroDivisionError), whole_file(target) as partial:
        partial.write_text("half")
        raise ZeroDivisionError
    assert target.read_text() == "before"
    assert [path.name for path in tmp_path.iterdir()] == ["a.csv"]
