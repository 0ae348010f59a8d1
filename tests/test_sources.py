"""Bad files are refused with their place; good ones come out as they were written."""

import hashlib
import json
from collections import Counter
from pathlib import Path

import pytest
import rdflib
import yaml
from bad_sources import BAD, LETTER, PAGE, TABLE
from hypothesis import example, given, settings
from hypothesis import strategies as st

from hlmgraph import ids, sources, vocab
from hlmgraph.errors import HlmError, Several, SourceError
from hlmgraph.loaders.readings import load, load_all
from hlmgraph.rdf import Literal, NamedNode, Quad, from_rdflib, nquads, parse_jsonld

WORDS = vocab.load()
DATA = Path(__file__).parent / "valmont" / "data"
FILES = sources.files(DATA)


def errors_in(places):
    with pytest.raises(HlmError) as caught:
        sources.read(sources.files(places.data), WORDS)
    error = caught.value
    return list(error.errors) if isinstance(error, Several) else [error]


@pytest.mark.parametrize("bad", BAD, ids=[bad.name for bad in BAD])
def test_a_bad_file_is_refused_with_its_place(bad, places_with):
    places = places_with({bad.file: [(bad.old, bad.new)]})
    text = (places.data / bad.file).read_text(encoding="utf-8")
    line = text[: text.index(bad.at or bad.new.strip())].count("\n") + 1
    errors = errors_in(places)
    assert all(type(error) is SourceError and error.line and error.column for error in errors)
    found = [e for e in errors if e.line == line and e.file == str(places.data / bad.file)]
    assert any(bad.what in e.what and bad.hint in str(e) for e in found), [str(e) for e in errors]


ITEM = "  - id: accord/x\n    type: Accord\n    nom: x\n"
CARD = "\n".join((DATA / LETTER).read_text(encoding="utf-8").split("\n")[1:12])

RAW = {
    "tab": (CARD.replace("langue: fr", "langue:\tfr"), 6, "tab", "plain text"),
    "BOM": ("\ufeff" + CARD, 1, "byte order mark", "UTF-8 without BOM"),
    "UTF-16": (CARD.encode("utf-16"), 1, "byte order mark", "UTF-8"),
    "UTF-16 without mark": (CARD.encode("utf-16-le"), 1, "control character U+0000", "plain text"),
    "Latin-1": ("langue: fr\ntitre: \xe9t\xe9".encode("latin-1"), 2, "wrong encoding", "UTF-8"),
    "deep": (f"{CARD}\nnote: {'[' * 9}", 12, "nested too deep", "8 levels"),
    "very deep": (f"{CARD}\nnote: {'[' * 100_000}", 12, "nesting depth", ""),
    "anchor": ("titre: &a x\n", 1, "alias or anchor", "in full"),
    "alias": ("titre: x\nnote: *a\n", 2, "alias", "in full"),
    "merge": ("titre: x\nnote: &a {b: c}\nd: {<<: *a}\n", 2, "alias or anchor", "in full"),
    "tag": ("titre: x\nnote: !!python/object/apply:os.system [ls]\n", 2, "tag", "without a tag"),
    "local tag": ("titre: x\nnote: !secret a\n", 2, "tag", "without a tag"),
    "bare tag": ("titre: x\nnote: ! a\n", 2, "tag", "without a tag"),
    "two documents": (f"{CARD}\n---\nid: y\n", 12, "second document", "one document"),
    "empty": ("", 1, "empty file", "a source card"),
    "blank": ("\n \n", 1, "empty file", "a source card"),
    "remark only": ("# nothing\n", 1, "not a mapping", "key: value"),
    "list": ("- id: x\n", 1, "not a mapping", "key: value"),
    "word": ("id\n", 1, "not a mapping", "key: value"),
    "bell": ("titre: x\nnote: \x07\n", 2, "control character U+0007", "plain text"),
    "next line": ("titre: x\nnote: a\x85b: c\n", 2, "control character U+0085", "plain text"),
    "line separator": ("titre: x\u2028langue: fr\n", 1, "control character U+2028", "plain text"),
    "carriage return": ("titre: x\rlangue: fr\n", 1, "control character U+000D", "plain text"),
    "complex key": ("titre: x\n? [a, b]\n: c\n", 2, "not a word", "key: value"),
    "not YAML": ("titre: x\nnote: [a\nb: c\n", 3, "not YAML", ""),
    "bad directive": ("%YAML 9\n---\na: b\n", 1, "not YAML", ""),
}
RAW["alias bomb"] = (
    "a: &a [x, x]\n" + "".join(f"{c}: &{c} [*{p}, *{p}]\n" for p, c in zip("abcdefgh", "bcdefghi", strict=True)),
    1,
    "alias or anchor",
    "in full",
)  # fmt: skip


