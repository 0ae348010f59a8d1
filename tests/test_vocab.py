import shutil
import time

import pytest

from hlmgraph import paths, vocab
from hlmgraph.errors import WordError
from hlmgraph.rdf import NamedNode, parse_turtle
from hlmgraph.vocab import HLM, PREFIXES, load

V = load()


@pytest.fixture
def folder(tmp_path):
    for name in ("hlm.ttl", "concepts.ttl", "context.jsonld"):
        shutil.copy(paths.ontology() / name, tmp_path)
    return tmp_path


def test_terms_are_closed():
    assert HLM.Accord == HLM["Accord"] == NamedNode("https://w3id.org/hlmgraph/ontology#Accord")
    assert "signataire" in HLM
    assert "zut" not in HLM
    assert not hasattr(HLM, "zut")
    assert not hasattr(HLM, "__wrapped__")
    assert str(HLM) == vocab.HLM_BASE
    with pytest.raises(WordError, match="did you mean “signataire”"):
        HLM.signatare  # noqa: B018


def test_prefixes_are_those_of_the_ontology():
    for line in (paths.ontology() / "hlm.ttl").read_text().splitlines():
        if line.startswith("@prefix"):
            _, name, iri, _ = line.split()
            assert PREFIXES[name.rstrip(":")] == iri.strip("<>")


def test_classes():
    assert V.is_a("EntrepriseSocialeHabitat", "Acteur")
    assert V.is_a("Accord", "Accord")
    assert not V.is_a("Accord", "Acteur")
    assert V.ancestors("Adhesion") == {"Adhesion", "Relation"}  # and not org:Membership
    assert "OfficePublicHabitat" in V.descendants("BailleurSocial")
    with pytest.raises(WordError, match="did you mean “Accord”"):
        V.ancestors("Acord")


def test_properties():
    assert "signataire" in V.subproperties("partie")
    assert "partie" in V.subproperties("partie")
    assert "partie" in V.superproperties("signataire")
    assert V.kind("signataire") == "object"
    assert V.kind("nonPrecise") == "annotation"
    assert "Accord" in V.domain_includes("signataire")
    assert V.range_includes("signataire") == {"Acteur"}
    assert "xsd:string" in V.range_includes("ligne")
    with pytest.raises(WordError):
        V.domain_includes("zut")


def test_what_the_programme_reads():
    assert V.segment("Accord") == "accord"
    assert V.segment("EntrepriseSocialeHabitat") == "organisation"
    assert V.segment("Registre") == "registre"
    assert V.segment("LettreInformation") == "source"
    assert V.segment("Chiffre") is None
    assert V.punctual("Distinction")
    assert not V.punctual("Accord")
    assert V.featured("Accord") == ["nature", "statut", "signataire", "date"]
    assert V.plural("AppelAProjets") == "appels à projets"


def test_edges():
    by_name = {edge.name: edge for edge in V.edges("Financement")}
    edge = by_name["areteFinancementAide"]
    assert (edge.start, edge.end, edge.directed) == ("financeur", "beneficiaire", True)
    assert (edge.label_fr, edge.label_en) == ("finance", "funds")
    assert V.edges("Evenement") == []
    for cls in V.descendants("Relation"):
        for edge in V.edges(cls):
            assert {edge.start, edge.end} <= V.subproperties("partie")


def test_labels():
    assert V.label(HLM.Accord) == V.label("Accord") == "accord"
    assert V.label("Accord", "en") == "agreement"
    assert V.label("Accord", "de") == "accord"
    assert V.label("https://w3id.org/hlmgraph/concept/nature/charte", "en") == "charter"
    assert V.label("http://example.org/x#y") == "y"
    assert V.definition("Accord", "en").startswith("Formal text")
    assert V.definition("http://example.org/") is None


def test_concepts():
    assert {"convention", "charte"} <= V.concepts("nature")
    assert "siren" in V.concepts("systeme")
    assert V.schemes["nature"] == V.concepts("nature")
    assert "" not in V.concepts("nature")
    with pytest.raises(WordError, match="did you mean “nature”"):
        V.concepts("natures")


def test_keys():
    assert V.property_of("signataires") == "signataire"
    assert V.property_of("accord_cadre") == "accordCadre"
    assert V.property_of("libelle") is None
    assert V.iri_of("libelle") == "http://www.w3.org/2000/01/rdf-schema#label"
    assert V.iri_of("id") == "@id"
    assert V.property_of("Accord") is None
    assert V.property_of("zut") is None
    assert V.iri_of("zut") is None
    assert V.key_of("signataire") == "signataires"
    assert V.key_of("zut") is None
    assert V.reference_base("signataires") == "https://w3id.org/hlmgraph/id/organisation/"
    assert V.reference_base("themes") == "https://w3id.org/hlmgraph/concept/theme/"
    assert V.reference_base("nom") is None
    assert V.reference_base("Accord") is None


def test_every_key_stands_for_something_that_exists():
    for key in V.context:
        iri = V.iri_of(key)
        if iri is not None and iri.startswith(vocab.HLM_BASE) and iri != vocab.HLM_BASE:
            assert iri.removeprefix(vocab.HLM_BASE) in V.classes | V.properties, key


def test_every_class_and_property_of_the_ontology_is_known():
    declared = {
        triple.subject.value.removeprefix(vocab.HLM_BASE)
        for triple in parse_turtle(paths.ontology() / "hlm.ttl")
        if triple.subject.value.startswith(vocab.HLM_BASE)
    }
    assert declared == V.terms


def test_read_once_and_again_when_it_changes(folder):
    first = load(folder)
    assert load(folder) is first
    with (folder / "hlm.ttl").open("a") as file:
        file.write("hlm:Nouveau a owl:Class .\n")
    assert "Nouveau" in load(folder).classes


def test_a_file_is_missing(folder):
    (folder / "concepts.ttl").unlink()
    with pytest.raises(WordError, match="missing") as caught:
        load(folder)
    assert caught.value.file == str(folder / "concepts.ttl")


@pytest.mark.parametrize("context", ["{", "[]", '{"a": 1}', '{"@context": "http://x"}', "3"])
def test_a_broken_context(folder, context):
    (folder / "context.jsonld").write_text(context)
    with pytest.raises(WordError, match="context"):
        load(folder)


def test_it_is_fast(folder):
    best = min(_once(folder) for _ in range(3))
    assert best < 0.1  # a few ms on a quiet machine


def _once(folder):
    vocab._read.cache_clear()
    start = time.perf_counter()
    load(folder)
    return time.perf_counter() - start
