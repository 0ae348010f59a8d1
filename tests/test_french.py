import unicodedata
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from hlmgraph.errors import WordError
from hlmgraph.french import bounds, fold, read_amount, read_date, read_number, shape

MONTHS = "janvier février mars avril mai juin juillet août septembre octobre novembre décembre"


@pytest.mark.parametrize(
    ("name", "folded"),
    [
        ("TOURAINÉ LOGEMENT", "touraine logement"),
        ("« Loir&Cher Logement »", "loir et cher logement"),
        ("Société d’H.L.M. de l'Œuvre", "societe d hlm de l oeuvre"),
        ("Société d'H.L.M de l\u2019œuvre", "societe d hlm de l oeuvre"),
        ("U.S.H.", "ush"),
        ("Bourgogne‑Franche\u2013Comté", "bourgogne franche comte"),
        ("Foyer\u00a0\u202frémois\u200b", "foyer remois"),
        ("e\u0301te\u0301", "ete"),
        ("Action Logement™", "action logement"),
        ("n° 3", "n 3"),
        ("1001 Vies", "1001 vies"),
        ("a_b", "a b"),
        ("…", ""),
        ("", ""),
    ],
)
def test_fold(name, folded):
    assert fold(name) == folded


@given(st.text())
@example("ı́")
@example("\u0345")
@example("a.b.\u0301c")
@example("ﬃ.x")
@example("ⓐ.b")
def test_folding_twice_changes_nothing(name):
    folded = fold(name)
    assert fold(folded) == folded
    assert folded == " ".join(folded.split())


@given(st.text(alphabet=st.characters(codec="latin-1")))
def test_fold_does_not_see_case_nor_composition(name):
    assert fold(name.upper()) == fold(name.upper().lower())
    assert fold(unicodedata.normalize("NFD", name)) == fold(unicodedata.normalize("NFC", name))


@pytest.mark.parametrize(
    ("literal", "kind", "first", "last"),
    [
        ("2020", "gYear", "2020-01-01", "2020-12-31"),
        ("2020-07", "gYearMonth", "2020-07-01", "2020-07-31"),
        ("2020-02", "gYearMonth", "2020-02-01", "2020-02-29"),
        ("2019-02", "gYearMonth", "2019-02-01", "2019-02-28"),
        ("2020-07-14", "date", "2020-07-14", "2020-07-14"),
        ("2020-02-29", "date", "2020-02-29", "2020-02-29"),
        ("2017-09-26/2017-09-28", "within", "2017-09-26", "2017-09-28"),
        ("2017/2018-03", "within", "2017-01-01", "2018-03-31"),
        ("2017-09-26/2017", "within", "2017-09-26", "2017-12-31"),
    ],
)
def test_bounds(literal, kind, first, last):
    assert bounds(literal) == (date.fromisoformat(first), date.fromisoformat(last))
    assert shape(literal) == kind


@pytest.mark.parametrize(
    "literal",
    [
        "",
        "20",
        "20200",
        "2020-7",
        "2020-13",
        "2020-00",
        "2020-02-30",
        "2019-02-29",
        "2020-04-31",
        "2020-01-00",
        "1900-02-29",
        "0000",
        "2020/",
        "/2020",
        "2020/2021/2022",
        "2021/2020",
        "2020-07-14/2020-07-13",
        "2020-07-14T00:00:00",
        "2020-07-14Z",
        " 2020",
        "2020\n",
        "٢٠٢٠",
        "-2020",
    ],
)
@pytest.mark.parametrize("reader", [bounds, shape])
def test_what_is_no_date(literal, reader):
    with pytest.raises(WordError):
        reader(literal)


days = st.dates()


@given(days)
def test_a_day_is_its_own_bounds_and_lies_in_its_month_and_year(day):
    iso = day.isoformat()
    assert bounds(iso) == (day, day)
    for literal in (iso[:7], iso[:4]):
        first, last = bounds(literal)
        assert first <= day <= last
        assert (first - timedelta(days=first > date.min)).isoformat()[
            : len(literal)
        ] != literal or (first == date.min)
        assert last == date.max or (last + timedelta(days=1)).isoformat()[: len(literal)] != literal