@pytest.mark.parametrize("name", RAW)
def test_what_is_not_plain_yaml_is_refused(name, places_with):
    content, line, what, hint = RAW[name]
    places = places_with({LETTER: content})
    found = [e for e in errors_in(places) if e.file == str(places.data / LETTER)]
    assert len(found) == 1
    assert type(found[0]) is SourceError
    assert (found[0].line, what in found[0].what, hint in str(found[0])) == (line, True, True)


def test_a_huge_file_is_refused_unread(places_with):
    places = places_with({LETTER: ""})
    with (places.data / LETTER).open("wb") as file:
        file.truncate(50_000_000)
    found = [e for e in errors_in(places) if e.file == str(places.data / LETTER)]
    assert [(e.what, e.value) for e in found] == [("file too large", "50,000,000 bytes")]
    assert "at most 8,000,000 bytes" in str(found[0])


def test_a_folder_or_a_dead_link_is_no_file(places_with):
    places = places_with({LETTER: None, TABLE: None})
    (places.data / LETTER).mkdir()
    (places.data / TABLE).symlink_to("nowhere")
    found = {e.file for e in errors_in(places) if e.what == "the file cannot be read"}
    assert found == {str(places.data / LETTER), str(places.data / TABLE)}


def test_no_file_at_all(tmp_path):
    with pytest.raises(SourceError, match=r"no source file.*sources/\*\.yaml"):
        sources.files(tmp_path)


def test_all_errors_of_all_files_come_in_one_run(places_with):
    places = places_with(
        {
            LETTER: [("editeur: arhp", "editeur: ahrp"), ("statut: annonce", "statut: anonce")],
            PAGE: [("signe_le: 2019-06-12", "signe_le: 2019-06-31")],
        }
    )
    with pytest.raises(Several) as caught:
        sources.read(sources.files(places.data), WORDS)
    places_said = [(Path(e.file).name, e.value) for e in caught.value.errors]
    assert places_said == [
        ("2019-06_lettre-arhp.yaml", "ahrp"),
        ("2019-06_lettre-arhp.yaml", "anonce"),
        ("2019-07_sdis-orle.2.yaml", "2019-06-31"),
    ]
    assert str(caught.value).endswith("\n3 errors in 2 files")


def test_an_actor_stands_in_one_register(places_with):
    text = (DATA / "registre/territoires.yaml").read_text(encoding="utf-8")
    other = text.replace("id: registre/territoires", "id: registre/lieux")
    [*errors] = errors_in(places_with({"registre/lieux.yaml": other}))
    assert [e.value for e in errors] == [
        "territoire/region-99",
        "territoire/departement-20",
        "territoire/commune-20901",
        "territoire/commune-20902",
    ]
    assert {e.expected for e in errors[:1]} == {"one entry (first in lieux.yaml, line 10)"}


def test_two_files_are_not_one_reading(places_with):
    card = CARD.partition("attendu")[0].replace("2019-06_lettre-arhp", "registre-organisations")
    item = "{id: organisation/x, type: Collectif, nom: x, preuve: {de: 1, a: 2}}"
    text = f"{card}attendu: {{}}\ncontenu: [{item}]\n"
    [error] = errors_in(places_with({"sources/registre-organisations.yaml": text}))
    assert (error.what, error.value) == ("defined twice", "lecture/registre-organisations/1")


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.binary(max_size=300), st.text(max_size=300)))
def test_any_bytes_are_read_or_refused(tmp_path_factory, content):
    path = tmp_path_factory.getbasetemp() / "any.yaml"
    path.write_bytes(
        content if isinstance(content, bytes) else content.encode("utf-8", "surrogatepass")
    )
    with pytest.raises(HlmError):  # nothing so short is a whole source file
        sources.read([path], WORDS)


TREES = {
    path: yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader) for path in FILES
}


def paths_in(tree, here=()):
    """The way to every value: keys and positions."""
    inside = (
        tree.items()
        if isinstance(tree, dict)
        else enumerate(tree if isinstance(tree, list) else ())
    )
    for step, value in inside:
        yield (*here, step)
        yield from paths_in(value, (*here, step))


