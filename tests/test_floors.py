"""The laws of the house: imports look down, one door per dependency, only `ids` makes IRIs."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "src" / "hlmgraph"

FLOORS = {
    0: "errors paths rdf vocab ids french names",
    1: "sources documents tables fetch",
    2: "loaders draft review",
    3: "store remote query",
    4: "identity reason validate build",
    5: "network match catalogue history explain search",
    6: "draw dumps pages reconcile serve",
    7: "cli",
}
FLOOR = {room: floor for floor, rooms in FLOORS.items() for room in rooms.split()}

# Sideways imports, inside one floor.
SIDEWAYS = {
    ("paths", "errors"), ("rdf", "errors"), ("vocab", "errors"), ("vocab", "paths"), ("vocab", "rdf"),
    ("ids", "errors"), ("ids", "vocab"), ("french", "errors"), ("names", "french"),
    ("query", "store"),
    ("build", "identity"), ("build", "reason"), ("build", "validate"),
    ("search", "explain"),
}  # fmt: skip

# One door per dependency; `pyoxigraph`'s Store is the store's own, its terms and parsers are rdf's.
DOORS = {
    "pyoxigraph": {"rdf", "store"},
    "rdflib": {"rdf", "store", "validate"},
    "oxrdflib": {"store"},
    "yaml": {"sources", "query"},
    "stdnum": {"ids"},
    "rapidfuzz": {"names"},
    "pyshacl": {"validate"},
    "owlready2": {"reason"},
    "SPARQLWrapper": {"remote"},
    "networkx": {"network", "draw"},
    "pyvis": {"draw"},
    "typer": {"cli"},
    "rich": {"cli", "query", "explain"},
    "pyarrow": {"query"},
    "httpx": {"fetch"},
    "trafilatura": {"documents"},
    "pypdf": {"documents"},
    "jinja2": {"pages"},
    "fastapi": {"serve", "reconcile"},
    "uvicorn": {"serve"},
}
NETWORK = {
    "socket",
    "urllib.request",
    "http.client",
    "httpx",
    "requests",
    "aiohttp",
    "SPARQLWrapper",
}


def room(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports(path: Path) -> set[str]:
    """Dotted names that a module imports, wherever in the file."""
    found = set()
    package = ["hlmgraph", *path.relative_to(PACKAGE).parts[:-1]]
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            whole = ".".join([*base, *([node.module] if node.module else [])])
            found.add(whole)
            if whole == "hlmgraph":
                found |= {f"hlmgraph.{alias.name}" for alias in node.names}
    return found


MODULES = sorted(path for path in PACKAGE.rglob("*.py") if path != PACKAGE / "__init__.py")


def rooms_of(path: Path) -> set[str]:
    parts = (name.split(".") for name in imports(path) if name.startswith("hlmgraph."))
    return {part[1] for part in parts} - {room(path), "__version__"}


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_imports_look_down(path: Path) -> None:
    here = room(path)
    assert here in FLOOR, (
        f"{here} is a room of no floor: name it in FLOORS and in docs/architecture.md"
    )
    for other in rooms_of(path):
        lower = FLOOR[other] < FLOOR[here]
        assert lower or (here, other) in SIDEWAYS, f"{here} (floor {FLOOR[here]}) imports {other}"


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_views_and_faces_see_only_the_graph(path: Path) -> None:
    if FLOOR[room(path)] in (5, 6):
        assert not [other for other in rooms_of(path) if FLOOR[other] in (1, 2, 4)]


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_one_door_per_dependency(path: Path) -> None:
    for name in imports(path):
        doors = DOORS.get(name.split(".")[0])
        assert doors is None or room(path) in doors, f"{room(path)} imports {name}"


def test_only_fetch_and_remote_open_connections() -> None:
    outside = {room(path) for path in MODULES if imports(path) & NETWORK}
    assert outside <= {"fetch", "remote", "serve"}


def test_loaders_never_see_the_store() -> None:
    for path in (PACKAGE / "loaders").glob("*.py"):
        assert not {"store", "query", "remote"} & rooms_of(path)


def test_only_ids_makes_iris() -> None:
    """No other room writes the base of our things; `vocab` alone knows it, `ids` alone adds to it."""
    guilty = [
        str(path.relative_to(PACKAGE))
        for path in MODULES
        if room(path) not in ("vocab", "ids")
        and "w3id.org/hlmgraph" in path.read_text(encoding="utf-8")
    ]
    assert guilty == []


def test_every_room_of_the_table_of_sideways_imports_exists() -> None:
    there = {room(path) for path in MODULES}
    used = {(room(path), other) for path in MODULES for other in rooms_of(path)}
    stale = {pair for pair in SIDEWAYS if set(pair) <= there and pair not in used}
    assert stale == set(), "no longer needed"


def test_no_utils() -> None:
    names = {path.stem for path in PACKAGE.rglob("*.py")}
    assert not names & {"util", "utils", "helper", "helpers", "misc", "common"}
