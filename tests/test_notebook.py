"""The notebooks are true: run again on a fresh build they answer what they show, and their prose is checked.

`make notebooks` stores the outputs; read the difference before you commit it.
"""

from __future__ import annotations

import ast
import re
from pathlib import Path

import nbformat
import pytest
import run_notebooks
from nbclient.exceptions import CellExecutionError
from nbformat import NotebookNode

from hlmgraph import query, store
from hlmgraph.query.html import ROWS, table
from hlmgraph.rdf import NamedNode
from hlmgraph.store import Graph

SMALL = (
    *("deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze"),
    *("douze", "treize", "quatorze", "quinze", "seize"),
)
TENS = {"vingt": 20, "trente": 30, "quarante": 40, "cinquante": 50, "soixante": 60, "cent": 100}
WORDS = {word: number for number, word in enumerate(SMALL, start=2)} | TENS
CASES = [pytest.param(path, id=path.name) for path in run_notebooks.NOTEBOOKS]


def test_there_is_a_notebook() -> None:
    assert run_notebooks.NOTEBOOKS


@pytest.mark.parametrize("path", CASES)
def test_what_is_stored_is_what_is_answered(path: Path, real_build: Path) -> None:
    stored = run_notebooks.read(path)
    fresh = run_notebooks.run(stored, real_build)
    assert list(run_notebooks.differences(stored, fresh)) == [], "make notebooks"
    assert path.read_text(encoding="utf-8") == run_notebooks.written(fresh), "make notebooks"


def test_a_wrong_output_or_a_wrong_sentence_would_be_seen(real_build: Path) -> None:
    cells = [
        nbformat.v4.new_code_cell("6 * 7", id="sum"),
        nbformat.v4.new_code_cell("assert False"),
    ]
    stored = nbformat.v4.new_notebook(cells=cells[:1])
    fresh = run_notebooks.run(stored, real_build)
    assert list(run_notebooks.differences(stored, fresh)) == ["sum"]
    assert list(run_notebooks.differences(fresh, fresh)) == []
    with pytest.raises(CellExecutionError):
        run_notebooks.run(nbformat.v4.new_notebook(cells=cells), real_build)


# --- the prose


def numbers_of_prose(text: str) -> set[int]:
    """The numbers that a text tells, in figures or in French words; `un` is an article."""
    text = re.sub(r"`[^`]*`", " ", text)
    figures = re.findall(r"(?<![\w.])\d{1,3}(?:[ \u00a0\u202f]\d{3})+\b|(?<!\w)\d+\b", text)
    told = {int(re.sub(r"\D", "", figure)) for figure in figures}
    return told | {WORDS[word] for word in re.findall(r"\w+", text.lower()) if word in WORDS}


def numbers_of_code(source: str) -> set[int]:
    """The integers of a cell, and those in its strings (`2018-10-12` holds three)."""
    constants = [
        node.value for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Constant)
    ]
    held = {int(figures) for text in map(str, constants) for figures in re.findall(r"\d+", text)}
    return held | {value for value in constants if isinstance(value, int)}


def unchecked(notebook: NotebookNode) -> dict[str, set[int]]:
    """Each reading with the numbers that the check below it (before the next reading) does not hold."""
    found: dict[str, set[int]] = {}
    reading = None
    for cell in notebook.cells:
        tags = cell.metadata.get("tags", [])
        if "lecture" in tags:
            assert reading is None, f"no check between {reading} and {cell.id}"
            reading, found[cell.id] = cell.id, numbers_of_prose(cell.source)
        elif "verification" in tags:
            assert reading is not None, f"{cell.id} checks nothing"
            found[reading] -= numbers_of_code(cell.source)
            reading = None
    assert reading is None, f"{reading} is not checked"
    return {name: left for name, left in found.items() if left}


@pytest.mark.parametrize("path", CASES)
def test_no_number_of_a_reading_is_unchecked(path: Path) -> None:
    assert unchecked(run_notebooks.read(path)) == {}


def test_an_unchecked_number_would_be_seen() -> None:
    prose = "Quatre bailleurs, 170 000 euros, le 12 octobre 2018 ; 3F et `x4` ne comptent pas."
    assert numbers_of_prose(prose) == {4, 170_000, 12, 2018}
    assert numbers_of_code('assert (len(x), 170_000) == (4, y["2018-10-12"])') >= {
        4,
        170_000,
        12,
        2018,
    }
    reading = nbformat.v4.new_markdown_cell(prose, id="a", metadata={"tags": ["lecture"]})
    check = nbformat.v4.new_code_cell("assert n == 4", metadata={"tags": ["verification"]})
    notebook = nbformat.v4.new_notebook(cells=[reading, check])
    assert unchecked(notebook) == {"a": {170_000, 12, 2018}}


@pytest.mark.parametrize("path", CASES)
def test_a_question_takes_four_lines_at_most(path: Path) -> None:
    cells = [c for c in run_notebooks.read(path).cells if re.fullmatch(r"q\d\d-reponse", c.id)]
    assert len(cells) == 10
    for cell in cells:
        assert cell.source.count("\n") < 4, cell.id
        assert cell.outputs, cell.id