SPOTS = [(path, spot) for path, tree in TREES.items() for spot in paths_in(tree)]
KEYS = sorted(WORDS.context)
SCALARS = st.one_of(
    st.text(max_size=12),
    st.sampled_from(
        [*KEYS, "non_precise", "../x", "http://a b", "2019-13", "0", "-1", "1e9", "hlm:Accord"]
    ),
    st.sampled_from(sorted({str(step) for _, spot in SPOTS for step in spot})),
    st.sampled_from(sorted(WORDS.classes)),
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(SCALARS, inner, max_size=3),
    max_leaves=5,
)


def errors_with(folder, path, tree):
    """The errors of Valmont with another tree in one file; nothing but our errors may be raised."""
    odd = folder / path.name
    odd.write_text(json.dumps(tree, ensure_ascii=False), encoding="utf-8")
    try:
        load_all(sources.read([*(one for one in FILES if one != path), odd], WORDS), WORDS)
    except HlmError as error:
        return error.errors if isinstance(error, Several) else [error]
    return []


def changed(path, spot, deed, value="", key=""):
    """A copy of a file's tree with one value put, added or cut."""
    *way, last = spot
    tree = json.loads(json.dumps(TREES[path]))
    place = tree
    for step in way:
        place = place[step]
    if deed == "cut":
        del place[last]
    elif deed == "add" and isinstance(place, dict):
        place[key] = value
    else:
        place[last] = value
    return tree


KINDS_OF_SPOT = {
    tuple("*" if isinstance(step, int) else step for step in spot): (path, spot)
    for path, spot in SPOTS
}


@pytest.mark.parametrize("kind", KINDS_OF_SPOT, ids=[".".join(kind) for kind in KINDS_OF_SPOT])
def test_a_key_may_hold_or_lack_anything(tmp_path, kind):
    """Each key of Valmont with each odd value: loaded or refused with its place."""
    path, spot = KINDS_OF_SPOT[kind]
    for value in ("", "non_precise", "x/y", "-1", [], {}, ["a", "b"], {"a": "b"}):
        errors = errors_with(tmp_path, path, changed(path, spot, "put", value))
        assert all(error.file and error.line for error in errors), value
    errors = errors_with(tmp_path, path, changed(path, spot, "cut"))
    assert all(error.file and error.line for error in errors)


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(SPOTS), VALUES, st.sampled_from(["put", "add", "cut"]), SCALARS)
def test_a_file_with_one_odd_value_loads_or_is_refused(tmp_path_factory, spot, value, deed, key):
    """Whatever stands at one place of Valmont, nothing breaks but by an error with its place."""
    tree = changed(*spot, deed, value, key)
    errors = errors_with(tmp_path_factory.getbasetemp(), spot[0], tree)
    assert all(error.file and error.line for error in errors)


# --- what is written comes out


def quads_of(folder, fields):
    """The quads that one collective with these fields (YAML text) gives."""
    path = folder / "one.yaml"
    path.write_text(
        f"id: source/one\ntype: PageWeb\ntitre: x\nlangue: fr\ndate: 2020\nempreinte: sha256:{'0' * 64}\n"
        "lecture: 1\nsaisi_le: 2026-11-25\nattendu: {Evenement: 1}\ncontenu:\n"
        "- {id: organisation/x, type: [Collectif, ActeurHlm], nom: x, preuve: {de: 1, a: 2}}\n"
        f"- id: evenement/x\n  type: Evenement\n  organisateurs: [x]\n  preuve: {{de: 1, a: 2}}\n{fields}",
        encoding="utf-8",
    )
    [reading] = sources.read([path], WORDS)
    loaded = load(reading, WORDS)
    return [*loaded.facts, *loaded.cards]


def said(quads, key, of="evenement/x"):
    subject, predicate = NamedNode(ids.thing(of)), NamedNode(WORDS.iri_of(key))
    return [q.object for q in quads if (q.subject, q.predicate) == (subject, predicate)]


@pytest.mark.parametrize(
    "text", ["01", "no", "null", "~", "true", "2020-07", "1e3", "0x1F", "1_000", "12:30:45", "="]
)
def test_scalars_stay_text(tmp_path, text):
    assert said(quads_of(tmp_path, f"  nom: {text}\n"), "nom") == [Literal(text)]


TEXTS = st.text(
    st.characters(exclude_categories=["Cc", "Cs", "Cn", "Zl", "Zp"], exclude_characters="\ufeff")
    | st.just("\n"),
    min_size=1,
).filter(lambda text: text.strip() and text != "non_precise")


