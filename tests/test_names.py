from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hlmgraph.french import fold
from hlmgraph.names import ALIKE, ranked, score

FAMILIES = [
    ["USH", "USH BFC", "USH 74", "USH Outre-Mer"],
    [
        "Union sociale pour l'habitat",
        "Union sociale pour l'habitat de Bourgogne-Franche-Comté",
        "Union sociale pour l'habitat 74",
        "Union sociale pour l'habitat Outre-Mer",
    ],
    ["ICF Habitat", "IDF Habitat", "ICF Habitat La Sablière"],
    ["ICF Habitat Bourgogne", "IDF Habitat Bourgogne"],
    ["Emmaüs Habitat", "Emmaüs Connect"],
    ["Habitat 25", "Habitat 70", "Habitat 77", "Habitat"],
    ["SDIS 25", "SDIS 70", "SDIS 90"],
    ["CDC Habitat", "CDC Habitat social", "Caisse des dépôts et consignations"],
    ["Action Logement", "Action Logement Services", "Action Logement Immobilier"],
    ["Néolia", "Néolis"],
    ["Grand Besançon Habitat", "Grand Dijon Habitat", "Grand Besançon Métropole"],
    ["Tours Habitat", "Touraine Logement"],
    ["Office public de l'habitat de Tours", "Office public de l'habitat de Blois"],
    ["FFB", "FFB Bourgogne-Franche-Comté"],
    ["USH", "ESH"],
]
PAIRS = [pair for family in FAMILIES for pair in combinations(family, 2)]

SAME = [
    ("TOURAINÉ LOGEMENT", "Touraine Logement"),
    ("Nièvre habitat", "NIEVRE Habitat"),
    ("GBH", "Grand Besançon Habitat"),
    ("OAH", "Office auxerrois de l'habitat"),
    ("« Loir&Cher Logement »", "Loir et Cher Logement"),
    ("SMHLM", "Société martiniquaise d'HLM"),
    ("SMHLM", "Société martiniquaise d’H.L.M."),
    ("USH", "Union sociale pour l'habitat"),
    ("USH", "USH (Union sociale pour l'habitat)"),
    ("USH BFC", "Union sociale pour l'habitat de Bourgogne-Franche-Comté"),
    ("USH BFC", "USH Bourgogne-Franche-Comté"),
    ("Actiorlogement", "Action Logement"),
    ("ActionLogement", "Action Logement"),
    ("Néolia", "SA d'HLM Néolia"),
    ("CGLLS", "Caisse de garantie du logement locatif social"),
    ("I3F", "Immobilière 3F"),
    ("OPH de Tours", "Office public de l'habitat de Tours"),
    ("Doubs Habitat", "Habitat Doubs"),
    ("Les Résidences", "Résidence"),
]


@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_near_homonyms_stay_apart(one, other):
    assert score(one, other).score < ALIKE, score(one, other)


@pytest.mark.parametrize(("one", "other"), SAME)
def test_two_writings_of_one_name_come_together(one, other):
    assert score(one, other).score >= ALIKE, score(one, other)


def test_the_right_name_comes_first():
    known = [name for family in FAMILIES for name in family]
    assert ranked("USH BFC", known)[0][0] == "USH BFC"
    assert [name for name, _ in ranked("Touraine logements", known)] == ["Touraine Logement"]
    assert [name for name, _ in ranked("ush", known)] == ["USH", "Union sociale pour l'habitat"]
    assert len(ranked("Habitat 25", known, least=10, limit=3)) == 3
    assert ranked("Habitat 26", known) == []


def test_reasons():
    assert score("USH", "ush").features == {"exact": 1.0}
    assert score("USH", "Union sociale pour l'habitat").features["acronym"] == 1
    assert score("Habitat 25", "Habitat 70").features["numbers"] == 0
    assert score("Habitat 25", "Habitat").features["numbers"] == 0.5
    features = score("Emmaüs Habitat", "Emmaüs Connect").features
    assert features["distinctive"] == 0.5
    assert 0 < features["words"] < features["distinctive"]


def test_common_words_weigh_less():
    shared = score("Touraine Habitat", "Touraine Logement").score
    common = score("Touraine Habitat", "Bretagne Habitat").score
    assert shared > 2 * common


@pytest.mark.parametrize(("one", "other"), [("", ""), ("…", "-"), ("", "USH"), ("de la", "du")])
def test_empty_names_are_alike_to_nothing(one, other):
    assert score(one, other).score < ALIKE


WORDS = """
    ush usH habitat Habitats 25 3f de l' Besançon Besancon bfc gbh grand union sociale hlm sa
    Bourgogne- Franche Comté Néolia Neolis & action logement (oph)
"""
words = st.sampled_from(WORDS.split()) | st.text(max_size=8)
names = st.lists(words, max_size=6).map(" ".join)


@given(names, names)
def test_the_order_does_not_matter(one, other):
    assert score(one, other) == score(other, one)


@given(names, names)
def test_a_score_is_from_0_to_100_and_100_is_for_equals(one, other):
    likeness = score(one, other)
    assert 0 <= likeness.score <= 100
    assert all(0 <= value <= 1 for value in likeness.features.values())
    assert (likeness.score == 100) == (fold(one) == fold(other) != "")


@given(names.filter(fold))
def test_a_name_is_itself_however_written(name):
    assert score(name, f" «\u00a0{name}\u202f» ").score == 100


@given(names, st.integers(1, 99), st.integers(1, 99))
def test_two_numbers_are_two_bodies(name, one, other):
    if one != other:
        assert score(f"{name} {one}", f"{name} {other}").score < ALIKE