@pytest.mark.parametrize("path", CASES)
def test_nothing_of_a_machine_a_day_or_a_build_is_stored(path: Path, real_graph: Graph) -> None:
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"/(home|root|work|tmp|Users)/|py" + r"pi\.org|0x[0-9a-f]{6}", text)
    assert "\\u001b" not in text, "colours of a terminal"
    assert '"execution":' not in text, "the time of an execution"
    assert (real_graph.stamp or "") not in text


@pytest.mark.parametrize("path", CASES)
def test_every_link_of_a_table_is_an_iri_of_the_graph(path: Path, real_graph: Graph) -> None:
    links = set(re.findall(r'href=\\"([^"]+)\\"', path.read_text(encoding="utf-8")))
    assert len(links) > 50
    text = "ASK { { ?it ?p ?o } UNION { GRAPH ?g { ?it ?p ?o } } }"
    known = {iri for iri in links if query.holds(real_graph, text, it=NamedNode(iri))}
    assert links == known


# --- the table


def html(sparql: str) -> str:
    return query.run_text(store.memory(), sparql)._repr_html_()


def test_a_hostile_label_is_shown_and_not_run() -> None:
    text = html("""
        SELECT * { VALUES (?chose ?chose_nom ?note) {
            (<https://x.example/?a=1&b='2'> "<img src=x onerror=alert(1)>" "</td></table><script>x</script>")
            (<http://x.example/> "a & b" '\" onmouseover="x')
        } }
    """)
    assert "<img" not in text
    assert "<script" not in text
    assert text.count("</table>") == 1
    assert "&lt;img src=x onerror=alert(1)&gt;" in text
    assert "&quot; onmouseover=&quot;x" in text
    assert "a &amp; b" in text
    assert 'href="https://x.example/?a=1&amp;b=&#x27;2&#x27;"' in text
    assert set(re.findall(r"<(\w+)", text)) == {
        *("table", "caption", "thead", "tbody", "tr", "th", "td", "a")
    }


def test_only_the_web_becomes_a_link() -> None:
    text = html("""
        SELECT * { VALUES ?x {
            <javascript:alert(1)> <JAVASCRIPT:alert(1)> <data:text/html,x> <file:///etc/passwd> <urn:x:y>
            "https://x.example/literal" <HTTPS://x.example/a>
        } }
    """)
    assert re.findall(r'href="([^"]+)"', text) == ["HTTPS://x.example/a"]
    assert "javascript:alert(1)" in text, "shown, as text"


def test_a_label_is_no_formula_and_commands_nothing() -> None:
    text = html(
        r"""SELECT * { VALUES ?x { "$\\href{javascript:x}{y}$" "a\u0000b\u001B[31m" "\u202Eabc" } }"""
    )
    assert text.startswith('<table class="hlmgraph tex2jax_ignore mathjax_ignore">')
    direct = table("a\x1bb", ["\x07"], [False], [[("\x00", None)]])
    assert not re.search(r"[\x00-\x08\x0b-\x1f]", text + direct)
    assert text.count('<td dir="auto"') == 3, "a cell turns its own line around, no other"


def test_a_long_table_is_cut_and_says_so() -> None:
    values = " ".join(str(number) for number in range(ROWS + 2))
    text = html(f"SELECT * {{ VALUES ?n {{ {values} }} }}")
    assert text.count("<tr>") == 1 + ROWS + 1
    assert "… 2 lignes de plus" in text
    assert f"{ROWS + 2} lignes" in text
    assert f">{ROWS}</td>" not in text
    whole = html(f"SELECT * {{ VALUES ?n {{ {values.rsplit(' ', 2)[0]} }} }}")
    assert "de plus" not in whole
    assert whole.count("<tr>") == 1 + ROWS


def test_no_row_and_no_column_are_told() -> None:
    assert "aucune ligne" in html("SELECT ?x ?y { VALUES (?x ?y) { } }")
    assert "aucune ligne" in html("SELECT * { FILTER(false) }")


def test_numbers_stand_to_the_right() -> None:
    text = html('SELECT * { VALUES (?n ?t) { (1 "a") (2.5 "3") } }')
    assert re.findall(r'<th [^>]*text-align: (\w+)">(\w)', text) == [("right", "n"), ("left", "t")]


def test_a_label_leads_to_its_iri(valmont_graph: Graph) -> None:
    answer = query.run(valmont_graph, query.find("sources"))
    text = answer._repr_html_()
    assert "<caption>sources · " in text
    assert 'href="https://w3id.org/hlmgraph/id/' in text


def test_the_short_form_tells_neither_a_path_nor_a_build(real_graph: Graph) -> None:
    question = query.find("par-statut")
    answer = query.run(real_graph, question, {"statut": "en-cours-de-signature"})
    assert repr(answer) == "<par-statut · statut = en-cours-de-signature: 1 row>"
    assert repr(query.run_text(real_graph, "ASK { }")) == "<SPARQL: 1 row>"
    told = answer._repr_html_() + repr(answer)
    assert str(question.file.parent) not in told
    assert (real_graph.stamp or "") not in told
