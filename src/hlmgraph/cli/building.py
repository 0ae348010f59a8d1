"""Verbs of the writing half: `build`, `check`; and `version`."""

from __future__ import annotations

import typer

from hlmgraph.cli.output import Progress, Settings, complain, emit, examples

_BUILD = (
    "hlmgraph build",
    "hlmgraph --build /tmp/try build",
)

_CHECK = (
    "hlmgraph check",
    "HLMGRAPH_HOME=~/my-data hlmgraph check",
)

_VERSION = ("hlmgraph version",)


def add_to(app: typer.Typer) -> None:
    """Give the verbs to the door."""
    app.command(epilog=examples(*_BUILD))(build)
    app.command(epilog=examples(*_CHECK))(check)
    app.command(epilog=examples(*_VERSION))(version)


def build(context: typer.Context) -> None:
    """Build the graph, and make it the current one.

    Reads ontology/, data/ and queries/. Writes build/<stamp>/ (graph.nq, report.json,
    lines.json, store/) and switches build/current to it. Prints that folder. A build that fails
    changes nothing that anyone reads.
    """
    from hlmgraph.build import build as run

    settings: Settings = context.obj
    emit(f"{run(settings.places(), Progress())}\n")


def check(context: typer.Context) -> None:
    """Check the sources as a build does, and write nothing.

    Loads, judges, reasons and validates. Prints one line for each remark; fails, with file and
    line, on each error.
    """
    from hlmgraph.build import check as run

    settings: Settings = context.obj
    remarks = run(settings.places(), Progress())
    emit("".join(f"{remark.error()}\n" for remark in remarks))
    complain(f"no error, {len(remarks)} remarks")


def version(context: typer.Context) -> None:
    """Print the version, and the stamp of the current build."""
    from hlmgraph import __version__

    settings: Settings = context.obj
    current = settings.build / "current"
    stamp = f", build {current.resolve().name}" if current.exists() else ""
    emit(f"hlmgraph {__version__}{stamp}\n")
