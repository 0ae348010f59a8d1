"""The docs cannot lie: their commands are run and their outputs compared; every command and question is told."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from typer.main import get_command
from typer.testing import CliRunner

from hlmgraph import paths, query
from hlmgraph.cli import app

ROOT = Path(__file__).parents[1]
PAGES = sorted([*ROOT.glob("README*.md"), *ROOT.glob("docs/*.md")])
ELSEWHERE = ("make ", "cd ", "git ", "pip ")


def sessions(page: Path) -> list[tuple[str, list[str]]]:
    """Each `$ command` of the console blocks of a page, with the lines told after it."""
    found: list[tuple[str, list[str]]] = []
    for block in re.findall(r"```console\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL):
        for line in block.splitlines():
            if line.startswith("$ "):
                found.append((line[2:], []))
            elif found:
                found[-1][1].append(line.rstrip())
    return found


CASES = [
    pytest.param(command, told, id=f"{page.name}: {command}")
    for page in PAGES
    for command, told in sessions(page)
    if not command.startswith(ELSEWHERE)
]


def squeezed(line: str) -> str:
    return re.sub(r" {2,}", "  ", line.rstrip())


def fits(told: list[str], said: list[str]) -> bool:
    """`…` alone stands for any lines; a line that ends with ` …` tells its beginning only."""
    if not told:
        return not said
    if told[0] == "…":
        return any(fits(told[1:], said[skip:]) for skip in range(len(said) + 1))
    if not said:
        return False
    wanted, line = squeezed(told[0]), squeezed(said[0])
    same = line.startswith(wanted[:-1].rstrip()) if wanted.endswith("…") else line == wanted
    return same and fits(told[1:], said[1:])


@pytest.mark.parametrize(("command", "told"), CASES)
def test_what_the_docs_show_is_what_is_said(
    command: str, told: list[str], real_build: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HLMGRAPH_BUILD", str(real_build))
    name, *arguments = shlex.split(command)
    assert name == "hlmgraph", command
    answer = CliRunner().invoke(app, arguments, env={"COLUMNS": "400"})
    assert answer.exit_code == 0, answer.output
    said = answer.stdout.rstrip("\n").splitlines()
    assert fits(told, said), "\n".join(said[:60])


def test_a_wrong_output_would_be_seen() -> None:
    assert fits(["a", "…", "c …"], ["a", "b", "b", "c d"])
    assert not fits(["a", "c …"], ["a", "b"])
    assert not fits(["a"], ["a", "b"])


def test_every_command_is_told_and_has_help() -> None:
    told = "\n".join(page.read_text(encoding="utf-8") for page in PAGES)
    for name, command in get_command(app).commands.items():  # type: ignore[attr-defined]
        assert f"hlmgraph {name}" in told, f"no page of docs/ tells `hlmgraph {name}`"
        assert command.help
        assert len(command.help) > 40, name


def test_every_question_is_told() -> None:
    told = (ROOT / "docs/questions.md").read_text(encoding="utf-8")
    for question in query.catalogue(paths.queries()):
        assert f"`{question.name}`" in told, f"docs/questions.md does not tell {question.name}"


def test_every_link_between_pages_leads_somewhere() -> None:
    for page in PAGES:
        for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
            if not target.startswith(("http:", "https:")):
                assert (page.parent / target).exists(), f"{page.name}: {target}"


def test_the_two_readmes_say_the_same() -> None:
    """The same sections, the same commands with the same outputs."""
    english, french = ROOT / "README.md", ROOT / "README.fr.md"
    assert sessions(english) == sessions(french)
    heads = [
        re.findall(r"^#+", p.read_text(encoding="utf-8"), re.MULTILINE) for p in (english, french)
    ]
    assert heads[0] == heads[1]


def test_nothing_of_a_machine_or_a_registry_is_told() -> None:
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        assert not re.search(r"/(home|root|work|tmp)/|py" + r"pi\.org|npm" + r"js", text), page
