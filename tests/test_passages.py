"""Passages: phrases become positions, and positions are checked against the very bytes."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import DATA, PlacesWith
from hypothesis import given
from hypothesis import strategies as st

from hlmgraph import sources, vocab
from hlmgraph.errors import SourceError
from hlmgraph.sources import passages
from hlmgraph.sources.passages import check, find, lines, texts

TEXTS = Path(__file__).parent / "valmont" / "texts"


# --- texts


def test_texts_are_known_by_their_fingerprint() -> None:
    found, passed_over = texts(TEXTS)
    assert len(found) == len(list(TEXTS.iterdir()))
    assert passed_over == []
    for mark, document in found.items():
        assert mark == document.fingerprint
        assert document.content == document.path.read_bytes().decode()


def test_no_newline_is_translated(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes("é\r\nx".encode())
    (document,) = texts(tmp_path)[0].values()
    assert document.content == "é\r\nx"


def test_what_is_no_text_is_passed_over_with_a_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.txt").write_text("a text", encoding="utf-8")
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "latin.txt").write_bytes("été".encode("latin-1"))
    (tmp_path / "image.png").write_bytes(b"\x89PNG\0")
    (tmp_path / "long.txt").write_text("x" * 100)
    (tmp_path / ".hidden").write_bytes(b"\xff")
    monkeypatch.setattr(passages, "MAX_BYTES", 50)
    found, passed_over = texts(tmp_path)
    assert [document.path.name for document in found.values()] == ["a.txt"]
    reasons = {Path(error.file or "").name: error.what for error in passed_over}
    assert reasons == {
        "latin.txt": "wrong encoding",
        "image.png": "not a text",
        "long.txt": "too large",
    }


def test_folders_without_text(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="no text"):
        texts(tmp_path)
    with pytest.raises(SourceError, match="not a folder"):
        texts(tmp_path / "missing")


# --- finding


def spans(text: str, phrase: str) -> list[tuple[int, int, bool]]:
    found = find(text, phrase)
    assert all(text[span.start : span.end] == span.content for span in found)
    return [(span.start, span.end, span.exact) for span in found]


@pytest.mark.parametrize(
    ("text", "phrase", "expected"),
    [
        ("un deux un", "un", [(0, 2, True), (8, 10, True)]),
        ("aaaa", "aa", [(0, 2, True), (2, 4, True)]),
        ("un deux", " deux ", [(3, 7, True)]),
        ("Été à l’eau", "l'eau", [(6, 11, False)]),
        ("170\u00a0000\u202f€", "170 000 €", [(0, 9, False)]),
        ("NÉOLIA et Néolia", "neolia", [(0, 6, False), (10, 16, False)]),
        ("NÉOLIA et Néolia", "Néolia", [(10, 16, True)]),
        ("un  \n deux", "un deux", [(0, 10, False)]),
        ("cœur et œuvre", "coeur", [(0, 4, False)]),
        ("e\u0301te\u0301", "été", [(0, 5, False)]),
        ("loge\u00admentx", "logement", [(0, 9, False)]),
        ("Franche–Comté", "franche-comté", [(0, 13, False)]),
        ("« Hlm »", '"hlm"', []),
        ("x", "", []),
        ("x", "   ", []),
        ("x", "\u00ad", []),
        ("", "x", []),
    ],
)
def test_phrases(text: str, phrase: str, expected: list[tuple[int, int, bool]]) -> None:
    assert spans(text, phrase) == expected


@given(st.text(max_size=30), st.text(min_size=1, max_size=8))
def test_positions_are_always_those_of_the_text(text: str, phrase: str) -> None:
    for start, end, exact in spans(text, phrase):
        assert 0 <= start < end <= len(text)
        assert not exact or text[start:end] == phrase.strip()


@given(st.text(max_size=20), st.text(max_size=10), st.text(max_size=20))
def test_what_is_there_is_found(before: str, phrase: str, after: str) -> None:
    assert bool(find(before + phrase + after, phrase)) == bool(phrase.strip())


def test_lines() -> None:
    text = "un\r\n  deux  \n\ntrois"
    assert [
        (lines(text, a, b).start, lines(text, a, b).end) for a, b in ((1, 1), (2, 2), (2, 4))
    ] == [
        (0, 2),
        (6, 10),
        (6, 19),
    ]
    assert lines(text, 4, 4).content == "trois"
    for first, last in ((0, 1), (2, 1), (1, 5)):
        with pytest.raises(SourceError, match="no such lines"):
            lines(text, first, last)
    with pytest.raises(SourceError, match="blank"):
        lines(text, 3, 3)


# --- checking


def read(data: Path) -> list[sources.Reading]:
    return sources.read(sources.files(data), vocab.load())


def test_every_passage_of_valmont_stands_in_its_text() -> None:
    assert check(read(DATA), texts(TEXTS)[0]) == []


LETTER = "sources/2019-06_lettre-arhp.yaml"
MENTION = "forme: VALMONT-HABITAT\n"


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ((MENTION, "forme: Valmont-Habitat\n"), "the form met is not in its passage"),
        (("a: 365, pour: [signataires", "a: 366, pour: [signataires"), "blanks around the passage"),
        (
            ("a: 365, pour: [signataires", "a: 99999, pour: [signataires"),
            "passage outside the text",
        ),
    ],
)
def test_a_wrong_passage_is_seen(
    change: tuple[str, str], what: str, places_with: PlacesWith
) -> None:
    places = places_with({LETTER: [change]})
    (error,) = check(read(places.data), texts(TEXTS)[0])
    assert error.what == what
    assert (error.file or "").endswith(LETTER)
    written = (places.data / LETTER).read_text(encoding="utf-8").splitlines()
    assert change[1].strip().splitlines()[0] in written[(error.line or 0) - 1]


def test_a_missing_text_is_said_once_a_file(tmp_path: Path) -> None:
    (tmp_path / "other.txt").write_text("other")
    errors = check(read(DATA), texts(tmp_path)[0])
    files = [error.file for error in errors]
    assert len(files) == len(set(files)) == 3
    assert all("were not checked" in error.what for error in errors)
