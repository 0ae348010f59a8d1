"""Sources: read a source file, every value with its line number; check it before any JSON-LD.

One file of `data/sources` or `data/registre` is one reading of one source, and one named graph. The format is told in
docs/sources.md; what may stand in it is read from `ontology/`.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from hlmgraph.errors import HlmError, Several, SourceError
from hlmgraph.sources.check import Check
from hlmgraph.sources.outline import outline, twice, universe
from hlmgraph.sources.reading import Item, Reading, replaced
from hlmgraph.sources.rewrite import Rewritten, rewrite
from hlmgraph.vocab import Vocabulary

__all__ = ["Item", "Reading", "Rewritten", "files", "read", "replaced", "rewrite"]


def files(data: Path) -> list[Path]:
    """The source files under a `data/` folder, in order of name; raises SourceError when there is none."""
    found = sorted([*(data / "registre").glob("*.yaml"), *(data / "sources").glob("*.yaml")])
    if not found:
        raise SourceError(
            "no source file", file=str(data), expected="data/sources/*.yaml or data/registre/*.yaml"
        )
    return found


def read(paths: Iterable[Path], words: Vocabulary) -> list[Reading]:
    """Read and check files together, since they refer to one another.

    Every error of every file is found in one run; raises them as one Several (or the only SourceError).
    """
    errors: list[HlmError] = []
    readings: list[Reading] = []
    for path in paths:
        reading, found = outline(path, words)
        errors.extend(found)
        if reading is not None:
            readings.append(reading)
    known = universe(readings, words)
    errors.extend(twice(readings, words))
    for reading in readings:
        errors.extend(Check(reading, words, known).run())
    Several.raise_if(errors)
    return readings
