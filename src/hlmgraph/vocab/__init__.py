"""The words: what the ontology, the concepts and the JSON-LD context say, read in milliseconds.

`load()` gives a `Vocabulary`; `HLM.Accord` is a term of the ontology, and an unknown term an error
that names the nearest known one. Classes and properties are known by their local names
(`Accord`, `signataire`), keys are those of `data/sources` (`signataires`).
"""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from hlmgraph import paths
from hlmgraph.errors import WordError, nearest
from hlmgraph.rdf import NamedNode, Term, parse_turtle
from hlmgraph.vocab.prefixes import BASE, CONCEPT_BASE, HLM_BASE, PREFIXES
from hlmgraph.vocab.vocabulary import Edge, Vocabulary

__all__ = [
    "BASE",
    "CONCEPT_BASE",
    "HLM",
    "HLM_BASE",
    "PREFIXES",
    "Edge",
    "UnknownTermError",
    "Vocabulary",
    "load",
]

_FILES = ("hlm.ttl", "concepts.ttl", "context.jsonld")


def load(folder: Path | None = None) -> Vocabulary:
    """The vocabulary of an `ontology/` folder, by default of the one that `paths` knows.

    Read once for each state of its files. WordError when a file is missing or broken.
    """
    place = (folder or paths.ontology()).resolve()
    return _read(place, tuple(_state(place / name) for name in _FILES))


def _state(path: Path) -> tuple[int, int]:
    try:
        stat = path.stat()
    except OSError as error:
        raise WordError(
            "a file of the ontology is missing",
            file=str(path),
            expected=", ".join(_FILES),
            todo="set HLMGRAPH_HOME to the folder that holds ontology/",
        ) from error
    return stat.st_mtime_ns, stat.st_size


@lru_cache(maxsize=8)
def _read(place: Path, _: tuple[tuple[int, int], ...]) -> Vocabulary:
    statements: dict[str, dict[str, list[Term]]] = {}
    for name in _FILES[:2]:
        for subject, predicate, object_ in parse_turtle(place / name):
            about = statements.setdefault(subject.value, {})
            about.setdefault(predicate.value, []).append(object_)
    return Vocabulary(statements, _context(place / _FILES[2]))


def _context(path: Path) -> dict[str, Any]:
    try:
        context = json.loads(path.read_bytes())["@context"]
    except (ValueError, TypeError, KeyError) as error:
        raise WordError(
            f"this is not a JSON-LD context: {error}",
            file=str(path),
            line=getattr(error, "lineno", None),
            column=getattr(error, "colno", None),
        ) from error
    if not isinstance(context, dict):
        raise WordError("this is not one JSON-LD context", file=str(path), expected="an object")
    return context


class UnknownTermError(WordError, AttributeError):
    """A term that the ontology does not have; also what `getattr` and `hasattr` expect."""


class _Closed:
    """The terms of our ontology as attributes, and no others."""

    def __getattr__(self, name: str) -> NamedNode:
        if name.startswith("__"):
            raise AttributeError(name)
        term = self[name]
        setattr(self, name, term)  # the next look-up finds it without asking
        return term

    def __getitem__(self, name: str) -> NamedNode:
        known = load().terms
        if name not in known:
            raise UnknownTermError(
                "unknown term of the ontology", value=name, nearest=nearest(name, known)
            )
        return NamedNode(HLM_BASE + name)

    def __contains__(self, name: object) -> bool:
        return name in load().terms

    def __str__(self) -> str:
        return HLM_BASE


HLM: Final = _Closed()
