import csv
import io
from urllib.parse import urlsplit

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from stdnum import luhn

from hlmgraph import ids, vocab
from hlmgraph.errors import WordError
from hlmgraph.rdf import NamedNode, Quad, nquads, parse_nquads, to_rdflib

BASE = "https://w3id.org/hlmgraph/"
READING = BASE + "id/lecture/2020-07_ush-bfc_breves/1"

slugs = st.from_regex(r"[a-z0-9][a-z0-9-]*(/[a-z0-9][a-z0-9-]*)*", fullmatch=True)
file_slugs = st.from_regex(r"[a-z0-9][a-z0-9_-]*", fullmatch=True)


@pytest.mark.parametrize(
    ("made", "iri"),
    [
        (ids.term("Accord"), "ontology#Accord"),
        (ids.thing("accord/acces-secours-doubs"), "id/accord/acces-secours-doubs"),
        (ids.thing("source/2020-07_x"), "id/source/2020-07_x"),
        (ids.thing("mention/breves/neolia"), "id/mention/breves/neolia"),
        (ids.organisation("neolia"), "id/organisation/neolia"),
        (ids.territory("departement-25"), "id/territoire/departement-25"),
        (ids.concept("theme", "securite-incendie"), "concept/theme/securite-incendie"),
        (ids.source("2020-07_x"), "id/source/2020-07_x"),
        (ids.reading("2020-07_x", 2), "id/lecture/2020-07_x/2"),
        (ids.reading("source/2020-07_x", 2), "id/lecture/2020-07_x/2"),
        (ids.reading("registre/organismes", 1), "id/lecture/registre-organismes/1"),
        (ids.claim(READING, "accord/x"), "id/lecture/2020-07_ush-bfc_breves/1#accord/x"),
        (
            ids.node_in(READING, "accord/x", "menages"),
            "id/lecture/2020-07_ush-bfc_breves/1#accord/x/menages",
        ),
        (ids.passage("2020-07_x", 0, 12), "id/source/2020-07_x#char=0,12"),
        (ids.graph("cartes"), "graph/cartes"),
        (ids.graph("tout/a1b2"), "graph/tout/a1b2"),
        (ids.holder("mandat/x"), "id/mandat/x#titulaire"),
    ],
)
def test_our_iris(made, iri):
    assert made == BASE + iri


def test_they_agree_with_the_context():
    base = vocab.load().reference_base
    assert ids.organisation("x") == base("signataires") + "x"
    assert ids.territory("x") == base("lieu") + "x"
    assert ids.concept("theme", "x") == base("themes") + "x"
    assert ids.thing("accord/x") == base("accord_cadre") + "accord/x"


@pytest.mark.parametrize(
    "slug", ["", "É", "A", "-a", "a_b", "a//b", "/a", "a/", "a b", "a\n", "a#b", "é", "../a", "１"]
)
def test_what_is_no_slug(slug):
    with pytest.raises(WordError, match="not a slug"):
        ids.check_slug(slug)
    with pytest.raises(WordError):
        ids.organisation(slug)


@pytest.mark.parametrize("slug", ["", "_a", "a/b", "A", "a\n", "a.b"])
def test_what_names_no_source(slug):
    with pytest.raises(WordError, match="slug of a source"):
        ids.source(slug)


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: ids.thing("accord"),
        lambda: ids.thing("accord/"),
        lambda: ids.thing("accord/a_b"),
        lambda: ids.thing("source/a/b"),
        lambda: ids.term("hlm:Accord"),
        lambda: ids.reading("x", 0),
        lambda: ids.reading("x", True),
        lambda: ids.passage("x", 5, 5),
        lambda: ids.passage("x", -1, 5),
        lambda: ids.claim("http://x/1", "accord/x"),
        lambda: ids.claim(READING + "#accord/x", "accord/x"),
        lambda: ids.node_in(READING, "accord/x", "Ménages"),
        lambda: ids.check("siern", "1"),
    ],
)
def test_what_makes_no_iri(wrong):
    with pytest.raises(WordError):
        wrong()


@given(slugs, file_slugs, st.integers(1), st.integers(0), st.integers(1))
def test_every_iri_is_one_for_every_parser(slug, name, number, start, length):
    reading = ids.reading(name, number)
    made = [
        ids.thing(f"accord/{slug}"),
        ids.organisation(slug),
        ids.node_in(reading, f"accord/{slug}", slug),
        ids.passage(name, start, start + length),
        ids.graph(slug),
    ]
    for iri in made:
        _through_both(iri)
        assert ids.external(iri) == iri


def _through_both(iri):
    node = NamedNode(iri)
    assert next(parse_nquads(nquads([Quad(node, node, node)]))).subject == node
    assert to_rdflib(node).n3() == f"<{iri}>"


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org",
        "http://example.org:8080/a/b?c=d&e=%20#f",
        "https://fr.wikipedia.org/wiki/Société_anonyme",
        "https://[2001:db8::1]/",
        "https://example.org/(a),'b'!*~@$;=+",
    ],
)
def test_addresses(url):
    assert ids.external(url) == url
    _through_both(url)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "example.org",
        "//example.org",
        "ftp://example.org",
        "http:",
        "http://",
        "http:///a",
        "http:a",
        "mailto:a@b",
        "http://ex.org/a b",
        "http://ex.org/a\n",
        " http://ex.org/",
        "http://ex.org/a\u00a0b",
        "http://ex.org/\u202f",
        "http://ex.org/\u200b",
        "http://ex.org/\ue000",
        "http://ex.org/\U0001ffff",
        "http://ex.org/<a>",
        'http://ex.org/"',
        "http://ex.org/{a}",
        "http://ex.org/a|b",
        "http://ex.org/a\\b",
        "http://ex.org/a^b",
        "http://ex.org/a`b",
        "http://ex.org/%zz",
        "http://ex.org/a%2",
        "http://ex.org/[a]",
        "http://ex.org/a]",
        "http://ex.org/#a#b",
        "http://ex.org:port/",
        "http://[::1/",
        "http://ex.org/\ud800",
        "javascript:alert(1)",
    ],
)
def test_what_is_no_address(url):
    with pytest.raises(WordError, match="not an address"):
        ids.external(url)


