"""The shape of a query: its groups, its variables, and where inline data may stand in it."""

from __future__ import annotations

from dataclasses import dataclass, field

from hlmgraph.query.tokens import Token, tokens


@dataclass(slots=True)
class Group:
    """A pair of braces (or the whole query): where it begins, and the variables it speaks of.

    `wraps` when it holds a SELECT, whose WHERE is then its `body`.
    """

    start: int
    parent: Group | None = None
    wraps: bool = False
    data: bool = False
    body: Group | None = None
    variables: set[str] = field(default_factory=set)
    inner: list[Group] = field(default_factory=list)

    def everywhere(self) -> set[str]:
        """The variables of this group and of all that it holds."""
        return self.variables.union(*(group.everywhere() for group in self.inner))


@dataclass(slots=True)
class Shape:
    """What is to know of a query before it is run."""

    root: Group
    groups: list[Group] = field(default_factory=list)
    first: dict[str, int] = field(default_factory=dict)
    """Each variable, and the offset where it is first met."""
    bound: set[str] = field(default_factory=set)
    """The variables that a pattern, an AS or a VALUES may bind."""
    words: dict[str, int] = field(default_factory=dict)
    """Each keyword in capitals, and the offset where it is first met."""
    having: dict[str, int] = field(default_factory=dict)
    """The variables that stand bare in a HAVING, where no value of theirs is in scope."""

    @property
    def form(self) -> str:
        """SELECT, ASK, CONSTRUCT or DESCRIBE, or nothing when it is none of them."""
        known = {word: at for word, at in self.words.items() if word in _FORMS}
        return min(known, key=lambda word: known[word], default="")


_FORMS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")


def shape(text: str) -> Shape:
    """The shape of a query. It may be wrong in any way: the engine will say so, not this."""
    return _Walk(list(tokens(text))).run()


class _Walk:
    def __init__(self, found: list[Token]) -> None:
        self.tokens = found
        self.here = Group(start=-1, wraps=True)
        self.out = Shape(self.here)
        self.depths = [0]
        self.names_data = False  # between VALUES and its brace
        self.having: Group | None = None  # whose HAVING has begun

    def run(self) -> Shape:
        for number, token in enumerate(self.tokens):
            before = self.tokens[number - 1] if number else None
            after = self.tokens[number + 1] if number + 1 < len(self.tokens) else None
            self._token(token, before, after)
        return self.out

    def _token(self, token: Token, before: Token | None, after: Token | None) -> None:
        if token.text == "{":
            self._open(token, before, after)
        elif token.text == "}" and self.here.parent is not None:
            self.having = None if self.having is self.here else self.having
            self.here = self.here.parent
            self.depths.pop()
        elif token.text in ("(", ")"):
            self.depths[-1] += 1 if token.text == "(" else -1
        elif token.kind == "word":
            self._word(token)
        elif token.variable is not None:
            self._variable(token, before)

    def _word(self, token: Token) -> None:
        self.out.words.setdefault(token.text.upper(), token.start)
        self.names_data = self.names_data or token.is_word("VALUES")
        if token.is_word("HAVING"):
            self.having = self.here
        elif token.is_word("ORDER", "LIMIT", "OFFSET", "VALUES"):
            self.having = None

    def _open(self, token: Token, before: Token | None, after: Token | None) -> None:
        data = self.names_data or (before is not None and before.is_word("CONSTRUCT"))
        wraps = after is not None and after.is_word("SELECT")
        group = Group(token.end, self.here, wraps, data)
        self.here.inner.append(group)
        if self.here.wraps and self.here.body is None and not data and self.depths[-1] == 0:
            self.here.body = group
        self.out.groups.append(group)
        self.here, self.names_data = group, False
        self.depths.append(0)

    def _variable(self, token: Token, before: Token | None) -> None:
        name = token.variable or ""
        self.here.variables.add(name)
        self.out.first.setdefault(name, token.start)
        in_pattern = not self.here.wraps and self.depths[-1] == 0
        named = before is not None and before.is_word("AS")
        if in_pattern or named or self.names_data:
            self.out.bound.add(name)
        if self.having is self.here and not self._aggregated(token):
            self.out.having.setdefault(name, token.start)

    def _aggregated(self, token: Token) -> bool:
        """Whether the variable is all that an aggregate takes: `MAX(?x)`."""
        at = self.tokens.index(token)
        opening, function = self.tokens[at - 1], self.tokens[at - 2]
        return opening.text == "(" and function.is_word("MAX", "MIN", "SAMPLE", "COUNT", "SUM")
