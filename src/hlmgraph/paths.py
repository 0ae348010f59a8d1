"""Where `ontology/`, `data/`, `queries/` and `build/` are, in a checkout or in an installed wheel.

HLMGRAPH_HOME names another folder that holds the first three, HLMGRAPH_BUILD another build folder.
Nothing is said here about whether a file exists: who opens it will know.
"""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path
from typing import NamedTuple

from hlmgraph.errors import WordError

_PACKAGE = Path(__file__).resolve().parent


@cache
def checkout() -> Path | None:
    """The root of the checkout that this package runs from, or None for an installed wheel."""
    for folder in _PACKAGE.parents:
        project = folder / "pyproject.toml"
        if project.is_file() and '\nname = "hlmgraph"\n' in project.read_text(encoding="utf-8"):
            return folder
    return None


def home() -> Path:
    """The folder that holds `ontology/`, `data/` and `queries/`.

    WordError when HLMGRAPH_HOME is set to something that is not a folder.
    """
    named = os.environ.get("HLMGRAPH_HOME")
    if not named:
        return checkout() or _PACKAGE / "share"
    folder = Path(named).expanduser().resolve()
    if not folder.is_dir():
        raise WordError(
            "HLMGRAPH_HOME is not a folder",
            value=named,
            expected="a folder that holds ontology/, data/ and queries/",
            todo="correct it, or unset it to use what came with hlmgraph",
        )
    return folder


def ontology() -> Path:
    """The folder of `hlm.ttl`, `concepts.ttl`, `context.jsonld` and the rest of the words."""
    return home() / "ontology"


def data() -> Path:
    """The folder of `sources/`, `registre/`, `tables/` and the identity judgements."""
    return home() / "data"


def queries() -> Path:
    """The folder of the questions, `rules/` and `checks/`."""
    return home() / "queries"


def build_root() -> Path:
    """The folder of the builds: HLMGRAPH_BUILD, `build/` of the checkout, or the user's cache."""
    named = os.environ.get("HLMGRAPH_BUILD")
    if named:
        return Path(named).expanduser().resolve()
    root = checkout()
    return root / "build" if root is not None else _cache() / "hlmgraph" / "build"


def _cache() -> Path:
    named = os.environ.get("XDG_CACHE_HOME", "")
    # The XDG specification tells to ignore a relative path.
    return Path(named) if Path(named).is_absolute() else Path.home() / ".cache"


class Places(NamedTuple):
    """The folders of one build, so that a test can point somewhere else than the user does."""

    ontology: Path
    data: Path
    queries: Path
    build: Path

    @classmethod
    def usual(cls) -> Places:
        """Where everything is when nobody says otherwise."""
        return cls(ontology(), data(), queries(), build_root())

    @classmethod
    def under(cls, folder: Path) -> Places:
        """`ontology/`, `data/`, `queries/` and `build/` of one folder."""
        return cls(folder / "ontology", folder / "data", folder / "queries", folder / "build")
