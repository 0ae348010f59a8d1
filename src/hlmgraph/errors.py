"""Errors that a person can act on: what, where, what was expected, the nearest known name.

One root, one kind per floor. Nothing is imported here that costs time.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

Plain = str | int | float | bool | None
"""What a fact may be in JSON, lists of facts apart."""


class HlmError(Exception):
    """The root: a sentence, and the facts beside it.

    `what` is the sentence. `file`, `line` and `column` (both from 1) say where, `value` what was
    found, `expected` what was wanted, `nearest` a known name like it, `todo` what to do about it.
    Errors sort by file, line and column; what has no place comes first.
    """

    def __init__(
        self,
        what: str,
        *,
        file: str | None = None,
        line: int | None = None,
        column: int | None = None,
        value: object | None = None,
        expected: str | None = None,
        nearest: str | None = None,
        todo: str | None = None,
    ) -> None:
        super().__init__(what)
        self.what = what
        self.file = file
        self.line = line
        self.column = column
        self.value = value
        self.expected = expected
        self.nearest = nearest
        self.todo = todo

    @property
    def where(self) -> str:
        """`file:line:column`, as far as it is known, or nothing."""
        if self.file is None:
            place = ["line", self.line] if self.line is not None else []
            return " ".join(str(part) for part in place)
        known = [self.file, self.line, self.column if self.line is not None else None]
        return ":".join(str(part) for part in known if part is not None)

    def __str__(self) -> str:
        where = f"{self.where}: " if self.where else ""
        value = f" [{self.value}]" if self.value is not None else ""
        parts = [f"{where}{self.what}{value}"]
        if self.expected is not None:
            parts.append(f"expected {self.expected}")
        if self.nearest is not None:
            parts.append(f"did you mean “{self.nearest}”?")
        todo = f" → {self.todo}" if self.todo is not None else ""
        return "; ".join(parts) + todo

    def facts(self) -> dict[str, object]:
        """The facts that are known, ready for JSON, with the kind of the error under `error`."""
        facts: dict[str, object] = {"error": type(self).__name__, "what": self.what}
        for name in ("file", "line", "column", "value", "expected", "nearest", "todo"):
            fact = getattr(self, name)
            if fact is not None:
                facts[name] = fact if isinstance(fact, Plain) else str(fact)
        return facts

    def _place(self) -> tuple[str, int, int, str]:
        return self.file or "", self.line or 0, self.column or 0, self.what

    def __lt__(self, other: object) -> bool:
        if not isinstance(other, HlmError):
            return NotImplemented
        return self._place() < other._place()

    def __reduce__(self) -> tuple[object, ...]:
        # Exception pickles its positional arguments alone; a worker process needs the facts too.
        return _revive, (type(self), self.what, self.__dict__)


def _revive(kind: type[HlmError], what: str, facts: dict[str, object]) -> HlmError:
    error = kind.__new__(kind)
    Exception.__init__(error, what)
    error.__dict__.update(facts)
    return error


class WordError(HlmError):
    """Floor 0: a word, a code, a date or a name that is not one."""


class SourceError(HlmError):
    """Floor 1: a source file, a document, a table or a download that cannot be read."""


class FactError(HlmError):
    """Floor 2: facts that a loader or a draft cannot make out of a source."""


class GraphError(HlmError):
    """Floor 3: the store, a remote service or a query."""


class JudgementError(HlmError):
    """Floor 4: identity, reasoning, validation or the build."""


class ViewError(HlmError):
    """Floor 5: a network, a match, the catalogue or the history."""


class FaceError(HlmError):
    """Floor 6: a picture, a dump, a page or an answer of the server."""


class UsageError(HlmError):
    """Floor 7: a command that was not typed as it should."""


class Several(HlmError):
    """Many errors of one run, sorted by place; `errors` holds them all."""

    def __init__(self, errors: Sequence[HlmError]) -> None:
        self.errors: tuple[HlmError, ...] = tuple(sorted(_flat(errors)))
        files = {error.file for error in self.errors if error.file is not None}
        ending = f" in {_count(len(files), 'file')}" if files else ""
        super().__init__(f"{_count(len(self.errors), 'error')}{ending}")

    def __str__(self) -> str:
        return "\n".join([*map(str, self.errors), self.what])

    def facts(self) -> dict[str, object]:
        """As of any error, and the facts of each one under `errors`."""
        return {**super().facts(), "errors": [error.facts() for error in self.errors]}

    @staticmethod
    def raise_if(errors: Sequence[HlmError]) -> None:
        """Raise nothing for none, the error itself for one, a `Several` for more."""
        found = list(_flat(errors))
        if len(found) == 1:
            raise found[0]
        if found:
            raise Several(found)


def _flat(errors: Iterable[HlmError]) -> Iterable[HlmError]:
    for error in errors:
        if isinstance(error, Several):
            yield from error.errors
        else:
            yield error


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word most like `word`, or None when none is like enough to be meant.

    Case does not count, `_` and `-` are alike. Ties go to the first in alphabetical order.
    """
    from difflib import SequenceMatcher  # paid only when something is wrong

    matcher = SequenceMatcher(autojunk=False)
    matcher.set_seq2(_plain(word))
    best, best_ratio = None, _LIKE_ENOUGH
    for candidate in sorted(set(known)):
        matcher.set_seq1(_plain(candidate))
        if matcher.real_quick_ratio() <= best_ratio or matcher.quick_ratio() <= best_ratio:
            continue
        ratio = matcher.ratio()
        if ratio > best_ratio:
            best, best_ratio = candidate, ratio
    return best


_LIKE_ENOUGH = 0.6


def _plain(word: str) -> str:
    return word.casefold().replace("_", "-")
