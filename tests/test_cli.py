"""The door: light to open, plain when something is wrong, and data on stdout alone."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shlex
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from typer.main import get_command

from hlmgraph import cli
from hlmgraph.cli.output import emit
from hlmgraph.errors import GraphError
from hlmgraph.paths import Places

ROOT = Path(__file__).parents[1]
HEAVY = "rdflib pyoxigraph pyshacl networkx owlready2 pyvis SPARQLWrapper pyarrow rapidfuzz stdnum yaml rich"
TEXTS = Path(__file__).parent / "valmont" / "texts"
HERE = [sys.executable, "-m", "hlmgraph.cli"]


@pytest.fixture
def home(
    valmont: Places, valmont_graph: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Path:
    """Valmont as HLMGRAPH_HOME, with the questions of the tests, and its build as HLMGRAPH_BUILD."""
    for name, folder in (
        ("ontology", valmont.ontology),
        ("data", valmont.data),
        ("queries", Path(__file__).parent / "questions"),
    ):
        (tmp_path / name).symlink_to(folder)
    monkeypatch.setenv("HLMGRAPH_HOME", str(tmp_path))
    monkeypatch.setenv("HLMGRAPH_BUILD", str(valmont.build))
    return tmp_path


Caught = pytest.CaptureFixture[bytes]


def run(caught: Caught, *arguments: str) -> tuple[int, str, str]:
    code = cli.run(list(arguments))
    out, err = caught.readouterr()
    return code, out.decode(), err.decode()


# --- light


@pytest.mark.parametrize("arguments", [["--help"], ["query", "--help"], ["version"]])
def test_help_imports_nothing_heavy(arguments: list[str], tmp_path: Path) -> None:
    program = (
        "import sys; from hlmgraph import cli; "
        f"code = cli.run({arguments!r}); "
        f"print([name for name in {HEAVY.split()!r} if name in sys.modules], file=sys.stderr); "
        "sys.exit(code)"
    )
    environment = {**os.environ, "HLMGRAPH_BUILD": str(tmp_path)}
    said = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, env=environment, check=True
    )
    assert said.stderr.strip() == "[]"
    assert said.stdout.startswith(("Usage", "hlmgraph "))


def test_help_costs_what_typer_costs() -> None:
    def cost(program: str) -> float:
        best = 60.0
        for _ in range(5):
            began = time.perf_counter()
            subprocess.run([sys.executable, "-c", program], check=True, capture_output=True)
            best = min(best, time.perf_counter() - began)
        return best

    ours = cost("from hlmgraph import cli; cli.run(['--help'])")
    assert ours < cost("import typer") + 0.25


def test_every_verb_has_help_with_examples(capsysbinary: Caught) -> None:
    for name in get_command(cli.app).commands:  # type: ignore[attr-defined]
        code, out, _ = run(capsysbinary, name, "--help")
        assert code == 0
        assert "Examples:" in out
        example = re.search(rf"hlmgraph .*\b{name}\b", out.split("Examples:")[1])
        assert example, name
        assert "..." not in out.split("Options:")[0].split("\n\n")[1], "a sentence cut short"


def test_verbs_of_the_examples_exist() -> None:
    verbs = set(get_command(cli.app).commands)  # type: ignore[attr-defined]
    page = subprocess.run([*HERE, "--help"], capture_output=True, text=True, check=False).stdout
    examples = [line.split() for line in page.split("Examples:")[1].splitlines() if line.strip()]
    assert {words[1] for words in examples} <= verbs


# --- build, check, version


def test_build_and_check(valmont: Places, home: Path, tmp_path: Path, capsysbinary: Caught) -> None:
    folder = tmp_path / "elsewhere"
    code, out, err = run(capsysbinary, "--build", str(folder), "build")
    assert (code, err) == (0, ""), "quiet in a pipe"
    assert Path(out.strip()).parent == folder
    assert (folder / "current" / "report.json").exists()
    code, out, _ = run(capsysbinary, "--build", str(folder), "version")
    assert re.fullmatch(r"hlmgraph \S+, build [0-9a-f]+\n", out)
    assert run(capsysbinary, "check")[0] == 0


def test_a_broken_source_fails_with_its_line(home: Path, capsysbinary: Caught) -> None:
    (home / "data").unlink()
    (home / "data" / "sources").mkdir(parents=True)
    (home / "data" / "sources" / "x.yaml").write_text("id: source/x\ntype: PageWeb\nfoo: 1\n")
    code, out, err = run(capsysbinary, "check")
    assert (code, out) == (1, "")
    assert re.search(r"x\.yaml:3:1: unknown key", err)
    assert "Traceback" not in err


# --- query, queries


QUESTION = "relations-aux-deux-horloges"


def test_query_to_every_shape(home: Path, tmp_path: Path, capsysbinary: Caught) -> None:
    asked = ("query", QUESTION, "-p", "valide_le=2019-06-20", "--param", "partie=arhp")
    code, table, err = run(capsysbinary, *asked)
    assert (code, err) == (0, "")
    assert "Charte des chantiers sobres" in table
    said = json.loads(run(capsysbinary, *asked, "--to", "json")[1])
    rows = list(csv.DictReader(run(capsysbinary, *asked, "--to", "csv")[1].splitlines()))
    raw = json.loads(run(capsysbinary, *asked, "--to", "sparql-json")[1])
    assert said[0]["affirmation"] == rows[0]["affirmation"]
    assert raw["results"]["bindings"][0]["affirmation"]["value"] == rows[0]["affirmation"]
    for name in ("a.csv", "a.json", "a.parquet", "a.srj", "a.txt"):
        file = tmp_path / name
        assert run(capsysbinary, *asked, "--output", str(file)) == (0, "", "")
        assert file.stat().st_size > 0
    assert (tmp_path / "a.csv").read_bytes().decode().splitlines()[0].startswith("relation,")
    assert (tmp_path / "a.txt").read_text(encoding="utf-8") == table
    code, shown, _ = run(capsysbinary, *asked, "--show")
    assert '"2019-06-20"^^<http://www.w3.org/2001/XMLSchema#date>' in shown


def test_query_of_ones_own(home: Path, tmp_path: Path, capsysbinary: Caught) -> None:
    file = tmp_path / "own.rq"
    file.write_text("SELECT (1 + 1 AS ?n) {}", encoding="utf-8")
    assert run(capsysbinary, "query", "--sparql", str(file), "--to", "csv") == (0, "n\r\n2\r\n", "")
    said = subprocess.run(
        [*HERE, "query", "--sparql", "-", "--to", "csv"],
        input=b"ASK {}", capture_output=True, check=True,
    )  # fmt: skip
    assert said.stdout == b"answer\r\ntrue\r\n"


def test_queries(home: Path, capsysbinary: Caught) -> None:
    code, out, _ = run(capsysbinary, "queries", "--lang", "en")
    assert code == 0
    assert "How many relations per theme?" in out
    assert "valide_le=2020-07-01 (date, required)" in out
    code, out, _ = run(capsysbinary, "queries", "--tag", "temps")
    assert QUESTION in out
    assert "relations-d-un-theme" not in out


# --- explain, search, passages


def test_explain(home: Path, capsysbinary: Caught) -> None:
    code, out, _ = run(capsysbinary, "explain", "accord/acces-secours-orle", "--texts", str(TEXTS))
    assert code == 0
    assert "« Elle prend fin le 11 juin 2022. »" in out
    code, out, _ = run(capsysbinary, "explain", "valmont-habitat", "--json")
    assert json.loads(out)["kind"] == "organisation"
    code, out, _ = run(capsysbinary, "explain", "hlm:Accord", "--lang", "en")
    assert out.startswith("agreement")


def test_search(home: Path, capsysbinary: Caught) -> None:
    code, out, _ = run(capsysbinary, "search", "valmont", "habitat")
    assert out.split()[:3] == ["100", "Valmont", "Habitat"]
    code, out, _ = run(capsysbinary, "search", "000000018", "--json")
    assert [hit["label"] for hit in json.loads(out)] == ["Valmont Habitat"]
    code, out, err = run(capsysbinary, "search", "zzz")
    assert (code, out) == (1, "")
    assert "nothing found [zzz]" in err


def test_passages(home: Path, capsysbinary: Caught) -> None:
    page = TEXTS / "2019-07_sdis-orle.txt"
    code, out, _ = run(capsysbinary, "passages", str(page), "11 juin 2022", "acces des secours")
    assert code == 0
    start = page.read_text(encoding="utf-8").index("11 juin 2022")
    assert f"preuve: {{de: {start}, a: {start + 12}}}\n    11 juin 2022\n" in out
    assert "preuve: {de: 0, a: 17}   # not written quite as asked\n    Accès des secours\n" in out
    code, out, _ = run(capsysbinary, "passages", str(page), "--lines", "1-2")
    assert "preuve: {de: 0, a: 70}" in out
    assert run(capsysbinary, "passages", "--check", "--texts", str(TEXTS))[0] == 0
    code, out, _ = run(
        capsysbinary, "passages", "--check", "--texts", str(TEXTS), "2019-07_sdis-orle"
    )
    assert out == "2 files, every passage stands in its text\n"


# --- what is wrong


@pytest.mark.parametrize(
    ("command", "code", "message"),
    [
        ("", 2, "Usage: hlmgraph"),
        ("quer", 2, "No such command 'quer'"),
        ("query --nope", 2, "No such option: --nope"),
        ("query", 2, "what to ask?"),
        (f"query {QUESTION} --sparql x.rq", 2, "what to ask?"),
        ("query relations-aux-2-horloges", 2, f"did you mean “{QUESTION}”?"),
        (f"query {QUESTION}", 2, "missing parameter [valide_le]; expected valide_le=2020-07-01"),
        (f"query {QUESTION} -p valide=2020-01-01", 2, "did you mean “valide_le”?"),
        (f"query {QUESTION} -p valide_le", 2, "expected --param name=value"),
        (f"query {QUESTION} -p valide_le=2020-01-01 -p valide_le=2021-01-01", 2, "given twice"),
        (f"query {QUESTION} -p valide_le=2020-13-01", 2, "the parameter `valide_le` is wrong"),
        (f"query {QUESTION} -p valide_le=2020-01-01 -p partie=arh", 1, "did you mean “arhp”?"),
        (f"query {QUESTION} --to parquet", 2, "expected --output FILE"),
        (f"query {QUESTION} --to xls", 2, "'xls' is not one of"),
        ("query --sparql missing.rq", 1, "missing.rq: No such file or directory"),
        ("query relations-d-un-theme --output /nowhere/a.csv", 1, "/nowhere/a.csv: No such file"),
        ("queries --tag tems", 2, "did you mean “temps”?"),
        ("explain acces-secours", 1, "the graph does not know this"),
        ("explain arhp --texts /nowhere", 1, "not a folder of texts"),
        ("search x --kind Accor", 1, "did you mean “Accord”?"),
        ("passages", 2, "what to look for?"),
        ("passages --check", 2, "which texts?"),
        ("passages a.txt --lines x", 1, "a.txt: cannot be read"),
        ("--build /nowhere query relations-d-un-theme", 1, "no graph has been built"),
    ],
)
def test_mistakes(command: str, code: int, message: str, home: Path, capsysbinary: Caught) -> None:
    got, out, err = run(capsysbinary, *shlex.split(command))
    assert (got, out) == (code, "")
    assert message in err
    assert "Traceback" not in err


def test_an_error_of_a_query_has_its_place(
    home: Path, tmp_path: Path, capsysbinary: Caught
) -> None:
    (tmp_path / "own.rq").write_text("SELECT ?s\nWHERE { ?s ?p ", encoding="utf-8")
    code, out, err = run(capsysbinary, "query", "--sparql", str(tmp_path / "own.rq"))
    assert (code, out) == (1, "")
    assert err.startswith("line 2: not SPARQL 1.1")


def test_the_unexpected_is_one_line(monkeypatch: pytest.MonkeyPatch, capsysbinary: Caught) -> None:
    def broken(*_: object, **__: object) -> None:
        raise KeyError("x")

    monkeypatch.setattr(cli, "app", broken)
    monkeypatch.delenv("HLMGRAPH_DEBUG", raising=False)
    assert run(capsysbinary) == (1, "", "KeyError: 'x' (HLMGRAPH_DEBUG=1 gives the trace)\n")
    monkeypatch.setenv("HLMGRAPH_DEBUG", "1")
    with pytest.raises(KeyError):
        cli.run([])


def test_errors_of_the_rooms_keep_their_code(
    monkeypatch: pytest.MonkeyPatch, capsysbinary: Caught
) -> None:
    def wrong(*_: object, **__: object) -> None:
        raise GraphError("it failed", file="a.rq", line=3, todo="mend it")

    monkeypatch.setattr(cli, "app", wrong)
    assert run(capsysbinary) == (1, "", "a.rq:3: it failed → mend it\n")


# --- pipes and signals


@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.parametrize("shape", ["table", "csv", "json", "sparql-json"])
def test_a_closed_pipe_is_silent(unbuffered: str, shape: str, home: Path, tmp_path: Path) -> None:
    text = tmp_path / "all.rq"
    text.write_text("SELECT ?s ?p ?o { ?s ?p ?o }")
    command = f"{shlex.join(HERE)} query --sparql {text} --to {shape} | head -c 10"
    said = subprocess.run(
        ["bash", "-c", f"{command}; exit ${{PIPESTATUS[0]}}"],
        capture_output=True, check=False, env={**os.environ, "PYTHONUNBUFFERED": unbuffered},
    )  # fmt: skip
    assert (said.returncode, len(said.stdout), said.stderr) == (0, 10, b"")


def test_a_write_that_stops_half_way_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    class Raw(io.RawIOBase):
        def write(self, data: Any) -> int:
            held.append(bytes(data[:3]))
            return len(held[-1])

    held: list[bytes] = []
    monkeypatch.setattr(sys, "stdout", SimpleNamespace(buffer=Raw(), flush=lambda: None))
    emit("déjà vu")
    assert b"".join(held).decode() == "déjà vu"


SLOW = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"


@pytest.mark.parametrize("shape", ["table", "sparql-json"])
def test_ctrl_c_ends_even_what_the_engine_cannot_cancel(
    shape: str, home: Path, tmp_path: Path
) -> None:
    (tmp_path / "slow.rq").write_text(SLOW)
    command = [*HERE, "query", "--sparql", str(tmp_path / "slow.rq"), "--to", shape]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        time.sleep(1.5)
        assert process.poll() is None, "the query was not slow"
        process.send_signal(signal.SIGINT)
        try:
            out, err = process.communicate(timeout=10)
        finally:
            process.kill()
    assert (process.returncode, out, err) == (130, b"", b"")


def test_data_is_utf_8_whatever_the_locale(home: Path) -> None:
    environment = {**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0",
                   "PYTHONIOENCODING": "ascii"}  # fmt: skip
    for arguments in (["--to", "csv"], ["--to", "json"], ["--to", "table"]):
        said = subprocess.run(
            [*HERE, "query", QUESTION, "-p", "valide_le=2019-06-20", *arguments],
            capture_output=True, env=environment, check=True,
        )  # fmt: skip
        if arguments[1] == "table":
            assert b"Acc?s des secours" in said.stdout, "the terminal has no é"
        else:
            assert "Accès des secours" in said.stdout.decode("utf-8")
    said = subprocess.run(
        [*HERE, "explain", "é"], capture_output=True, env=environment, check=False
    )
    assert said.returncode == 1
    assert b"Traceback" not in said.stderr
