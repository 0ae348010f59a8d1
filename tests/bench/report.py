"""What the measures say, as a page: ratios and shares, without a date and without a machine."""

from __future__ import annotations

import statistics
from collections.abc import Iterator, Sequence
from typing import Any

Json = dict[str, Any]
TARGET = 25  # times quicker than rdflib's memory store
READY, LOOKUP, ADDED = 0.050, 0.001, 0.0002  # seconds

HEAD = """# Measures

Written by `make bench` ({scale}); do not edit. Medians of runs that alternate, on one machine, in one go. Ratios and
shares only: absolute times say more of the machine than of hlmgraph (`python tests/bench/run.py --json FILE` gives
them). **E** is the time in which an empty Python starts. The graphs at scale are invented by
`tests/bench/generator.py`, in the shape of Valmont.
"""


def page(found: Json) -> str:
    """The page, in Markdown."""
    scales = ", ".join(f"{each['asked']:,}" for each in found["scales"])
    parts = [HEAD.format(scale=f"scales: {scales} quads" if scales else "real data")]
    parts += [*_builds(found), *_starts(found), *_questions(found), *_slow(found)]
    return "\n".join(parts)


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table in Markdown: the first column to the left, the others to the right."""
    widths = [max(len(row[n]) for row in (head, *rows)) for n in range(len(head))]
    rule = ["-" * widths[0], *("-" * (width - 1) + ":" for width in widths[1:])]
    lines = []
    for row in (head, rule, *rows):
        cells = [row[0].ljust(widths[0])]
        cells += [cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True)]
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"


def _builds(found: Json) -> Iterator[str]:
    yield "## The build\n"
    builds = {"real data": found["build"]}
    builds |= {f"{each['asked']:,}": each["build"] for each in found["scales"]}
    stages = list(found["build"]["stages"])
    head = ["", "quads", *stages, "time a quad", "memory"]
    rows = [[name, *_build(each, stages, found["build"])] for name, each in builds.items()]
    yield table(head, rows)
    yield (
        "Shares of the time of each stage; the time a quad against that of the real data; memory at its peak\n"
        "against the size of `graph.nq`.\n"
    )


def _build(each: Json, stages: Sequence[str], real: Json) -> list[str]:
    total = sum(each["stages"].values())
    shares = [f"{each['stages'][name] / total:.0%}" for name in stages]
    a_quad = (total / each["quads"]) / (sum(real["stages"].values()) / real["quads"])
    return [
        f"{each['quads']:,}",
        *shares,
        f"× {a_quad:.2f}",
        f"× {each['memory'] / each['bytes']:.1f}",
    ]


def _starts(found: Json) -> Iterator[str]:
    starts, empty = found["starts"], found["starts"]["empty"]
    yield "## Starts and look-ups\n"
    rows = [
        ["`python -c 'import pyoxigraph'`", _times(starts["engine"] / empty), ""],
        ["`hlmgraph --help`", _times(starts["help"] / empty), ""],
        ["`hlmgraph query NAME`, cold", _times(starts["query"] / empty), _over(starts)],
        [
            "a reader ready after its imports",
            _times(found["ready"] / empty),
            _met(found["ready"], READY),
        ],
    ]
    for each in found["lookups"]:
        seconds = each["seconds"]
        rows.append(
            [f"{each['name']}, in the process", _times(seconds / empty), _met(seconds, LOOKUP)]
        )
    yield table(["", "in E", "target"], rows)
    yield "Targets: a reader in 50 ms after its imports, a look-up in 1 ms.\n"


def _over(starts: Json) -> str:
    return f"× {starts['query'] / starts['engine']:.1f} of the import"


def _times(ratio: float) -> str:
    return f"{ratio:.1f}" if ratio >= 0.1 else f"{ratio:.3f}"


def _met(seconds: float, wanted: float) -> str:
    return "met" if seconds <= wanted else f"missed, × {seconds / wanted:.1f}"


def _questions(found: Json) -> Iterator[str]:
    asked, rdflib = found["questions"], found["rdflib"]
    yield "## Questions\n"
    ratios = {each["name"]: _quicker(each, rdflib[each["name"]]) for each in asked}
    over = [each["name"] for each in asked if each["added"] > max(0.1 * each["engine"], ADDED)]
    slow = [name for name, ratio in ratios.items() if ratio is not None and ratio < TARGET]
    middle = statistics.median(ratio for ratio in ratios.values() if ratio is not None)
    rows = [_question(each, rdflib[each["name"]]) for each in asked]
    yield table(["question", "rows", "added by our API", "times quicker than rdflib"], rows)
    yield (
        f"Our API adds at most 10 % or 0.2 ms over the engine, whichever is more: {_said(over)}.\n"
        f"At least {TARGET} times quicker than rdflib's memory store: {_said(slow)}; median × {middle:.0f}.\n"
        "`>`: rdflib was given that many times our time, and gave up. `fails`: rdflib ends with an error of its own.\n"
    )


def _question(each: Json, other: Json) -> list[str]:
    ratio, theirs = _quicker(each, other), other["rows"]
    rows = f"{each['rows']:,}" + (
        "" if theirs in (None, each["rows"]) else f" (rdflib: {theirs:,})"
    )
    added = f"{max(0.0, each['added'] / each['engine']):.0%}"
    if ratio is None:
        return [each["name"], rows, added, "fails"]
    return [each["name"], rows, added, f"{'' if other['seconds'] else '> '}{ratio:,.0f}"]


def _quicker(each: Json, other: Json) -> float | None:
    """How many times quicker than rdflib, at least; None when rdflib failed."""
    if "failed" in other:
        return None
    return float(other["seconds"] or other["limit"]) / float(each["api"])


def _said(names: Sequence[str]) -> str:
    return "all" if not names else f"all but {', '.join(names)}"


def _slow(found: Json) -> Iterator[str]:
    if not found["scales"]:
        return
    yield "## At scale\n"
    empty = found["starts"]["empty"]
    real = {each["name"]: each["api"] for each in found["questions"]}
    heads = [f"{each['asked']:,}" for each in found["scales"]]
    rows = [
        [name, _times(seconds / empty), *(_at(each, name, empty) for each in found["scales"])]
        for name, seconds in real.items()
    ]
    ready = [_times(each["ready"] / empty) for each in found["scales"]]
    rows.insert(0, ["*a reader ready*", _times(found["ready"] / empty), *ready])
    for number, each in enumerate(found["lookups"]):
        times = [_times(one["lookups"][number]["seconds"] / empty) for one in found["scales"]]
        rows.insert(1 + number, [f"*{each['name']}*", _times(each["seconds"] / empty), *times])
    yield table(["in E", "real data", *heads], rows)


def _at(scale: Json, name: str, empty: float) -> str:
    [each] = [one for one in scale["questions"] if one["name"] == name]
    if each["api"] is None:
        return "gave up"
    return f"{_times(each['api'] / empty)} ({each['rows']:,} rows)"
