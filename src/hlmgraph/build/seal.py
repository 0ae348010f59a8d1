"""Write a finished build, whole or not at all, and point `current` to it."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from pathlib import Path

from hlmgraph import store
from hlmgraph.build.work import Work, report
from hlmgraph.paths import Places
from hlmgraph.rdf import sorted_lines

REPORT = "report.json"


def seal(work: Work, places: Places, mark: str) -> Path:
    """Write `build/<mark>/` (unless it is there already) and switch `build/current` to it.

    The folder is drafted beside and renamed: a process that dies, or a disk that fills up, leaves the last
    good build in place. Raises OSError when it cannot write.
    """
    places.build.mkdir(parents=True, exist_ok=True)
    _sweep(places.build)
    folder = places.build / mark
    if not (folder / REPORT).exists():
        draft = Path(tempfile.mkdtemp(prefix=f".draft-{os.getpid()}-", dir=places.build))
        try:
            _write(draft, work, places, mark)
            _move(draft, folder)
        finally:
            shutil.rmtree(draft, ignore_errors=True)
    _point(places.build / "current", mark)
    return folder


def _write(draft: Path, work: Work, places: Places, mark: str) -> None:
    digest = _dump(draft / "graph.nq", sorted_lines(work.graph.nquads()))
    shutil.copytree(places.ontology, draft / "ontology")
    shutil.copytree(places.queries, draft / "queries")
    _json(draft / "lines.json", work.lines)
    store.create(draft / "store", draft / "graph.nq")
    # Written last: a folder without its report is not a build.
    _json(draft / REPORT, {"stamp": mark, "sha256": digest, **report(work)})


def _dump(path: Path, lines: list[bytes]) -> str:
    total = hashlib.sha256()
    with path.open("wb") as file:
        for line in lines:
            total.update(line)
            file.write(line)
    return total.hexdigest()


def _json(path: Path, value: object) -> None:
    text = json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True)
    path.write_text(text + "\n", encoding="utf-8")


def _move(draft: Path, folder: Path) -> None:
    draft.chmod(0o755)
    try:
        draft.rename(folder)
    except OSError:
        # Another build of the same inputs was quicker, and its folder is as good as ours;
        # a folder without a report is what a dying one left.
        if not (folder / REPORT).exists():
            shutil.rmtree(folder)
            draft.rename(folder)


def _point(link: Path, target: str) -> None:
    fresh = link.with_name(f".current-{os.getpid()}")
    fresh.unlink(missing_ok=True)
    fresh.symlink_to(target)
    fresh.replace(link)


def _sweep(root: Path) -> None:
    """Remove the drafts and the links of builds that died."""
    for left in (*root.glob(".draft-*"), *root.glob(".current-*")):
        owner = left.name.split("-")[1]
        if owner.isdigit() and not _alive(int(owner)):
            if left.is_symlink():
                left.unlink(missing_ok=True)
            else:
                shutil.rmtree(left, ignore_errors=True)


def _alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
