"""Valmont, the invented town of tests/valmont, built with the real ontology, rules and checks."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeAlias

import pytest

from hlmgraph import build, store
from hlmgraph.paths import Places
from hlmgraph.store import Graph

ROOT = Path(__file__).parents[1]
DATA = Path(__file__).parent / "valmont" / "data"

Change: TypeAlias = str | bytes | list[tuple[str, str]] | None
"""What becomes of a file: other content, nothing, or (old, new) texts, each old one found once."""
PlacesWith: TypeAlias = Callable[[Mapping[str, Change]], Places]


@pytest.fixture(scope="session")
def valmont(tmp_path_factory: pytest.TempPathFactory) -> Places:
    """Valmont, not to be changed, and a build folder of its own."""
    return Places(ROOT / "ontology", DATA, ROOT / "queries", tmp_path_factory.mktemp("build"))


@pytest.fixture(scope="session")
def valmont_graph(valmont: Places) -> Graph:
    """Valmont built and opened."""
    build.build(valmont)
    return store.open_build(valmont.build)


@pytest.fixture(scope="session")
def real_build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The repository's own data, built: the folder of builds."""
    root = tmp_path_factory.mktemp("real")
    build.build(Places(ROOT / "ontology", ROOT / "data", ROOT / "queries", root))
    return root


@pytest.fixture(scope="session")
def real_graph(real_build: Path) -> Graph:
    """The repository's own data, built and opened."""
    return store.open_build(real_build)


@pytest.fixture
def places_with(tmp_path_factory: pytest.TempPathFactory) -> PlacesWith:
    """Makes a copy of Valmont with some files of `data/` changed: path below it → change."""

    def make(files: Mapping[str, Change]) -> Places:
        home = tmp_path_factory.mktemp("valmont")
        shutil.copytree(DATA, home / "data")
        for name, change in files.items():
            _change(home / "data" / name, change)
        return Places(ROOT / "ontology", home / "data", ROOT / "queries", home / "build")

    return make


def _change(path: Path, change: Change) -> None:
    if change is None:
        path.unlink()
    elif isinstance(change, bytes):
        path.write_bytes(change)
    elif isinstance(change, str):
        path.write_text(change, encoding="utf-8")
    else:
        text = path.read_text(encoding="utf-8")
        for old, new in change:
            assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {path.name}"
            text = text.replace(old, new)
        path.write_text(text, encoding="utf-8")
