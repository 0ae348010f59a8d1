"""The pipeline: the same bytes each time, all or nothing, and a second source that adds and never multiplies."""

import hashlib
import json
import os
import resource
import shutil
import subprocess
import sys

import pytest

from hlmgraph import build, ids, store
from hlmgraph.errors import GraphError, HlmError, JudgementError, SourceError
from hlmgraph.paths import Places
from hlmgraph.rdf import NamedNode

LETTER = "sources/2019-06_lettre-arhp.yaml"
FIRST, PAGE = (f"sources/2019-07_sdis-orle{number}.yaml" for number in ("", ".2"))
AGREEMENT = NamedNode(ids.thing("accord/acces-secours-orle"))
# A change of its own: a build that is there already has nothing to write.
LIMITED = {LETTER: [("titre: La lettre de l’ARHP", "titre: Une lettre de plus")]}
OTHER = {LETTER: [("titre: La lettre de l’ARHP", "titre: La lettre")]}
WRONG = {LETTER: [("editeur: arhp", "editeur: ahrp")]}
UNSHAPED = {LETTER: [("    fonction: présidente\n", "")]}

CHILD = """
import os, shutil, signal, sys
from pathlib import Path
from hlmgraph import build, store
from hlmgraph.paths import Places

def die(*_, **__):
    os.kill(os.getpid(), signal.SIGKILL)

class Tell:
    def step(self, name, detail=""):
        if moment == name + (" done" if detail else ""):
            die()

*folders, moment = sys.argv[1:]
hooks = {
    "copy": (shutil, "copytree"),
    "store": (store, "create"),
    "rename": (Path, "rename"),
    "link": (Path, "symlink_to"),
    "switch": (Path, "replace"),
}
if moment in hooks:
    setattr(*hooks[moment], die)
print(build.build(Places(*map(Path, folders)), Tell()).name)
"""


def child(places, moment="", **options):
    """A build in another process, which kills itself at a moment."""
    folders = map(str, (places.ontology, places.data, places.queries, places.build))
    command = [sys.executable, "-c", CHILD, *folders, moment]
    return subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **options
    )


def finished(process):
    out, err = process.communicate(timeout=300)
    return process.returncode, out.strip(), err


def beside(places, other):
    """The files of one, the build folder of the other."""
    return Places(places.ontology, places.data, places.queries, other.build)


def tree(folder):
    """Every path below a folder, with what would tell of a change."""
    found = {}
    for path in sorted(folder.rglob("*")):
        stat = path.lstat()
        said = path.readlink() if path.is_symlink() else stat.st_size
        found[path.relative_to(folder).as_posix()] = (said, stat.st_mtime_ns)
    return found


def answers(root):
    """Whether the build that `current` points to says what its dump says."""
    graph = store.open_build(root)
    dump = (store.current(root) / "graph.nq").read_bytes()
    assert hashlib.sha256(dump).hexdigest() == store.report(root)["sha256"]
    assert len(graph) == dump.count(b"\n")
    return graph.stamp


# --- what a build is


def test_what_a_build_holds(valmont, valmont_graph):
    folder = store.current(valmont.build)
    assert {path.name for path in folder.iterdir()} == {
        *("graph.nq", "report.json", "lines.json", "store", "ontology", "queries")
    }
    assert {path.name for path in valmont.build.iterdir()} == {folder.name, "current"}
    assert answers(valmont.build) == build.stamp(valmont)
    lines = json.loads((folder / "lines.json").read_text(encoding="utf-8"))
    told = [file for file, _ in lines[AGREEMENT.value]]
    assert sorted(told) == sorted(f"data/{file}" for file in (LETTER, FIRST, PAGE))


def test_the_report_counts_and_names_what_nobody_speaks_of(valmont, valmont_graph):
    report = store.report(valmont.build)
    assert report["findings"] == []
    assert report["leftovers"] == [
        ids.organisation("foyer-de-valmont"),
        ids.organisation("logis-de-l-orle"),
    ]
    said = {one["file"]: (one["replaced"], one["withdrawn"]) for one in report["readings"]}
    assert said == {
        "2019-06_lettre-arhp.yaml": (False, 1),
        "2019-07_sdis-orle.yaml": (True, 0),
        "2019-07_sdis-orle.2.yaml": (False, 0),
        "2021_parc-social.yaml": (False, 0),
        "organisations.yaml": (False, 0),
        "territoires.yaml": (False, 0),
    }
    assert sum(report["quads"].values()) == len(valmont_graph)
    assert report["inferred"] == report["quads"][ids.graph("inferences")]


