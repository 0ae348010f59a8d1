from pathlib import Path

import pytest

from hlmgraph import paths
from hlmgraph.errors import WordError
from hlmgraph.paths import Places

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch):
    for name in ("HLMGRAPH_HOME", "HLMGRAPH_BUILD", "XDG_CACHE_HOME"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def installed(monkeypatch, tmp_path):
    monkeypatch.setattr(paths, "checkout", lambda: None)
    monkeypatch.setattr(paths, "_PACKAGE", tmp_path)
    return tmp_path


def test_a_checkout():
    assert paths.checkout() == ROOT
    assert Places.usual() == Places(
        ROOT / "ontology", ROOT / "data", ROOT / "queries", ROOT / "build"
    )


def test_a_checkout_is_not_any_project_above(monkeypatch, tmp_path):
    (tmp_path / "pyproject.toml").write_text('[project]\nname = "other"\n')
    monkeypatch.setattr(paths, "_PACKAGE", tmp_path / "src" / "hlmgraph")
    paths.checkout.cache_clear()
    try:
        assert paths.checkout() is None
    finally:
        paths.checkout.cache_clear()


def test_an_installed_wheel(installed, monkeypatch):
    assert paths.ontology() == installed / "share" / "ontology"
    monkeypatch.setenv("XDG_CACHE_HOME", "/somewhere")
    assert paths.build_root() == Path("/somewhere/hlmgraph/build")
    monkeypatch.setenv("XDG_CACHE_HOME", "relative")
    assert paths.build_root() == Path.home() / ".cache" / "hlmgraph" / "build"


def test_home_is_named(monkeypatch, tmp_path):
    monkeypatch.setenv("HLMGRAPH_HOME", str(tmp_path))
    assert paths.ontology() == tmp_path / "ontology"
    assert paths.data() == tmp_path / "data"
    assert paths.queries() == tmp_path / "queries"
    assert paths.build_root() == ROOT / "build"


def test_a_home_that_is_not_there(monkeypatch, tmp_path):
    monkeypatch.setenv("HLMGRAPH_HOME", str(tmp_path / "typo"))
    with pytest.raises(WordError, match="HLMGRAPH_HOME is not a folder"):
        paths.ontology()


def test_build_is_named(monkeypatch, tmp_path):
    monkeypatch.setenv("HLMGRAPH_BUILD", str(tmp_path / "b"))
    assert paths.build_root() == tmp_path / "b"


def test_places_of_one_folder(tmp_path):
    assert Places.under(tmp_path).queries == tmp_path / "queries"
    assert Places.under(tmp_path).build == tmp_path / "build"
