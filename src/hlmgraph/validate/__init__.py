"""SHACL shapes and `queries/checks/` turned into findings that a person can act on, with file and line.

Validation comes after reasoning and infers nothing. A finding of severity `violation` fails the build; `warning` and `info`
are reported.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from hlmgraph.errors import JudgementError
from hlmgraph.rdf import DefaultGraph, RdfFormat, Term, parse_turtle
from hlmgraph.store import Graph
from hlmgraph.validate import gate
from hlmgraph.vocab import Vocabulary

Lines = Mapping[str, list[tuple[str, int]]]
SEVERITIES = ("violation", "warning", "info")
SH = gate.SH
MISFIT = "does not fit its shape"


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """What is wrong with a node, in a sentence, and where it was written."""

    severity: str
    file: str
    line: int
    node: str
    message: str
    path: str = ""
    value: str = ""

    def error(self) -> JudgementError:
        """The same, as an error."""
        value = f"{self.node} {self.path} {self.value}".strip()
        return JudgementError(
            self.message, file=self.file or None, line=self.line or None, value=value
        )


def shapes(graph: Graph, file: Path, words: Vocabulary, lines: Lines) -> list[Finding]:
    """What the shapes of `file` find in the default graph: the gate says in which nodes, pyshacl says what."""
    try:
        faults = gate.at_fault(graph, parse_turtle(file))
    except gate.NotCompiledError:
        return sorted(set(_reported(graph, file, words, lines, {"": set()})))
    found = set(_reported(graph, file, words, lines, faults))
    # pyshacl lets pass a date that is less than a number; nothing that the gate stops may pass.
    silent = {node for nodes in faults.values() for node in nodes} - {one.node for one in found}
    found |= {_finding("violation", node, MISFIT, lines, "", "") for node in silent}
    return sorted(found)


def _reported(
    graph: Graph, file: Path, words: Vocabulary, lines: Lines, faults: Mapping[str, set[str]]
) -> Iterator[Finding]:
    """What pyshacl finds in some nodes: the IRI of a shape → those that may not fit it; "" → in the whole graph."""
    if not faults:
        return
    import rdflib
    from pyshacl import validate

    # Oxigraph's own N-Triples is ten times quicker into rdflib than quads taken one by one.
    triples = graph.raw.dump(format=RdfFormat.N_TRIPLES, from_graph=DefaultGraph()) or b""
    data = rdflib.Graph().parse(data=triples, format="ox-nt")
    rules = rdflib.Graph().parse(data=file.read_bytes(), format="turtle")
    for shape, nodes in faults.items():
        # A shape by name: without one, pyshacl passes every value that is not itself among the nodes.
        only, there = ([shape], sorted(nodes)) if shape else (None, None)
        _, results, _ = validate(data, shacl_graph=rules, use_shapes=only, focus_nodes=there)
        yield from _findings(results, words, lines)


def _findings(results: object, words: Vocabulary, lines: Lines) -> Iterator[Finding]:
    import rdflib

    assert isinstance(results, rdflib.Graph)
    sh = rdflib.Namespace(SH)
    for one in results.subjects(rdflib.RDF.type, sh.ValidationResult):
        severity = str(results.value(one, sh.resultSeverity) or "").removeprefix(SH).lower()
        node = str(results.value(one, sh.focusNode) or "")
        path = results.value(one, sh.resultPath)
        # A path that is not one property is a blank node, whose name changes from run to run.
        name = words.label(str(path)) if isinstance(path, rdflib.URIRef) else ""
        value = str(results.value(one, sh.value) or "")
        messages = sorted(
            str(m)
            for m in results.objects(one, sh.resultMessage)
            if getattr(m, "language", None) != "fr"
        )
        message = messages[0] if messages else MISFIT
        value = "" if value == node else value
        yield _finding(severity, node, message, lines, name, value)


def checks(graph: Graph, folder: Path, lines: Lines) -> list[Finding]:
    """The rows of `queries/checks/*.rq`, each of which must return none; the first column is the node at fault."""
    found = []
    for file in sorted(folder.glob("*.rq")):
        text = file.read_text(encoding="utf-8")
        summary = re.search(r"^#\+ summary: *(.+)$", text, re.MULTILINE)
        severity = re.search(r"^#\+ severity: *(\w+)$", text, re.MULTILINE)
        if not summary or (severity and severity[1] not in SEVERITIES):
            raise JudgementError(
                "check without its sentence",
                file=str(file),
                expected="#+ summary: … (and severity)",
            )
        table = graph.select(text)
        for row in table.rows:
            others = ", ".join(_word(term) for term in row[1:] if term is not None)
            found.append(
                _finding(
                    severity[1] if severity else "violation",
                    _word(row[0]),
                    summary[1],
                    lines,
                    "",
                    others,
                )
            )
    return sorted(set(found))


def _word(term: Term | None) -> str:
    return "" if term is None else str(getattr(term, "value", term))


def _finding(
    severity: str, node: str, message: str, lines: Lines, path: str, value: str
) -> Finding:
    file, line = place(node, lines)
    return Finding(severity, file, line, node, message, path, value)


def place(node: str, lines: Lines) -> tuple[str, int]:
    """File and line where a node was written; a node of a claim is looked up by the claim."""
    known = lines.get(node)
    while known is None and "/" in node.rpartition("#")[2]:
        node = node.rpartition("/")[0]
        known = lines.get(node)
    return known[0] if known else ("", 0)
