"""The door: the verbs of `hlmgraph`. Each is a few lines; a heavy room is imported when called.

`hlmgraph --help` costs what importing typer costs. Errors are sentences on stderr: exit code 2 for
what was typed, 1 for the rest, 130 for Ctrl-C; HLMGRAPH_DEBUG=1 gives the trace.
"""

from __future__ import annotations

import os
import sys
from io import TextIOWrapper
from typing import Any

import typer

from hlmgraph.cli import asking, building, passing, telling
from hlmgraph.cli.output import ClosedPipeError, Settings, complain, examples
from hlmgraph.errors import HlmError, UsageError

__all__ = ["app", "main"]

app = typer.Typer(
    name="hlmgraph",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,  # plain help, without the cost of rich
    epilog=examples(
        "hlmgraph build",
        "hlmgraph queries",
        "hlmgraph query accords-avec-sdis --param valide_le=2020-06-30",
        "hlmgraph search neolia",
        "hlmgraph explain organisation/neolia",
    ),
    context_settings={"help_option_names": ["-h", "--help"]},
)
building.add_to(app)
asking.add_to(app)
telling.add_to(app)
passing.add_to(app)

# typer carries its own copy of click since 0.21 and shows no name for this class.
_MISTYPED: type[Exception] = typer.BadParameter.__mro__[1]


@app.callback()
def _settings(
    context: typer.Context,
    build: str | None = typer.Option(
        None, "--build", metavar="DIR", help="The folder of the builds (or HLMGRAPH_BUILD)."
    ),
) -> None:
    """Who is who in French social housing, and who has agreed what with whom, when, where, and
    according to which passage of which source.

    Build the graph once (`hlmgraph build`), then ask it. Any row of any answer can be explained.
    """
    context.obj = Settings.of(build)


def main(arguments: list[str] | None = None) -> None:
    """The entry point: run a verb, and leave with its exit code."""
    sys.exit(run(arguments))


def run(arguments: list[str] | None = None) -> int:
    """Run a verb and give its exit code; no exception gets out, unless HLMGRAPH_DEBUG asks it."""
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # a terminal without é still gets its table
    try:
        code = app(arguments, prog_name="hlmgraph", standalone_mode=False)
        sys.stdout.flush()
        return code if isinstance(code, int) else 0
    except (ClosedPipeError, BrokenPipeError):
        return _closed()
    except (KeyboardInterrupt, typer.Abort):
        return 130
    except Exception as error:
        if os.environ.get("HLMGRAPH_DEBUG"):
            raise
        return _told(error)


def _closed() -> int:
    """Whoever read us has what it wanted (`| head`): stop in silence, and say nothing at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


def _told(error: Exception) -> int:
    if isinstance(error, HlmError):
        complain(str(error))
        return 2 if isinstance(error, UsageError) else 1
    if isinstance(error, _MISTYPED):
        complain(_usage(error))
        return 2
    if isinstance(error, OSError) and error.strerror:
        complain(f"{error.filename}: {error.strerror}" if error.filename else error.strerror)
        return 1
    complain(f"{type(error).__name__}: {error} (HLMGRAPH_DEBUG=1 gives the trace)")
    return 1


def _usage(error: Any) -> str:
    """What typer says of what was typed, and where its help is."""
    message: str = error.format_message()
    context = getattr(error, "ctx", None)
    if type(error).__name__ == "NoArgsIsHelpError" or context is None:
        return message
    return f"{message}\nSee `{context.command_path} --help`."
