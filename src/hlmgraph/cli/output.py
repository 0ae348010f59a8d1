"""What every verb needs to speak: its settings, a console, stdout for data, stderr for the rest."""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, TextIO, TypeVar, cast

import typer

from hlmgraph.errors import HlmError, UsageError
from hlmgraph.paths import Places, build_root

if TYPE_CHECKING:
    from rich.console import Console

    from hlmgraph.store import Graph


Result = TypeVar("Result")

WIDE = 1_000_000
"""Columns of a page that nobody folds."""


class Language(StrEnum):
    """The languages of labels and summaries."""

    fr = "fr"
    en = "en"


LANG = typer.Option(Language.fr, "--lang", help="Language of labels and summaries.")


def examples(*commands: str) -> str:
    """The end of a help page: commands to copy."""
    return "\b\nExamples:\n" + "\n".join(f"  {command}" for command in commands)


class ClosedPipeError(Exception):
    """Nobody reads stdout any more. No OSError, which typer would take for itself."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What the options before the verb say."""

    build: Path

    @classmethod
    def of(cls, build: str | None) -> Settings:
        """The builds of `--build`, or the usual ones."""
        return cls(Path(build).expanduser().resolve() if build else build_root())

    def places(self) -> Places:
        """The folders of a build."""
        return Places.usual()._replace(build=self.build)

    def graph(self) -> Graph:
        """The last good build, read-only."""
        from hlmgraph import store

        return store.open_build(self.build)


def console(*, stderr: bool = False) -> Console:
    """A console of rich. In a pipe no line is folded, so that `grep` finds what it looks for."""
    from rich.console import Console

    if stderr or sys.stdout.isatty():
        return Console(stderr=stderr, highlight=False)
    return Console(file=cast(TextIO, _Pipe()), width=WIDE, highlight=False)


class _Pipe:
    """Stdout as a file of text, for rich, written as `emit` writes."""

    def __init__(self) -> None:
        self.encoding = sys.stdout.encoding or "utf-8"

    def write(self, text: str) -> int:
        emit(text.encode(self.encoding, "replace"))
        return len(text)

    def flush(self) -> None:
        """Nothing is kept back."""


def emit(data: str | bytes) -> None:
    """Write data to stdout: UTF-8, byte for byte."""
    left = memoryview(data.encode() if isinstance(data, str) else data)
    try:
        sys.stdout.flush()
        while left:
            # With PYTHONUNBUFFERED a write may stop half-way, where a pipe was closed, and say no word.
            left = left[sys.stdout.buffer.write(left) :]
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        raise ClosedPipeError from None


def patiently(work: Callable[[], Result]) -> Result:
    """Do some work that no signal interrupts, the engine's, so that Ctrl-C still ends the command.

    Oxigraph cannot cancel a query, but it lets other threads run meanwhile.
    """
    done: list[Result] = []
    failed: list[BaseException] = []

    def run() -> None:
        try:
            done.append(work())
        except BaseException as error:  # noqa: BLE001 - raised again below, in the main thread
            failed.append(error)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    try:
        while thread.is_alive():
            thread.join(0.2)
    except KeyboardInterrupt:
        sys.stderr.flush()
        os._exit(130)  # the engine's thread would hold the interpreter back
    if failed:
        raise failed[0]
    return done[0]


def say(text: str) -> None:
    """A remark beside the data: on stderr, and only to a person."""
    if sys.stderr.isatty():
        console(stderr=True).print(text, style="dim", markup=False)


def complain(text: str) -> None:
    """What is wrong, on stderr."""
    _write(sys.stderr, text.rstrip("\n") + "\n")


def _write(stream: TextIO, text: str) -> None:
    try:
        stream.write(text)
        stream.flush()
    except UnicodeEncodeError:
        stream.write(text.encode("ascii", "backslashreplace").decode())
    except BrokenPipeError:
        raise ClosedPipeError from None


def usage(error: HlmError) -> UsageError:
    """The same error, as one of what was typed."""
    return UsageError(
        error.what,
        value=error.value,
        expected=error.expected,
        nearest=error.nearest,
        todo=error.todo,
    )


class Progress:
    """Tells a person what the build is doing; says nothing in a pipe."""

    def __init__(self) -> None:
        self.console = console(stderr=True) if sys.stderr.isatty() else None
        self.began = time.monotonic()

    def step(self, name: str, detail: str = "") -> None:
        """A stage begins (no detail) or says what it found."""
        if self.console is None:
            return
        if not detail:
            self.began = time.monotonic()
            return
        seconds = time.monotonic() - self.began
        self.console.print(f"[green]✓[/] {name:<9} {detail} [dim]{seconds:.1f} s[/]")