def test_a_warning_is_reported_and_does_not_stop_the_build(places_with):
    places = places_with({LETTER: [("    nom: Rencontres de l’habitat\n", "")]})
    build.build(places)
    [finding] = store.report(places.build)["findings"]
    assert (finding["severity"], finding["file"]) == ("warning", f"data/{LETTER}")


# --- the same bytes


def test_two_processes_write_the_same_bytes(places_with):
    """With other hash seeds, other folders and other times of the files."""
    made = []
    for seed in ("1", "2"):
        places = places_with({})
        os.utime(places.data / LETTER, (int(seed), int(seed)))
        running = child(places, env=os.environ | {"PYTHONHASHSEED": seed})
        code, mark, err = finished(running)
        assert code == 0, err
        folder = places.build / mark
        made.append(
            [(folder / name).read_bytes() for name in ("graph.nq", "report.json", "lines.json")]
        )
    assert made[0] == made[1]
    assert b"_:" not in made[0][0]
    assert made[0][0].splitlines() == sorted(set(made[0][0].splitlines()))


def test_building_again_changes_nothing(places_with):
    places = places_with({})
    folder = build.build(places)
    before = tree(folder)
    assert build.build(places) == folder
    assert tree(folder) == before


@pytest.mark.parametrize(
    ("part", "name"),
    [
        ("data", LETTER),
        ("data", "liens.sssom.tsv"),
        ("ontology", "shapes.ttl"),
        ("queries", "rules/labels.rq"),
        ("queries", "checks/pivot-is-a-party.rq"),
    ],
)
def test_the_stamp_is_of_every_input(tmp_path, valmont, part, name):
    copy = Places.under(tmp_path)
    for one in ("data", "ontology", "queries"):
        shutil.copytree(getattr(valmont, one), getattr(copy, one))
    assert build.stamp(copy) == build.stamp(valmont)
    with (getattr(copy, part) / name).open("a", encoding="utf-8") as file:
        file.write("\n")
    assert build.stamp(copy) != build.stamp(valmont)


def test_the_stamp_is_of_the_engines_too(valmont, monkeypatch):
    before = build.stamp(valmont)
    module = sys.modules["hlmgraph.build.stamp"]
    monkeypatch.setattr(module, "version", lambda name: f"another {name}")
    assert build.stamp(valmont) != before


# --- all or nothing


@pytest.fixture(scope="module")
def home(tmp_path_factory, valmont):
    """A good build that others try to spoil."""
    places = Places(
        valmont.ontology, valmont.data, valmont.queries, tmp_path_factory.mktemp("home") / "build"
    )
    build.build(places)
    return places


def test_a_check_writes_nothing(places_with, home):
    places = places_with(OTHER)
    before = tree(places.data), tree(home.build)
    assert build.check(places) == build.check(beside(places, home)) == []
    assert (tree(places.data), tree(home.build)) == before
    assert not places.build.exists()


@pytest.mark.parametrize(
    ("files", "kind"),
    [
        (WRONG, SourceError),
        (UNSHAPED, JudgementError),
        ({"liens.sssom.tsv": "subject_id\n"}, JudgementError),
        ({LETTER: b"\xff"}, HlmError),
    ],
)
def test_a_failing_build_changes_nothing(places_with, home, files, kind):
    before = tree(home.build)
    places = places_with(files)
    with pytest.raises(kind):
        build.build(places)
    with pytest.raises(kind):
        build.build(beside(places, home))
    assert not places.build.exists()
    assert tree(home.build) == before


MOMENTS = ("reason", "seal", "copy", "store", "rename", "link", "switch", "seal done")


def test_killed_builds_leave_the_last_good_one(places_with, home):
    """Whenever they are killed, and side by side; the next build needs no help and sweeps up."""
    good = answers(home.build)
    dying = {
        moment: places_with({LETTER: [("titre: La lettre", f"titre: {moment}")]})
        for moment in MOMENTS
    }
    running = {moment: child(beside(places, home), moment) for moment, places in dying.items()}
    new = {moment: build.stamp(places) for moment, places in dying.items()}
    for moment, process in running.items():
        code, _, err = finished(process)
        assert code == -9, (moment, err)
    whole = ("link", "switch", "seal done")
    assert {moment: (home.build / mark).exists() for moment, mark in new.items()} == {
        moment: moment in whole for moment in MOMENTS
    }
    assert answers(home.build) == new["seal done"]
    build.build(home)
    left = {path.name for path in home.build.iterdir()}
    assert left == {good, "current", *(new[moment] for moment in whole)}
    for moment in whole:
        shutil.rmtree(home.build / new[moment])
    assert answers(home.build) == good


