"""An explanation on a console."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from hlmgraph.explain.model import Evidence, Explanation, Fact, Group, Moment, Node, Said, Value
from hlmgraph.query import compact

_WORDS: Final = {
    "asked": ("demandé", "asked for"),
    "stands": ("désormais", "now"),
    "according": ("selon", "according to"),
    "claim": ("affirmation", "claim"),
    "recorded": ("saisi le", "recorded on"),
    "withdrawn": ("RETIRÉE le", "WITHDRAWN on"),
    "replaced": ("REMPLACÉE le", "REPLACED on"),
    "certainty": ("certitude", "certainty"),
    "deduced": ("déduit", "deduced"),
    "unknown": ("non précisé", "not stated"),
    "note": ("note", "note"),
    "between": ("entre le {} et le {}", "between {} and {}"),
    "evidence": ("preuve", "evidence"),
    "for": ("pour", "for"),
    "with": ("avec", "with"),
}
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def show(found: Explanation, console: Console, lang: str = "fr") -> None:
    """Print an explanation, with headings in French or in English."""
    _Showing(console, lang).run(found)


def text(content: str, style: str = "") -> Text:
    """Text as it is: no markup, and no sign that would command the terminal."""
    return Text(_CONTROL.sub("\ufffd", content), style=style)


def _in(what: RenderableType, by: int) -> Padding:
    return Padding(what, (0, 0, 0, by), expand=False)


class _Showing:
    def __init__(self, console: Console, lang: str) -> None:
        self.console = console
        self.words = {key: pair[lang == "en"] for key, pair in _WORDS.items()}

    def run(self, found: Explanation) -> None:
        self._title(found)
        self._grid(self._facts(found.facts))
        self._nodes(found.nodes)
        for said in found.said:
            self._said(said, found)
        for group in found.groups:
            self._group(group)

    def _title(self, found: Explanation) -> None:
        head = text(found.label, "bold")
        self.console.print(head.append_text(text(f"  {', '.join(found.classes)}", "italic")))
        if found.asked:
            asked, stands = self.words["asked"], self.words["stands"]
            old, new = compact(found.asked), compact(found.iri)
            self.console.print(text(f"{asked} : {old} ; {stands} : {new}", "yellow"))
        self.console.print(text(found.iri, "dim"), soft_wrap=True)

    def _grid(self, rows: Iterable[tuple[str, Text]], indent: int = 2) -> None:
        table = Table.grid(padding=(0, 2))
        table.add_column(style="cyan", no_wrap=True)
        table.add_column(overflow="fold")
        for label, value in rows:
            table.add_row(text(label), value)
        if table.row_count:
            self.console.print(_in(table, indent))

    def _facts(self, facts: Iterable[Fact]) -> Iterator[tuple[str, Text]]:
        for fact in facts:
            yield fact.label, Text("\n").join(map(self._value, fact.values))

    @staticmethod
    def _value(value: Value) -> Text:
        short = compact(value.iri) if value.iri else ""
        shown = text(value.text)
        if short and short != value.text and not short.startswith("http"):
            shown.append_text(text(f"  {short}", "dim"))
        return shown

    def _nodes(self, nodes: Iterable[Node], indent: int = 2) -> None:
        for node in nodes:
            head = Text.assemble(text(node.kind, "cyan"), "  ", text(node.label, "bold"))
            self.console.print(_in(head, indent))
            self._grid(self._facts(node.facts), indent + 2)

    def _said(self, said: Said, found: Explanation) -> None:
        self.console.print()
        head = text(f"{self.words['according']} « {said.source.text} »", "bold")
        head.append_text(text(f", {said.reading.text}", "dim"))
        self.console.print(head)
        self._state(said)
        if said.thing.iri != found.iri:
            self.console.print(_in(self._value(said.thing), 2))
        self._grid([*self._moments(said.moments), *self._facts(said.facts)])
        self._nodes(said.nodes)
        self._grid(self._margins(said))
        for evidence in said.evidence:
            self._evidence(evidence)

    def _state(self, said: Said) -> None:
        if said.withdrawn:
            reason = f" : {said.reason}" if said.reason else ""
            line = text(f"{self.words['withdrawn']} {said.withdrawn}{reason}", "bold red")
            self.console.print(_in(line, 2))
        if said.replaced:
            line = text(f"{self.words['replaced']} {said.replaced}", "bold yellow")
            self.console.print(_in(line, 2))

    def _moments(self, moments: Iterable[Moment]) -> Iterator[tuple[str, Text]]:
        for moment in moments:
            shown = text(moment.written or "")
            if moment.first != moment.last or moment.written is None:
                days = self.words["between"].format(moment.first, moment.last)
                bounds = days if moment.first != moment.last else moment.first or ""
                shown.append_text(
                    text(f"  {bounds}".lstrip() if not shown else f"  {bounds}", "dim")
                )
            yield moment.label, shown

    def _margins(self, said: Said) -> Iterator[tuple[str, Text]]:
        """What belongs to the saying so, and not to the thing."""
        if said.certainty:
            yield self.words["certainty"], text(said.certainty.text)
        if said.deduced:
            yield self.words["deduced"], text(", ".join(said.deduced))
        if said.unknown:
            yield self.words["unknown"], text(", ".join(said.unknown))
        if said.note:
            yield self.words["note"], text(said.note)
        if said.recorded:
            yield self.words["recorded"], text(said.recorded)
        yield self.words["claim"], text(said.claim, "dim")

    def _evidence(self, evidence: Evidence) -> None:
        head = text(f"{self.words['evidence']} : {evidence.kind} {evidence.where}", "green")
        if evidence.supports:
            head.append_text(text(f"  {self.words['for']} {', '.join(evidence.supports)}"))
        if evidence.note:
            head.append_text(text(f"  {evidence.note}", "italic"))
        self.console.print(_in(head, 2))
        if evidence.text is not None:
            self.console.print(_in(text(f"« {evidence.text} »", "italic"), 4))
        elif evidence.missing:
            self.console.print(_in(text(evidence.missing, "yellow"), 4))

    def _group(self, group: Group) -> None:
        self.console.print()
        self.console.print(text(f"{group.label} ({len(group.lines)})", "bold"))
        table = Table.grid(padding=(0, 2))
        for _ in range(4):
            table.add_column(overflow="fold")
        for line in group.lines:
            roles = text(", ".join(line.roles), "cyan")
            name = text(line.thing.text)
            if line.others:
                name.append_text(text(f"  {self.words['with']} {', '.join(line.others)}", "dim"))
            for key, day in (("withdrawn", line.withdrawn), ("replaced", line.replaced)):
                if day:
                    name.append_text(text(f"  {self.words[key]} {day}", "red"))
            table.add_row(text(line.when), name, roles, text(compact(line.claim), "dim"))
        self.console.print(_in(table, 2))
