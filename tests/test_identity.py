"""Judgements: who is who, checked line by line, applied to the default graph alone."""

import pytest

from hlmgraph import identity, ids
from hlmgraph.errors import HlmError, JudgementError, Several
from hlmgraph.identity import DIFFERENT, SAME, UNSURE, Judgement, survivors
from hlmgraph.rdf import DefaultGraph, Literal, NamedNode, Quad

KNOWN = ("a", "b", "c", "sdis-orle", "sdis-valmont", "tilleuls-solidaires", "les-tilleuls")
HEAD = "\t".join(identity.COLUMNS)


def row(subject, predicate, other, day="2026-11-20", who="Valmont", why="Vu."):
    ends = (f"organisation:{subject}", predicate, f"organisation:{other}")
    return "\t".join((*ends, "semapv:ManualMappingCuration", who, day, why))


def judged(folder, *rows, head=HEAD):
    path = folder / identity.FILE
    path.write_text("\n".join((head, *rows)) + "\n", encoding="utf-8")
    return identity.read(path, KNOWN)


def wrong(folder, *rows, head=HEAD):
    with pytest.raises(HlmError) as caught:
        judged(folder, *rows, head=head)
    error = caught.value
    errors = error.errors if isinstance(error, Several) else [error]
    assert all(type(e) is JudgementError and e.file and e.line for e in errors)
    return [(e.line, e.what, e.expected or e.nearest or e.todo) for e in errors]


def test_the_judgements_of_valmont(valmont):
    merged, kept = identity.read(valmont.data / identity.FILE, KNOWN)
    assert (merged.predicate, merged.line, kept.predicate, kept.line) == (SAME, 2, DIFFERENT, 3)
    assert survivors([merged, kept]) == {
        ids.organisation("sdis-valmont"): ids.organisation("sdis-orle")
    }


def test_no_file_is_no_judgement(tmp_path):
    assert identity.read(tmp_path / identity.FILE, KNOWN) == []


def test_remarks_and_blank_lines_count_in_line_numbers(tmp_path):
    [one] = judged(tmp_path, "", "# because", row("a", UNSURE, "b"))
    assert one.line == 4
    assert survivors([one]) == {}


@pytest.mark.parametrize(
    ("bad", "what", "hint"),
    [
        (row("sdis-valmon", SAME, "b"), "unknown organisation in subject_id", "sdis-valmont"),
        (row("a", SAME, "sdis-orl"), "unknown organisation in object_id", "sdis-orle"),
        (row("a", SAME, "b").replace("organisation:b", "accord:b"), "unknown organisation in object_id", "b"),
        (row("a", "owl:same", "b"), "wrong judgement", f"{SAME}, {DIFFERENT} or {UNSURE}"),
        (row("a", SAME, "b", day="2026"), "judgement without its day", "YYYY-MM-DD"),
        (row("a", SAME, "b", day="2026-02-30"), "judgement without its day", "YYYY-MM-DD"),
        (row("a", SAME, "b", day="20261120"), "judgement without its day", "YYYY-MM-DD"),
        (row("a", SAME, "b", who=""), "judgement without `author_label`", "who judged, and why"),
        (row("a", SAME, "b", why=" "), "judgement without `comment`", "who judged, and why"),
        (row("a", UNSURE, "a"), "a thing judged against itself", None),
    ],
)  # fmt: skip
def test_a_wrong_line_is_refused(tmp_path, bad, what, hint):
    assert (3, what, hint) in wrong(tmp_path, row("b", UNSURE, "c"), bad)


def test_a_column_is_missing(tmp_path):
    assert wrong(tmp_path, head=HEAD.replace("\tcomment", "")) == [(1, "missing columns", None)]


def test_another_encoding(tmp_path):
    path = tmp_path / identity.FILE
    path.write_bytes(HEAD.encode() + "\n# é".encode("latin-1"))
    with pytest.raises(JudgementError, match="wrong encoding; expected UTF-8, not byte 0xe9"):
        identity.read(path, KNOWN)


def test_two_lines_that_contradict(tmp_path):
    lines = wrong(tmp_path, row("a", SAME, "b"), row("b", DIFFERENT, "a"), row("a", SAME, "c"))
    assert lines == [
        (3, "two opposite judgements", "one (the other, line 2)"),
        (4, "merged into two survivors", "one (the other, line 2)"),
    ]


def test_what_is_forbidden_is_not_merged_through_a_third(tmp_path):
    rows = row("a", SAME, "c"), row("a", DIFFERENT, "b"), row("b", SAME, "c")
    todo = "withdraw this judgement, or one of those that merge"
    assert wrong(tmp_path, *rows) == [(3, "two that are judged different are merged", todo)]


def test_a_chain_ends_at_its_last_survivor():
    said = [Judgement(x, SAME, y, "f", 1) for x, y in (("b", "c"), ("a", "b"), ("d", "c"))]
    assert survivors(said) == {"a": "c", "b": "c", "d": "c"}


@pytest.mark.parametrize("circle", [("a", "b"), ("a", "b", "c")])
def test_a_circle_is_refused(tmp_path, circle):
    rows = [row(x, SAME, y) for x, y in zip(circle, (*circle[1:], circle[0]), strict=True)]
    assert wrong(tmp_path, *rows) == [
        (2, "judgements that go round in a circle", "choose one survivor")
    ]


def test_apply_touches_subjects_and_objects_and_nothing_else():
    a, b, p, g = (NamedNode(f"http://x.example/{x}") for x in "abpg")
    quads = [Quad(a, p, a, g), Quad(b, a, Literal(a.value), g)]
    assert list(identity.apply(quads, {a.value: b.value})) == [Quad(b, p, b, g), quads[1]]
    assert list(identity.apply(quads, {})) == quads


def test_the_default_graph_speaks_of_the_survivor_alone(valmont_graph):
    loser, winner = (NamedNode(ids.organisation(x)) for x in ("sdis-valmont", "sdis-orle"))
    ask = f"SELECT ?s ?p ?o WHERE {{ ?s ?p ?o FILTER({loser} IN (?s, ?o)) }}"
    said = valmont_graph.select(ask).rows
    assert said == [(loser, identity.REPLACED_BY, winner)]
    signed = NamedNode(ids.term("signataire"))
    detectors = NamedNode(ids.thing("accord/detecteurs-les-tilleuls"))
    assert Quad(detectors, signed, winner, DefaultGraph()) in valmont_graph.raw
    reading = NamedNode(ids.reading("2019-06_lettre-arhp", 1))
    assert Quad(detectors, signed, loser, reading) in valmont_graph.raw


def test_the_redirect_stands_in_the_cards(valmont_graph):
    cards = NamedNode(ids.graph("cartes"))
    loser, winner = (NamedNode(ids.organisation(x)) for x in ("sdis-valmont", "sdis-orle"))
    assert Quad(loser, identity.REPLACED_BY, winner, cards) in valmont_graph.raw


def test_what_is_judged_different_stays_two(valmont_graph):
    for slug, nom in (
        ("les-tilleuls", "Les Tilleuls"),
        ("tilleuls-solidaires", "Tilleuls solidaires"),
    ):
        one = NamedNode(ids.organisation(slug))
        found = valmont_graph.raw.quads_for_pattern(
            one, NamedNode(ids.term("nom")), None, DefaultGraph()
        )
        assert [quad.object.value for quad in found] == [nom]