@pytest.mark.parametrize("delay", [0.3, 0.6, 0.75])
def test_a_build_killed_from_outside_leaves_the_last_good_one(places_with, home, delay):
    places = beside(places_with(OTHER), home)
    running = child(places)
    try:
        running.wait(timeout=delay)
    except subprocess.TimeoutExpired:
        running.kill()
    running.communicate()
    assert answers(home.build) in (build.stamp(home), build.stamp(places))
    build.build(home)
    assert answers(home.build) == build.stamp(home)


def test_two_builds_at_once(places_with):
    """Of the same files and of others: each ends well, and `current` is one of theirs."""
    same, other = places_with({}), places_with(OTHER)
    running = [child(same), child(same), child(beside(other, same))]
    results = [finished(one) for one in running]
    assert [code for code, *_ in results] == [0, 0, 0], results
    marks = [mark for _, mark, _ in results]
    assert marks == [build.stamp(same), build.stamp(same), build.stamp(other)]
    assert answers(same.build) in marks
    assert {path.name for path in same.build.iterdir()} == {*marks, "current"}


def test_drafts_of_the_dead_are_swept_and_of_the_living_kept(places_with):
    places = places_with({})
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    drafts = [places.build / f".draft-{process}-x" for process in (dead.pid, os.getpid())]
    for draft in drafts:
        draft.mkdir(parents=True)
    build.build(places)
    assert [draft.exists() for draft in drafts] == [False, True]


def test_inputs_that_change_during_the_build_are_an_error(places_with):
    places = places_with({})

    class Meddler:
        def step(self, name, detail=""):
            if name == "reason":
                (places.data / "sources" / "new.yaml").write_text("x", encoding="utf-8")

    with pytest.raises(JudgementError, match="the inputs changed during the build"):
        build.build(places, Meddler())
    assert not places.build.exists()


def refused(places, home):
    """A build that cannot write says so, and leaves all as it was."""
    before = tree(home.build)
    with pytest.raises(JudgementError, match=r"could not be written.*last good build is untouched"):
        build.build(places)
    after = tree(home.build)
    assert {name: said for name, (said, _) in after.items()} == {
        name: said for name, (said, _) in before.items()
    }


def test_a_limit_on_the_size_of_files(places_with, home):
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, hard))
    try:
        refused(beside(places_with(LIMITED), home), home)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert answers(home.build) == build.stamp(home)


@pytest.fixture
def small_disk(tmp_path):
    """A file system of 16 MB."""
    command = ["mount", "-t", "tmpfs", "-o", "size=16m", "none", str(tmp_path)]
    if os.getuid() != 0 or subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("only root may mount a small disk")
    yield tmp_path
    subprocess.run(["umount", "-l", str(tmp_path)], check=True)


@pytest.mark.parametrize("left", [50_000, 1_400_000])
def test_a_full_disk(small_disk, places_with, valmont, left):
    """Full from the start, or when the store is being made."""
    home = Places(valmont.ontology, valmont.data, valmont.queries, small_disk / "build")
    build.build(home)
    filler = small_disk / "filler"
    filler.write_bytes(b"\0" * (shutil.disk_usage(small_disk).free - left))
    refused(beside(places_with(OTHER), home), home)
    assert answers(home.build) == build.stamp(home)
    filler.unlink()
    build.build(beside(places_with(OTHER), home))


def test_a_build_folder_that_is_none(places_with):
    places = places_with({})
    places.build.write_text("", encoding="utf-8")
    with pytest.raises(JudgementError, match="could not be written"):
        build.build(places)
    with pytest.raises(GraphError, match="no graph has been built"):
        store.open_build(places.build)


# --- a second source adds, and does not multiply

SECOND = """
id: source/2019-08_journal
type: ArticlePresse
titre: Des badges pour les pompiers
editeur: non_precise
date: 2019-08-01
langue: fr
empreinte: sha256:{mark}
lecture: 1
saisi_le: 2026-11-25
attendu: {{Accord: 1}}
contenu:
  - id: accord/acces-secours-orle
    type: Accord
    nom: Accès des secours aux immeubles de l’Orle
    nature: convention
    statut: signe
    signataires: [sdis-orle, collectif-bailleurs-orle]
    non_precise: [signe_le, fin]
    preuve: {{de: 10, a: 90}}
""".format(mark="1" * 64)

ALONE = {FIRST: None, PAGE: None}


def graph_of(places):
    build.build(places)
    return store.open_build(places.build)


