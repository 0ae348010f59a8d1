"""The name of a build: a hash of its inputs, of this code and of the engines, and of nothing else."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

from hlmgraph.paths import Places

ENGINES = ("pyoxigraph", "rdflib", "pyshacl", "PyYAML", "rapidfuzz", "python-stdnum")
_PACKAGE = Path(__file__).parents[1]


def stamp(places: Places) -> str:
    """Sixteen hexadecimal digits; no clock, no path of the machine."""
    total = hashlib.sha256()
    for name, path in _files(places):
        content = path.read_bytes()
        total.update(f"{name}\0{len(content)}\0".encode() + content)
    for name, said in engines().items():
        total.update(f"{name} {said}\0".encode())
    return total.hexdigest()[:16]


def engines() -> dict[str, str]:
    """The libraries whose version can change a build, and their versions."""
    return {name: version(name) for name in ENGINES}


def _files(places: Places) -> Iterator[tuple[str, Path]]:
    folders = {
        "ontology": places.ontology,
        "data": places.data,
        "queries/rules": places.queries / "rules",
        "queries/checks": places.queries / "checks",
    }
    for name, folder in folders.items():
        for path in sorted(folder.rglob("*")):
            if path.is_file() and not path.name.startswith("."):
                yield f"{name}/{path.relative_to(folder).as_posix()}", path
    for path in sorted(_PACKAGE.rglob("*.py")):
        yield f"package/{path.relative_to(_PACKAGE).as_posix()}", path
