"""Run the notebooks, top to bottom, on a build of the repository's data.

`make notebooks` stores what they answer; tests/test_notebook.py runs them again and compares.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from unittest import mock

import nbformat
from nbclient import NotebookClient
from nbformat import NotebookNode

from hlmgraph import build
from hlmgraph.paths import Places

ROOT = Path(__file__).parents[1]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
SECONDS = 300  # for a cell, on a slow machine
METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}


def read(path: Path) -> NotebookNode:
    return nbformat.read(path, as_version=4)


def run(notebook: NotebookNode, builds: Path) -> NotebookNode:
    """A copy of the notebook with fresh outputs; nbclient.CellExecutionError when a cell fails.

    Neither the user's Jupyter nor their IPython is read or written.
    """
    fresh = nbformat.from_dict(notebook)
    with tempfile.TemporaryDirectory() as home:
        named = ("IPYTHONDIR", "JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR")
        own = {name: f"{home}/{number}" for number, name in enumerate(named)}
        own["HLMGRAPH_BUILD"] = str(builds)
        with mock.patch.dict(os.environ, own):
            os.environ.pop("HLMGRAPH_HOME", None)
            client = NotebookClient(
                fresh,
                timeout=SECONDS,
                startup_timeout=SECONDS,
                kernel_name="python3",
                record_timing=False,
                coalesce_streams=True,
                resources={"metadata": {"path": str(ROOT / "notebooks")}},
            )
            client.execute()
    return cleaned(fresh)


def cleaned(notebook: NotebookNode) -> NotebookNode:
    """The notebook without what depends on the day, the machine or the version of a tool."""
    notebook.metadata = nbformat.from_dict(METADATA)
    for cell in notebook.cells:
        tags = cell.metadata.get("tags")
        cell.metadata = nbformat.from_dict({"tags": tags} if tags else {})
    return notebook


def written(notebook: NotebookNode) -> str:
    """The file that `make notebooks` writes."""
    nbformat.validate(notebook)
    return nbformat.writes(notebook).rstrip("\n") + "\n"


def differences(stored: NotebookNode, fresh: NotebookNode) -> Iterator[str]:
    """The cells whose stored outputs, or place in the order of execution, are not the fresh ones."""
    for old, new in zip(stored.cells, fresh.cells, strict=True):
        if old.cell_type != "code":
            continue
        if old.execution_count != new.execution_count or old.outputs != new.outputs:
            yield old.id


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        places = Places(ROOT / "ontology", ROOT / "data", ROOT / "queries", Path(folder))
        build.build(places)
        for path in NOTEBOOKS:
            path.write_text(written(run(read(path), places.build)), encoding="utf-8")
            print(path.relative_to(ROOT), file=sys.stderr)


if __name__ == "__main__":
    main()
