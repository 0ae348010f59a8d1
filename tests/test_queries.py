"""Every question of `queries/`, asked of the real graph, gives its golden answer; every row can be explained.

`python tests/golden/write.py` writes the golden answers again: read the difference before you commit it.
"""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from golden import cases

from hlmgraph import paths, query
from hlmgraph.explain import explain
from hlmgraph.store import Graph

CASES = cases.all_cases()


def test_there_are_at_least_thirty_questions_for_three_readers() -> None:
    questions = query.catalogue(paths.queries())
    assert len(questions) >= 30
    assert {"analyste", "chercheur", "relieur"} <= {tag for q in questions for tag in q.tags}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.file)
def test_golden(case: cases.Case, real_graph: Graph) -> None:
    said = cases.ask(real_graph, case)
    golden = Path(__file__).parent / "golden" / case.file
    assert said == golden.read_text(encoding="utf-8"), "python tests/golden/write.py"
    assert said.count("\n") > 1 or case.may_be_empty


def test_no_golden_answer_is_left_over() -> None:
    written = {path.name for path in (Path(__file__).parent / "golden").glob("*.csv")}
    assert written == {case.file for case in CASES}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.file)
def test_every_row_can_be_explained(case: cases.Case, real_graph: Graph) -> None:
    """A claim of a row leads to its reading and to its evidence, or to the registre."""
    rows = csv.DictReader(io.StringIO(cases.ask(real_graph, case)))
    claims = {
        row[name]
        for row in rows
        for name in row
        if "affirmation" in name and row[name].startswith("http")
    }
    for claim in sorted(claims)[:15]:
        told = explain(real_graph, claim)
        assert told.iri == claim


def test_the_same_question_answers_differently_at_two_dates(real_graph: Graph) -> None:
    question = query.find("accords-en-vigueur", paths.queries())
    early = query.run(real_graph, question, {"valide_le": "2013-06-30"})
    late = query.run(real_graph, question, {"valide_le": "2020-07-01"})
    before = query.run(real_graph, question, {"valide_le": "2020-07-01", "connu_le": "2020-01-01"})
    assert {len(early.rows), len(late.rows)} != {len(late.rows)}
    assert len(before.rows) == 0, "nothing was recorded before 2026"