@given(days, days, st.sampled_from([4, 7, 10]), st.sampled_from([4, 7, 10]))
def test_an_interval_goes_from_the_first_to_the_last(one, other, left, right):
    start, end = sorted((one.isoformat(), other.isoformat()))
    literal = f"{start[:left]}/{end[:right]}"
    assert bounds(literal) == (bounds(start[:left])[0], bounds(end[:right])[1])


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("12 juin 2020", "2020-06-12"),
        ("juin 2020", "2020-06"),
        ("2020", "2020"),
        ("1er mars 2019", "2019-03-01"),
        ("1ᵉʳ mars 2019", "2019-03-01"),
        ("vendredi 12 juin 2020", "2020-06-12"),
        ("le vendredi 12\u00a0juin\u202f2020", "2020-06-12"),
        ("12 JUIN 2020", "2020-06-12"),
        ("en août 2019", "2019-08"),
        ("au mois d'août 2019", "2019-08"),
        ("12 déc. 2020", "2020-12-12"),
        ("12/06/2020", "2020-06-12"),
        ("1.6.2020", "2020-06-01"),
        ("06/2020", "2020-06"),
        ("2020-06-12", "2020-06-12"),
        ("2020-06", "2020-06"),
        ("en 2020", "2020"),
        ("l'année 2020", "2020"),
        ("du 26 au 28 septembre 2017", "2017-09-26/2017-09-28"),
        ("26 et 27 septembre 2017", "2017-09-26/2017-09-27"),
        ("du 30 septembre au 2 octobre 2017", "2017-09-30/2017-10-02"),
        ("du mardi 30 décembre 2019 au 2 janvier 2020", "2019-12-30/2020-01-02"),
    ],
)
def test_dates_in_texts(text, iso):
    assert read_date(text) == iso


@pytest.mark.parametrize(
    "text",
    [
        "",
        "hier",
        "été 2020",
        "fin 2020",
        "30 février 2020",
        "31/04/2020",
        "12/13/2020",
        "12/06-2020",
        "12 juin",
        "12 juin 20",
        "12 juin 2020 ?",
        "12 juin 2020 et après",
        "2017-2020",
        "du 28 au 26 septembre 2017",
    ],
)
def test_what_gives_no_date(text):
    with pytest.raises(WordError) as caught:
        read_date(text)
    assert caught.value.value == text


@given(days.filter(lambda day: day.year >= 1000), st.sampled_from([" ", "\u00a0", "\u202f"]))
def test_a_date_written_out_is_read_back(day, blank):
    number = "1er" if day.day == 1 else str(day.day)
    words = [number, MONTHS.split()[day.month - 1], str(day.year)]
    assert read_date(blank.join(words)) == day.isoformat()
    assert read_date(blank.join(words[1:])) == day.isoformat()[:7]
    assert read_date(f"{day.day:02}/{day.month:02}/{day.year}") == day.isoformat()


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1 234,5", "1234.5"),
        ("1.500", "1500"),
        ("170\u00a0000", "170000"),
        ("170\u202f000", "170000"),
        ("170\u2009000", "170000"),
        ("1.5", "1.5"),
        ("0.500", "0.500"),
        ("1.234,50", "1234.50"),
        ("1.500.000", "1500000"),
        ("1,234", "1.234"),
        ("12.3456", "12.3456"),
        ("-3,5", "-3.5"),
        ("− 3", "-3"),
        ("+3", "3"),
        ("007", "7"),
    ],
)
def test_numbers(text, number):
    assert read_number(text) == Decimal(number)


@pytest.mark.parametrize(
    "text",
    ["", "-", "1 23", "1 234.567", "1,234,567", "1.23.456", "12e3", "٣", "1 000 0", "NaN", "1,"],
)
def test_what_is_no_number(text):
    with pytest.raises(WordError):
        read_number(text)


@given(st.decimals(-(10**12), 10**12, places=2), st.sampled_from(" \u00a0\u202f\u2009."))
def test_a_number_written_the_french_way_is_read_back(number, separator):
    whole, _, part = f"{number:,.2f}".rpartition(".")
    french = f"{whole.replace(',', separator)},{part}"
    assert read_number(french) == number


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("170 000 €", "170000"),
        ("170\u00a0000\u00a0€", "170000"),
        ("78,7 M€", "78700000"),
        ("78,7 M d’euros", "78700000"),
        ("200 millions d'euros", "200000000"),
        ("1 million d’euros", "1000000"),
        ("1,2 Md€", "1200000000"),
        ("2,5 milliards d'euros", "2500000000"),
        ("3 Mds€", "3000000000"),
        ("3 k€", "3000"),
        ("12,50 euros", "12.5"),
        ("1 EUR", "1"),
    ],
)
def test_amounts(text, value):
    assert read_amount(text) == (Decimal(value), "EUR")
    assert "E" not in str(read_amount(text)[0])


@pytest.mark.parametrize(
    "text", ["", "€", "12", "10 dollars", "environ 12 €", "12 € HT", "12 F", "1 234.567 €", "M€"]
)
def test_what_is_no_amount(text):
    with pytest.raises(WordError) as caught:
        read_amount(text)
    assert caught.value.value is not None
