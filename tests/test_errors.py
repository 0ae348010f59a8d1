import json
import pickle
import subprocess
import sys

import pytest

from hlmgraph import errors
from hlmgraph.errors import FactError, HlmError, Several, SourceError, WordError, nearest

FULL = SourceError(
    "unknown key",
    file="a.yaml",
    line=3,
    column=5,
    value="signataire",
    expected="a key of Accord",
    nearest="signataires",
    todo="correct it",
)


def test_a_message_says_what_where_and_what_to_do():
    assert str(FULL) == (
        "a.yaml:3:5: unknown key [signataire]; expected a key of Accord;"
        " did you mean “signataires”? → correct it"
    )


@pytest.mark.parametrize(
    ("error", "text"),
    [
        (WordError("no"), "no"),
        (WordError("no", value=0), "no [0]"),
        (WordError("no", file="a"), "a: no"),
        (WordError("no", file="a", line=1), "a:1: no"),
        (WordError("no", file="a", column=2), "a: no"),
        (WordError("no", line=4), "line 4: no"),
        (WordError("no", todo="go"), "no → go"),
    ],
)
def test_only_what_is_known_is_said(error, text):
    assert str(error) == text


def test_facts_are_json():
    facts = json.loads(json.dumps(FULL.facts()))
    assert facts == {
        "error": "SourceError",
        "what": "unknown key",
        "file": "a.yaml",
        "line": 3,
        "column": 5,
        "value": "signataire",
        "expected": "a key of Accord",
        "nearest": "signataires",
        "todo": "correct it",
    }
    assert json.dumps(WordError("no", value=object).facts())


def test_errors_sort_by_place():
    places = [("b", 1, 1), ("a", 10, 1), ("a", 2, 9), ("a", 2, 3), (None, None, None)]
    found = [HlmError("x", file=f, line=line, column=c) for f, line, c in places]
    assert [(e.file, e.line, e.column) for e in sorted(found)] == places[::-1]


def test_an_error_survives_the_way_to_another_process():
    again = pickle.loads(pickle.dumps(FULL))
    assert type(again) is SourceError
    assert again.facts() == FULL.facts()
    several = pickle.loads(pickle.dumps(Several([FULL, WordError("b")])))
    assert str(several) == str(Several([FULL, WordError("b")]))


def test_raise_if_raises_as_much_as_there_is():
    Several.raise_if([])
    with pytest.raises(SourceError) as one:
        Several.raise_if([FULL])
    assert one.value is FULL
    with pytest.raises(Several) as both:
        Several.raise_if([FULL, FactError("b", file="a.yaml", line=1)])
    assert str(both.value).splitlines() == [
        "a.yaml:1: b",
        str(FULL),
        "2 errors in 1 file",
    ]
    assert len(both.value.facts()["errors"]) == 2


def test_several_within_several_lie_flat():
    inner = Several([WordError("a"), WordError("b")])
    assert str(Several([inner, WordError("c")])).endswith("3 errors")
    with pytest.raises(WordError):
        Several.raise_if([Several([FULL, WordError("x")]).errors[0]])


def test_one_kind_for_each_floor():
    kinds = [
        errors.WordError,
        errors.SourceError,
        errors.FactError,
        errors.GraphError,
        errors.JudgementError,
        errors.ViewError,
        errors.FaceError,
        errors.UsageError,
    ]
    assert all(issubclass(kind, HlmError) for kind in kinds)
    assert len(set(kinds)) == 8


@pytest.mark.parametrize(
    ("word", "known", "found"),
    [
        ("signataire", ["signataires", "partenaires"], "signataires"),
        ("Acord", ["Accord", "Acteur"], "Accord"),
        ("non-precise", ["non_precise"], "non_precise"),
        ("zzz", ["Accord"], None),
        ("x", [], None),
        ("ab", ["abd", "abc"], "abc"),
    ],
)
def test_nearest(word, known, found):
    assert nearest(word, known) == found


def test_nothing_heavy_is_imported():
    code = (
        "import sys, hlmgraph.errors, hlmgraph.paths;"
        "print([m for m in sys.modules if m.split('.')[0] in"
        " ('pyoxigraph', 'rdflib', 'rapidfuzz', 'stdnum', 'difflib', 'json', 'yaml')])"
    )
    # -I keeps a .pth of the environment from importing things of its own
    done = subprocess.run(
        [sys.executable, "-S", "-c", code],
        capture_output=True,
        text=True,
        env={"PYTHONPATH": str(errors.__file__).rsplit("/hlmgraph/", 1)[0]},
        check=True,
    )
    assert done.stdout.strip() == "[]"
