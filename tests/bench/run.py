"""`make bench`: everything that has to be quick, measured side by side in one run, as ratios and shares.

    python tests/bench/run.py [--scale none|small|large] [--json FILE]

writes docs/bench.md and shows the same on the terminal. A ratio is that of medians of measures that alternate, so that
what slows the machine down slows both; its unit of time, where there is nothing to compare with, is the start of an
empty Python. Everything is built in a scratch folder, from a copy of the data.
"""

from __future__ import annotations

import argparse
import json
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import generator

Json = dict[str, Any]
Table = list[Sequence[str]]

ROOT = Path(__file__).parents[2]
SCALES = {"none": [], "small": [100_000], "large": [100_000, 2_000_000]}
PATIENCE = 100  # times our own time that rdflib is given, after which it gave up
LEAST_PATIENCE = 1.0  # seconds
QUESTION_LIMIT = 60  # seconds for one question at a large scale


def measured(name: str, *arguments: str, timeout: float | None = None) -> Iterator[Json]:
    """What one measure says, in a process of its own; it ends early when the process does not answer in time."""
    command = [sys.executable, str(Path(__file__).with_name("measure.py")), name, *arguments]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        watch = _Watchdog(process, timeout)
        for line in process.stdout:
            watch.fed()
            yield json.loads(line)
        watch.stop()
    if process.returncode and not watch.bitten:
        raise SystemExit(f"the measure {name} failed")


class _Watchdog:
    """Ends a process that says nothing for too long: an engine in the middle of a query hears no signal of Python."""

    def __init__(self, process: subprocess.Popen[str], limit: float | None) -> None:
        self.process, self.limit, self.bitten = process, limit, False
        self.timer: Any = None
        self.fed()

    def fed(self) -> None:
        import threading

        self.stop()
        if self.limit:
            self.timer = threading.Timer(self.limit, self._bite)
            self.timer.daemon = True
            self.timer.start()

    def stop(self) -> None:
        if self.timer:
            self.timer.cancel()

    def _bite(self) -> None:
        self.bitten = True
        self.process.kill()


def timed(command: Sequence[str]) -> float:
    """How long a command takes, its output thrown away."""
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def alternate(commands: dict[str, Sequence[str]], times: int) -> dict[str, float]:
    """The median time of each of several commands, run in turn."""
    found: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(times):
        for name, command in commands.items():
            found[name].append(timed(command))
    return {name: statistics.median(each) for name, each in found.items()}


# --- what is measured


def builds(home: Path, times: int) -> Json:
    """Builds from nothing: the median of each stage, the greatest memory."""
    runs = []
    for _ in range(times):
        shutil.rmtree(home / "build", ignore_errors=True)
        runs += measured("build", str(home))
    stages = {
        name: statistics.median(r["stages"][name] for r in runs) for name in runs[0]["stages"]
    }
    graph = (home / "build" / "current" / "graph.nq").stat().st_size
    memory = max(run["memory"] for run in runs)
    return {"stages": stages, "memory": memory, "quads": runs[0]["quads"], "bytes": graph}


def starts(home: Path, times: int = 9) -> Json:
    """Cold starts: an empty Python, the engine's import, our help, a question asked."""
    python, ours = sys.executable, str(Path(sys.executable).with_name("hlmgraph"))
    ask = [ours, "query", "mandats", "--to", "csv"]
    commands = {
        "empty": [python, "-c", "pass"],
        "engine": [python, "-c", "import pyoxigraph"],
        "help": [ours, "--help"],
        "query": ["env", f"HLMGRAPH_BUILD={home / 'build'}", *ask],
    }
    return alternate(commands, times)


def questions(home: Path, generated: bool, times: int) -> list[Json]:
    """Every question through our API and through the engine; one that takes too long is passed over, and said."""
    found: list[Json] = []
    names = sorted(path.stem for path in (home / "queries").glob("*.rq"))
    while len(found) < len(names):
        flag, first = "generated" if generated else "", str(len(found))
        for said in measured(
            "questions", str(home), flag, str(times), first, timeout=QUESTION_LIMIT
        ):
            if "name" not in said:
                return found
            found.append(said)
        found.append({"name": names[len(found)], "api": None, "engine": None, "rows": None})
    return found


def against_rdflib(home: Path, asked: list[Json]) -> dict[str, Json]:
    """The same questions on rdflib's memory store, each for a limited time."""
    limits = {one["name"]: max(LEAST_PATIENCE, PATIENCE * one["api"]) for one in asked}
    return {one["name"]: one for one in measured("memory_store", str(home), "", json.dumps(limits))}


def everything(scale: str, scratch: Path) -> Json:
    """All the measures of one run."""
    real = scratch / "real"
    for name in ("ontology", "data", "queries"):
        shutil.copytree(ROOT / name, real / name)
    tell("building the real data")
    found: Json = {"build": builds(real, 3)}
    tell("starting")
    found["starts"] = starts(real)
    found["ready"] = statistics.median(
        one["ready"] for _ in range(5) for one in measured("reader", str(real))
    )
    found["lookups"] = list(measured("lookups", str(real), ""))
    tell("asking the engine")
    found["questions"] = questions(real, generated=False, times=25)
    tell("asking rdflib, a few minutes")
    found["rdflib"] = against_rdflib(real, found["questions"])
    found["scales"] = [at_scale(scratch, quads) for quads in SCALES[scale]]
    return found


def at_scale(scratch: Path, quads: int) -> Json:
    """A generated graph: its build, its reader, its questions."""
    home = scratch / str(quads)
    for name in ("ontology", "queries"):
        shutil.copytree(ROOT / name, home / name)
    tell(f"generating and building {quads:,} quads")
    generator.write(home, quads)
    found: Json = {"asked": quads, "build": builds(home, 1)}
    found["ready"] = next(iter(measured("reader", str(home))))["ready"]
    tell(f"asking {quads:,} quads")
    found["questions"] = questions(home, generated=True, times=3)
    found["lookups"] = list(measured("lookups", str(home), "generated"))
    return found


def tell(what: str) -> None:
    print(f"… {what}", file=sys.stderr, flush=True)


def main() -> None:
    """Read the command line, measure, show and write."""
    from report import page

    reader = argparse.ArgumentParser(description="Measure hlmgraph.")
    reader.add_argument("--scale", choices=SCALES, default="none")
    reader.add_argument("--json", type=Path, help="the absolute figures too, for the curious")
    asked = reader.parse_args()
    with tempfile.TemporaryDirectory(prefix="hlmgraph-bench-") as folder:
        found = everything(asked.scale, Path(folder))
    if asked.json:
        asked.json.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    text = page(found)
    (ROOT / "docs" / "bench.md").write_text(text, encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