@given(st.text())
@example("[0]")
@example("\u2060")
@example("\ue000")
@example("\U000e0001")
@example("?\ue000")
def test_what_is_accepted_every_parser_takes(rest):
    for url in ("http://ex.org/" + rest, "http://" + rest, "https://ex.org?" + rest):
        try:
            ids.external(url)
        except WordError:
            continue
        assert urlsplit(url).hostname
        _through_both(url)


@pytest.mark.parametrize(
    ("scheme", "value", "clean"),
    [
        ("siren", "305918732", "305918732"),
        ("siren", " 305 918\u00a0732", "305918732"),
        ("siret", "356 000 000 49837", "35600000049837"),
        ("siret", "35600000000048", "35600000000048"),
        ("siret", "73282932000074", "73282932000074"),
        ("rna", "w251000123", "W251000123"),
        ("rna", "W2A1000123", "W2A1000123"),
        ("rna", "W9R1000123", "W9R1000123"),
        ("wikidata", "q846484", "Q846484"),
        ("finess", "750712184", "750712184"),
        ("finess", "2A0000014", "2A0000014"),
        ("commune", "01001", "01001"),
        ("commune", "2A004", "2A004"),
        ("commune", "2b033", "2B033"),
        ("commune", "97105", "97105"),
        ("commune", "98818", "98818"),
        ("departement", "01", "01"),
        ("departement", "2A", "2A"),
        ("departement", "95", "95"),
        ("departement", "976", "976"),
        ("region", "27", "27"),
        ("region", "43", "43"),
        ("region", "01", "01"),
        ("cj", "5546", "5546"),
    ],
)
def test_codes(scheme, value, clean):
    assert ids.check(scheme, value) == clean
    assert ids.check(scheme, clean) == clean


@pytest.mark.parametrize(
    ("scheme", "value"),
    [
        ("siren", "305918733"),
        ("siren", "30591873"),
        ("siren", "٣٠٥٩١٨٧٣٢"),
        ("siren", "30591873A"),
        ("siren", ""),
        ("siret", "35600000049838"),
        ("siret", "73282932000079"),
        ("siret", "305918732"),
        ("rna", "251000123"),
        ("rna", "W25100012"),
        ("wikidata", "Q0"),
        ("wikidata", "P31"),
        ("finess", "750712185"),
        ("commune", "1001"),
        ("commune", "20004"),
        ("commune", "96001"),
        ("commune", "00001"),
        ("departement", "1"),
        ("departement", "20"),
        ("departement", "00"),
        ("departement", "96"),
        ("departement", "970"),
        ("region", "00"),
        ("region", "05"),
        ("region", "99"),
        ("cj", "0546"),
    ],
)
def test_what_is_no_code(scheme, value):
    with pytest.raises(WordError):
        ids.check(scheme, value)


def test_every_system_of_the_concepts_can_be_checked():
    for scheme in vocab.load().concepts("systeme"):
        with pytest.raises(WordError, match="this is not a"):
            ids.check(scheme, "?")


@given(st.integers(0, 10**8 - 1), st.integers(0, 8), st.integers(1, 9))
def test_one_wrong_digit_of_a_siren_is_seen(number, place, shift):
    body = f"{number:08}"
    siren = body + luhn.calc_check_digit(body)
    assert ids.check("siren", f"{siren[:3]} {siren[3:6]} {siren[6:]}") == siren
    wrong = siren[:place] + str((int(siren[place]) + shift) % 10) + siren[place + 1 :]
    with pytest.raises(WordError):
        ids.check("siren", wrong)


def test_elsewhere():
    assert ids.elsewhere("wikidata", "Q846484") == "http://www.wikidata.org/entity/Q846484"
    assert ids.elsewhere("cj", "5546") == "http://id.insee.fr/codes/cj/n3/5546"
    assert ids.elsewhere("siren", "305 918 732").endswith("/entreprise/305918732")
    assert ids.elsewhere("commune", "25056") is None
    with pytest.raises(WordError):
        ids.elsewhere("siren", "1")


# All departments and regions of INSEE's 2024 list, so that a closed pattern leaves none out.
DEPARTMENTS = [f"{n:02}" for n in range(1, 96) if n != 20] + [
    "2A",
    "2B",
    "971",
    "972",
    "973",
    "974",
    "976",
]
REGIONS = "01,02,03,04,06,11,24,27,28,32,44,52,53,75,76,84,93,94"


def test_all_departments_and_regions():
    assert len(DEPARTMENTS) == 101
    for code in DEPARTMENTS:
        assert ids.check("departement", code) == code
        assert (
            ids.check("commune", code + "00101"[len(code) - 5 :]) == code + "00101"[len(code) - 5 :]
        )
    for code in next(csv.reader(io.StringIO(REGIONS))):
        assert ids.check("region", code) == code