def column(graph, pattern):
    text = f"PREFIX hlm: <{ids.term('x')[:-1]}> SELECT ?x WHERE {{ {pattern} }}"
    return sorted(str(row[0].value).removeprefix(ids.THING_BASE) for row in graph.select(text).rows)


def claims(graph):
    return column(graph, f"?x hlm:affirme {AGREEMENT}")


def passages(graph):
    return column(graph, f"?claim hlm:affirme {AGREEMENT} ; hlm:preuve ?x")


def unknowns(graph):
    found = {}
    for claim in claims(graph):
        pattern = f"<{ids.THING_BASE}{claim}> hlm:nonPrecise ?x"
        found[claim.split("/")[1]] = [iri.partition("#")[2] for iri in column(graph, pattern)]
    return found


def counts(graph):
    """What a reader would count: things by class, signatures, edges."""
    by_class = "SELECT ?c (COUNT(?x) AS ?n) WHERE { ?x a hlm:Relation, ?c } GROUP BY ?c ORDER BY ?c"
    signed = "SELECT (COUNT(*) AS ?n) WHERE { ?x hlm:signataire ?a }"
    joined = "SELECT (COUNT(*) AS ?n) WHERE { ?x hlm:partie ?a, ?b FILTER(STR(?a) < STR(?b)) }"
    head = f"PREFIX hlm: <{ids.term('x')[:-1]}> "
    return [
        [str(t) for t in row]
        for q in (by_class, signed, joined)
        for row in graph.select(head + q).rows
    ]


def test_a_second_source_adds_a_claim_and_multiplies_nothing(places_with):
    one = graph_of(places_with(ALONE))
    two = graph_of(places_with(ALONE | {"sources/2019-08_journal.yaml": SECOND}))
    assert passages(one) == [
        f"source/2019-06_lettre-arhp#char={at}" for at in ("210,365", "366,403")
    ]
    assert passages(two) == [*passages(one), "source/2019-08_journal#char=10,90"]
    assert unknowns(one) == {"2019-06_lettre-arhp": ["fin", "montant"]}
    assert unknowns(two) == unknowns(one) | {"2019-08_journal": ["fin", "signeLe"]}
    assert counts(two) == counts(one)
    assert [store.report(graph.folder.parent)["findings"] for graph in (one, two)] == [[], []]


def test_two_sources_that_disagree_are_kept_twice(valmont_graph):
    assert len(claims(valmont_graph)) == 2
    assert unknowns(valmont_graph) == {
        "2019-06_lettre-arhp": ["fin", "montant"],
        "2019-07_sdis-orle": ["montant", "objet"],
    }
    assert column(valmont_graph, f"{AGREEMENT} hlm:signeLe ?x") == ["2019-06", "2019-06-12"]
    [reading] = column(
        valmont_graph,
        f"GRAPH ?x {{ {AGREEMENT} hlm:signeLe '2019-06-12'^^<http://www.w3.org/2001/XMLSchema#date> }}",
    )
    assert reading == "lecture/2019-07_sdis-orle/2"


def test_withdrawing_a_claim_leaves_what_the_other_says(places_with, valmont_graph):
    out = (
        "    fin: 2022-06-11\n",
        "    fin: 2022-06-11\n    retire: {le: 2026-11-25, motif: essai}\n",
    )
    alone = graph_of(places_with(ALONE))
    left = graph_of(places_with({PAGE: [out]}))
    for ask in (claims, passages, unknowns, counts):
        assert ask(left) == ask(alone)
    facts = f"{AGREEMENT} ?p ?x"
    assert column(left, facts) == column(alone, facts)
    assert column(left, facts) != column(valmont_graph, facts)
    # Nothing published is deleted: the reading's own graph still says it.
    reading = ids.reading("2019-07_sdis-orle", 2)
    said = f"GRAPH <{reading}> {{ {facts} }}"
    assert column(left, said) == column(valmont_graph, said) != []


def test_a_source_may_say_the_same_thing_twice_over(places_with):
    """A withdrawn claim withdraws no fact that another claim of the default graph tells."""
    out = (
        "    signe_le: 2019-06\n",
        "    signe_le: 2019-06\n    retire: {le: 2026-11-25, motif: essai}\n",
    )
    graph = graph_of(places_with({LETTER: [out]}))
    assert column(graph, f"{AGREEMENT} hlm:signeLe ?x") == ["2019-06-12"]
    assert column(graph, f"{AGREEMENT} hlm:signataire ?x") == [
        "organisation/collectif-bailleurs-orle",
        "organisation/sdis-orle",
    ]
