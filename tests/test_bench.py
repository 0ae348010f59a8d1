"""The generator of `make bench`: the same bytes for a seed, files that a build takes, the size that was asked."""

import sys
from pathlib import Path

import pytest

from hlmgraph import build, ids, query, store
from hlmgraph.paths import Places
from hlmgraph.rdf import NamedNode
from hlmgraph.sources.tree import MAX_BYTES

ROOT = Path(__file__).parents[1]
sys.path.append(str(ROOT / "tests" / "bench"))

import generator  # noqa: E402
import report  # noqa: E402

QUADS = 5_000


def files(folder):
    return {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*.yaml")}


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """A generated graph: its places, and the graph."""
    home = tmp_path_factory.mktemp("generated")
    generator.write(home, QUADS)
    places = Places(ROOT / "ontology", home / "data", ROOT / "queries", home / "build")
    build.build(places)
    return places, store.open_build(places.build)


def test_a_seed_gives_the_same_bytes_and_another_gives_others(built, tmp_path):
    for seed in (1, 2):
        generator.write(tmp_path / str(seed), QUADS, seed)
    one, other = files(tmp_path / "1" / "data"), files(tmp_path / "2" / "data")
    assert one == files(built[0].data)
    assert one.keys() == other.keys()
    assert one != other


def test_the_size_is_the_one_asked(built):
    sizes = store.report(built[0].build)["quads"]
    vocabulary = 2 * sizes[ids.graph("vocabulaire")]
    assert sum(sizes.values()) - vocabulary == pytest.approx(QUADS, rel=0.25)


def test_larger_graphs_are_cut_into_files_that_can_be_read(tmp_path):
    generator.write(tmp_path, 100_000)
    sizes = [path.stat().st_size for path in tmp_path.rglob("*.yaml")]
    assert max(sizes) < MAX_BYTES // 4
    assert len(sizes) > 40
    assert list(tmp_path.rglob("*.2.yaml")), "no reading is replaced"


@pytest.mark.parametrize(
    "pattern",
    [
        "?a hlm:affirme ?relation ; hlm:selon ?x . ?b hlm:affirme ?relation ; hlm:selon ?y FILTER(?x != ?y)",
        "GRAPH ?cartes { ?claim hlm:retireLe ?day } FILTER NOT EXISTS { ?claim hlm:affirme ?it }",
        "?relation hlm:pivot ?pivot ; hlm:nombre ?number",
        "?part hlm:role ?role ; hlm:pourLeCompteDe ?other",
        "?part hlm:chiffrePartieDe ?whole",
        "?claim hlm:deduit hlm:partenaire ; hlm:note ?note",
        "?relation hlm:accordCadre ?framework",
        "?body hlm:identifiant ?code . ?body hlm:denomination ?name",
        "?merger a hlm:Changement ; hlm:avant ?before ; hlm:apres ?after",
    ],
)
def test_what_is_hard_in_valmont_is_there(pattern, tmp_path_factory):
    graph = _larger(tmp_path_factory)
    head = f"PREFIX hlm: <{ids.term('x')[:-1]}>"
    assert graph.ask(f"{head} ASK {{ {pattern} }}")


_LARGER = []


def _larger(factory):
    """A graph with ten documents, so that one is read again; built once."""
    if not _LARGER:
        home = factory.mktemp("larger")
        generator.write(home, 40_000)
        places = Places(ROOT / "ontology", home / "data", ROOT / "queries", home / "build")
        build.build(places)
        _LARGER.append(store.open_build(places.build))
    return _LARGER[0]


def test_a_generated_graph_answers_what_bench_asks(built):
    graph = built[1]
    assert NamedNode(ids.thing(generator.SAMPLES["iri"])) in {row[0] for row in _things(graph)}
    for question in query.catalogue():
        kinds = {param.name: param.type for param in question.params}
        params = {
            name: generator.SAMPLES.get(kinds[name], said)
            for name, said in question.samples().items()
        }
        query.run(graph, question, params)


def _things(graph):
    return graph.select("SELECT DISTINCT ?it WHERE { ?it a ?class }").rows


def test_a_siren_of_the_generator_passes_its_checksum():
    assert all(ids.check("siren", generator.siren(n)) == generator.siren(n) for n in range(1, 99))


def test_the_page_tells_what_failed_and_what_gave_up():
    each = {"rows": 3, "api": 0.01, "engine": 0.009, "added": 0.001}
    asked = [{"name": name, **each} for name in ("slow", "broken", "quick")]
    rdflib = {
        "slow": {"seconds": None, "limit": 1.0, "rows": None},
        "broken": {"seconds": None, "limit": 1.0, "rows": None, "failed": "NotBoundError"},
        "quick": {"seconds": 0.1, "limit": 1.0, "rows": 4},
    }
    stages = {"load": 1.0, "seal": 3.0}
    found = {
        "build": {"stages": stages, "memory": 300, "bytes": 100, "quads": 1000},
        "starts": {"empty": 0.01, "engine": 0.02, "help": 0.1, "query": 0.2},
        "ready": 0.01,
        "lookups": [{"name": "explain", "first": 0.1, "seconds": 0.002}],
        "questions": asked,
        "rdflib": rdflib,
        "scales": [],
    }
    page = report.page(found)
    for said in ("> 100", "fails", "3 (rdflib: 4)", "missed, × 2.0", "all but quick", "× 3.0"):
        assert said in page, said