@settings(max_examples=60, deadline=None)
@example(" a ", "\n b\n", "  c")
@given(TEXTS, TEXTS, TEXTS)
def test_texts_come_out_as_written(tmp_path_factory, name, about, note):
    fields = "".join(
        f"  {key}: {json.dumps(text, ensure_ascii=False)}\n"
        for key, text in (("nom", name), ("objet", about), ("note", note))
    )
    quads = quads_of(tmp_path_factory.getbasetemp(), fields)
    assert said(quads, "nom") == [Literal(name)]
    assert said(quads, "objet") == [Literal(about, language="fr")]
    notes = [q.object for q in quads if q.predicate.value == WORDS.iri_of("note")]
    assert notes == [Literal(note, language="fr")]


XSD = "http://www.w3.org/2001/XMLSchema#"
DATES = st.dates().flatmap(
    lambda day: st.sampled_from(
        [(f"{day:%Y}".zfill(4), "gYear"), (f"{day}"[:7], "gYearMonth"), (f"{day}", "date")]
    )
)


@settings(max_examples=60, deadline=None)
@given(DATES, st.from_regex(r"\A-?[0-9]{1,18}(\.[0-9]{1,6})?\Z"), st.from_regex(r"\A[0-9]{1,9}\Z"))
def test_dates_and_numbers_come_out_as_written(tmp_path_factory, date, value, count):
    fields = f"  date: {date[0]}\n  nombre: {count}\n  chiffres: [{{cle: a, valeur: {value}, unite: euro}}]\n"
    quads = quads_of(tmp_path_factory.getbasetemp(), fields)
    assert said(quads, "date") == [Literal(date[0], datatype=NamedNode(XSD + date[1]))]
    assert said(quads, "nombre") == [Literal(count, datatype=NamedNode(XSD + "integer"))]
    decimal = Literal(value, datatype=NamedNode(XSD + "decimal"))
    assert [q.object for q in quads if q.predicate.value == WORDS.iri_of("valeur")] == [decimal]


def test_every_key_of_valmont_comes_out():
    """As many statements as values, for each plain key of each item."""
    checked = 0
    for loaded, tree in zip(
        load_all(sources.read(FILES, WORDS), WORDS), TREES.values(), strict=True
    ):
        quads = {(q.subject.value, q.predicate.value, str(q.object)) for q in loaded.facts}
        found = Counter(quad[:2] for quad in quads)
        for item in tree["contenu"]:
            for key, value in item.items():
                if key in sources.reading.CLAIM_KEYS | {"id", "type", "participations"}:
                    continue
                many = value if isinstance(value, list) else [value]
                roles = [WORDS.key_of(part["role"]) for part in item.get("participations", ())]
                pair = (ids.thing(item["id"]), WORDS.iri_of(key))
                assert found[pair] == len(many) + roles.count(key), pair
                checked += 1
    assert checked > 100


def test_the_passages_of_valmont_are_true():
    """Fingerprints are of the texts, positions lie in them, a mention's form is what stands there."""
    texts = {path.stem: path for path in (DATA.parent / "texts").iterdir()}
    for tree in TREES.values():
        text = texts.get(tree["id"].partition("/")[2])
        if text is None:
            assert tree["type"] == "Registre"
            continue
        assert tree["empreinte"] == fingerprint(text)
        content = text.read_bytes().decode("utf-8")
        for item in tree["contenu"]:
            proofs = item["preuve"] if isinstance(item["preuve"], list) else [item["preuve"]]
            for proof in proofs:
                if "ligne" in proof:
                    assert f"\n{proof['ligne']};" in content
                    assert proof["empreinte"] == tree["empreinte"]
                else:
                    passage = content[int(proof["de"]) : int(proof["a"])]
                    assert len(passage) == int(proof["a"]) - int(proof["de"])
                    assert passage == passage.strip()
                    assert item.get("forme", passage) == passage


def fingerprint(path):
    return "sha256:" + hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")
@pytest.mark.parametrize("path", FILES, ids=[path.name for path in FILES])
def test_rdflib_and_oxigraph_read_the_same(path):
    readings = sources.read(FILES, WORDS)
    [reading] = [one for one in readings if one.file == path]
    document = {"@context": WORDS.context, "@graph": sources.rewrite(reading, WORDS).document}
    text = json.dumps(document)
    dataset = rdflib.Dataset().parse(data=text, format="json-ld")
    theirs = [
        Quad(*map(from_rdflib, (s, p, o)), NamedNode(str(graph)))
        for s, p, o, graph in dataset.quads()
    ]
    assert nquads(theirs) == nquads(parse_jsonld(text.encode()))
    loaded = load(reading, WORDS)  # whatever it does to be quick, it reads what we publish
    assert nquads(theirs) == nquads([*loaded.cards, *loaded.facts])
    assert len(theirs) > 10
