"""The reference data arrives whole, and never undoes what a curator has changed."""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.apps import apps
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import models

from champions.models import Champion, ChampionCount, ChampionEvent, ChampionStatement, SupportKind
from countries.models import Commission, CommissionMembership, Country
from foundation import reference
from foundation.models import ReferenceRecord, Source, Sourced
from mptf.models import Contributor, FundStatement, JointProgramme, ProgrammePartner, ThematicArea
from network.models import Coordinator, Entity, Membership, NationalNetwork, RegionalNetwork
from objectives.models import Objective, Principle, RoundTable
from reviews.models import KnownReview, Question, Questionnaire, RegionalReview, Round
from tests.database import triggers_lifted

pytestmark = pytest.mark.django_db

ROOT = Path(settings.BASE_DIR)
ARABIC = re.compile(r"[\u0600-\u06ff]")
#: Names that are written in Latin letters in Arabic too.
LATIN_NAMES = {"ADIM", "ROOTS"}
FILES = sorted(path for path in ROOT.glob("*/data/*.yaml") if path.name not in {"glossary.yaml", "samples.yaml"})
#: What a file says to those who keep it, or what the portal says elsewhere: parts of paths, with the reason.
NOT_LOADED = {
    "gaps": "what was not found, for those who look further",
    "members_note": "the same, said in the template",
    "national_networks_note": "the same, said in the template",
    "fields_basis": "the ground of the questionnaire's design",
    "contact_note": "where the address was found",
    "input_levels_source.note": "the ground of the four levels",
    "not_this_fund": "a programme that is left out on purpose, and why",
    "also_called_en": "a name of 2020, no longer used",
    "stages": "mptf.enums.Stage",
    "maturity_levels_in_source_deck": "network.enums.Maturity",
    "fields.priority": "reviews.models.ObjectiveReport.is_priority",
    "fields.stage": "reviews.enums, the stage of an objective",
    "fund.short_en": "the short name is part of the interface's catalogue",
    "mechanism.name_en": "the name is part of the interface's catalogue",
    "initiative.name_en": "the name is part of the interface's catalogue",
    "initiative.name_ar": "the name is part of the interface's catalogue",
    "voluntary_review.name_en": "the name is part of the interface's catalogue",
    "voluntary_review.name_ar": "the name is part of the interface's catalogue",
    "voluntary_review.short_en": "the name is part of the interface's catalogue",
    "champion_countries.name_ar": "the name of a country is that of countries.yaml",
    "champion_countries.name_en": "the name of a country is that of countries.yaml",
}


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker):
    """Loaded once for the tests of this module; each test's own changes are rolled back."""
    with django_db_blocker.unblock():
        reference.load_all()
        yield
        with triggers_lifted():
            call_command("flush", verbosity=0, interactive=False)


def sourced_models() -> list[type[Sourced]]:
    return [model for model in apps.get_models() if issubclass(model, Sourced)]


def what_changed(counts: dict[str, Counter]) -> dict[str, dict[str, int]]:
    """What a load did beside finding things as they were."""
    done = {
        model: {word: n for word, n in count.items() if n and word != "unchanged"} for model, count in counts.items()
    }
    return {model: words for model, words in done.items() if words}


def was_written_as(row: models.Model, key: str, **values: Any) -> None:
    """Make the loader believe that it wrote these values last, and let the row have them: an older file."""
    record = ReferenceRecord.objects.get(model=row._meta.label, key=key)
    record.values |= values
    record.save()
    many = {field.name for field in row._meta.many_to_many}
    for name in many & set(values):
        getattr(row, name).set(values[name])
    plain = {name: value for name, value in values.items() if name not in many}
    type(row)._default_manager.filter(pk=row.pk).update(**plain)


# ---------------------------------------------------------------- all of it


def texts_of(thing: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[str, str]]:
    """The sentences and names of a file, each with its path; a place in a list is told by its code, if at all."""
    if isinstance(thing, dict):
        for name, value in thing.items():
            yield from texts_of(value, (*path, str(name)))
    elif isinstance(thing, list):
        for value in thing:
            code = value.get("code") if isinstance(value, dict) else None
            yield from texts_of(value, (*path, code) if code else path)
    elif isinstance(thing, str) and len(thing) > 7:
        yield ".".join(path), thing


def is_said_elsewhere(path: str) -> bool:
    return any(f".{part}." in f".{path}." for part in NOT_LOADED)


@pytest.fixture(scope="module")
def all_text(loaded, django_db_blocker) -> str:
    """Every value of the loaded rows, column by column: modeltranslation would give a language twice."""
    values = []
    with django_db_blocker.unblock():
        for label in set(ReferenceRecord.objects.values_list("model", flat=True)):
            model = apps.get_model(label)
            columns = [field.attname for field in model._meta.concrete_fields]
            for row in model._default_manager.values_list(*columns):
                values += [str(value) for value in row]
    return "\n".join(values)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_text_of_a_file_arrives(all_text, path):
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    missing = [
        (where, text) for where, text in texts_of(data) if not is_said_elsewhere(where) and text not in all_text
    ]
    assert missing == []


def test_everything_is_counted(loaded):
    counts = {
        model.__name__: model.objects.count()
        for model in (
            Objective, Principle, RoundTable, SupportKind, ChampionCount, ChampionEvent, ThematicArea, JointProgramme,
            Contributor, RegionalNetwork, NationalNetwork, Coordinator, Round, RegionalReview, KnownReview,
        )
    }  # fmt: skip
    assert counts == {
        "Objective": 23,
        "Principle": 10,
        "RoundTable": 4,
        "SupportKind": 5,
        "ChampionCount": 4,
        "ChampionEvent": 5,
        "ThematicArea": 5,
        "JointProgramme": 14,
        "Contributor": 10,
        "RegionalNetwork": 7,
        "NationalNetwork": 38,
        "Coordinator": 2,
        "Round": 6,
        "RegionalReview": 10,
        "KnownReview": 5,
    }


# ---------------------------------------------------------------- countries and objectives


def test_all_member_states_and_both_observers_are_there(loaded):
    countries = Country.objects.all()
    assert countries.filter(un_status="member").count() == 193
    assert set(countries.filter(un_status="observer").values_list("iso3", flat=True)) == {"VAT", "PSE"}
    for field in ("iso2", "iso3", "m49", "name_en", "name_ar"):
        assert len(set(countries.values_list(field, flat=True))) == 195, field


def test_commissions_have_their_members(loaded):
    members = {commission.code: commission.memberships.count() for commission in Commission.objects.all()}
    assert members == {"ECA": 54, "ECE": 56, "ECLAC": 46, "ESCAP": 53, "ESCWA": 21}
    assert Country.objects.in_region("ECLAC").count() == 33


def test_a_country_may_belong_to_two_commissions_and_to_one_outside_its_region(loaded):
    memberships = CommissionMembership.objects
    assert set(memberships.filter(country__iso3="MAR").values_list("commission__code", flat=True)) == {"ECA", "ESCWA"}
    outside = memberships.filter(commission__code="ESCAP", is_in_region=False)
    assert set(outside.values_list("country__iso3", flat=True)) == {"FRA", "GBR", "NLD", "USA"}


def test_each_objective_belongs_to_one_thematic_area_and_one_round_table(loaded):
    for objective in Objective.objects.prefetch_related("thematic_areas"):
        assert len(objective.thematic_areas.all()) == 1
        assert objective.round_table_id


def test_an_objective_says_what_is_only_remembered_of_it(loaded):
    objective = Objective.objects.get(number=7)
    assert objective.confidence_of("title_ar") == "verified"
    assert objective.sdg_targets.exists()
    assert objective.gcm_paragraph


# ---------------------------------------------------------------- the Network and champions


def test_the_executive_committee_has_nine_members_and_eight_of_the_founding_deck(loaded):
    committee = Membership.objects.current().filter(role="executive-committee")
    assert set(committee.values_list("entity__acronym", flat=True)) == {
        "IOM", "ILO", "OHCHR", "UNDESA", "UNDP", "UNHCR", "UNICEF", "UNODC", "WHO",
    }  # fmt: skip
    assert set(committee.filter(in_source_deck=False).values_list("entity__acronym", flat=True)) == {"WHO"}


def test_the_coordinator_is_dated(loaded):
    assert list(Coordinator.objects.current().values_list("name_en", flat=True)) == ["Amy Pope"]
    assert Coordinator.objects.get(name_en="António Vitorino").until == "2023-09"


def test_what_is_only_recalled_is_loaded_and_not_shown(loaded):
    assert (Champion.objects.count(), Champion.objects.shown().count()) == (34, 29)
    assert not Champion.objects.shown().filter(country__iso3="THA").exists()
    assert Entity.objects.filter(acronym="UNESCO").exists()
    assert not Entity.objects.shown().filter(acronym="UNESCO").exists()


def test_the_initiative_says_how_countries_come_to_it(loaded):
    topics = Counter(ChampionStatement.objects.values_list("topic", flat=True))
    assert topics == {"initiative": 1, "selection": 6, "criterion": 3}
    assert set(SupportKind.objects.values_list("number", flat=True)) == {1, 2, 3, 4, 5}


# ---------------------------------------------------------------- the Fund


def test_the_fund_has_its_rules_and_three_markers(loaded):
    topics = Counter(FundStatement.objects.values_list("topic", flat=True))
    assert topics == {"principle": 6, "governance": 3, "contributor-kind": 7, "marker": 3}


def test_the_programmes_of_djibouti_and_morocco_are_there_in_full(loaded):
    djibouti = JointProgramme.objects.get(slug="djibouti-needs-vulnerabilities")
    morocco = JointProgramme.objects.get(slug="morocco-social-cohesion")
    assert set(djibouti.un_organizations.values_list("acronym", flat=True)) == {"IOM", "UNICEF", "UNFPA"}
    assert set(morocco.un_organizations.values_list("acronym", flat=True)) == {"IOM", "UNFPA", "UNHCR"}
    partners = ProgrammePartner.objects.filter(programme=djibouti)
    assert (partners.filter(kind="government").count(), partners.filter(kind="other").count()) == (6, 5)
    partners = ProgrammePartner.objects.filter(programme=morocco)
    assert (partners.filter(kind="government").count(), partners.filter(kind="other").count()) == (7, 3)
    for programme in (djibouti, morocco):
        assert programme.goal_ar
        assert programme.goal_en
    assert morocco.confidence_of("stage") == "likely"


# ---------------------------------------------------------------- rounds, reviews, questionnaire


def test_the_next_round_is_open_and_late_reviews_of_the_last_are_taken(loaded):
    assert set(Round.objects.filter(is_open=True).values_list("code", flat=True)) == {"imrf-2026", "regional-2028"}


def test_known_reviews_are_facts_with_a_status_and_a_date(loaded):
    known = {review.country.iso3: (review.status, review.date) for review in KnownReview.objects.all()}
    assert known["GHA"] == ("in-preparation", "2020-11")
    assert known["NGA"] == ("in-preparation", "2022-04")
    assert known["IRQ"] == ("validated", "2022-05-10")
    assert known["MEX"] == ("published", "2021")
    assert known["AZE"] == ("announced", "")


@pytest.mark.parametrize("round_code", ["imrf-2026", "regional-2028", "imrf-2030"])
def test_each_round_that_takes_reviews_has_all_questions(loaded, round_code):
    questionnaire = Questionnaire.objects.get(round__code=round_code)
    questions = Question.objects.filter(section__questionnaire=questionnaire)
    assert questionnaire.sections.count() == 12
    assert questions.filter(section__kind="principles").count() == 10
    assert questions.filter(section__kind="objectives").count() == 7
    assert set(questions.filter(is_required=True).values_list("identifier", flat=True)) == {
        "summary.text",
        "methodology.text",
        "objectives.measures",
    }
    for section in questionnaire.sections.all():
        assert section.guidance_ar
        assert section.guidance_en


# ---------------------------------------------------------------- sources and verification


def test_every_record_names_a_source(loaded):
    without = [
        f"{model.__name__} {row.pk}" for model in sourced_models() for row in model.objects.filter(sources=None)
    ]
    assert without == []


def test_what_is_said_in_english_is_said_in_arabic(loaded):
    missing = []
    for label in set(ReferenceRecord.objects.values_list("model", flat=True)):
        model = apps.get_model(label)
        fields = [field.name for field in model._meta.concrete_fields if field.name.endswith("_ar")]
        for row in model._default_manager.all() if fields else []:
            for field in fields:
                english, arabic = getattr(row, f"{field[:-3]}_en"), getattr(row, field) or ""
                if english and arabic not in LATIN_NAMES and not ARABIC.search(arabic):
                    missing.append(f"{model.__name__} {row.pk} {field}: {english!r} / {arabic!r}")
    assert missing == []


def test_verification_is_told_of_fields_that_there_are(loaded):
    unknown = {
        (model.__name__, name)
        for model in sourced_models()
        for row in model.objects.all()
        for name in set(row.field_confidence) - {field.name for field in model._meta.get_fields()}
    }
    assert unknown == set()


def test_a_translation_of_ours_is_not_called_verified(loaded):
    assert Coordinator.objects.get(name_en="Amy Pope").confidence_of("post_ar") == "likely"
    assert RegionalNetwork.objects.get(code="eca").confidence_of("seat_ar") == "likely"
    gambia = JointProgramme.objects.get(slug="trans-gambia-corridor")
    assert (gambia.confidence_of("launch_note_en"), gambia.confidence_of("launch_note_ar")) == ("verified", "likely")


# ---------------------------------------------------------------- again and again


def test_loading_again_changes_nothing(loaded):
    histories = {model: model.history.count() for model in sourced_models() if hasattr(model, "history")}
    assert what_changed(reference.load_all()) == {}
    assert {model: model.history.count() for model in histories} == histories


def test_what_a_curator_changed_stays_and_the_rest_is_brought_up_to_date(loaded):
    morocco = Country.objects.get(iso3="MAR")
    was_written_as(morocco, "MAR", m49="000")
    Country.objects.filter(pk=morocco.pk).update(name_ar="المملكة المغربية")
    counts = reference.load_all()
    morocco.refresh_from_db()
    assert (morocco.name_ar, morocco.m49) == ("المملكة المغربية", "504")
    assert what_changed(counts) == {"countries.Country": {"updated": 1, "fields kept": 1}}
    assert what_changed(reference.load_all()) == {"countries.Country": {"kept": 1, "fields kept": 1}}


def test_a_curators_change_outlives_a_new_wording_in_the_file(loaded):
    """What the file says now is not what it said before: still the curator's word counts, for good."""
    was_written_as(Country.objects.get(iso3="MAR"), "MAR", name_ar="المغرب الأقصى")
    Country.objects.filter(iso3="MAR").update(name_ar="المملكة المغربية")
    for _again in range(2):
        reference.load_all()
        assert Country.objects.get(iso3="MAR").name_ar == "المملكة المغربية"


def test_a_field_that_a_curator_emptied_stays_empty(loaded):
    KnownReview.objects.filter(country__iso3="IRQ").update(remark_ar="")
    reference.load_all()
    assert KnownReview.objects.get(country__iso3="IRQ").remark_ar == ""


def test_a_round_that_a_curator_closed_stays_closed(loaded):
    Round.objects.filter(code="imrf-2026").update(is_open=False)
    reference.load_all()
    assert not Round.objects.get(code="imrf-2026").is_open


def test_a_confirmation_stays(loaded):
    Champion.objects.filter(country__iso3="THA").update(status="confirmed", confidence="verified")
    reference.load_all()
    assert Champion.objects.shown().filter(country__iso3="THA").exists()


def test_what_a_curator_deleted_does_not_come_back(loaded):
    KnownReview.objects.get(country__iso3="GHA").delete()
    Champion.objects.get(country__iso3="MAR").delete()
    counts = what_changed(reference.load_all())
    assert not KnownReview.objects.filter(country__iso3="GHA").exists()
    assert not Champion.objects.filter(country__iso3="MAR").exists()
    assert counts == {"reviews.KnownReview": {"left deleted": 1}, "champions.Champion": {"left deleted": 1}}


def test_a_load_goes_on_without_what_a_curator_deleted(loaded):
    """What refers to it is loaded without it, and nothing else is touched."""
    Entity.objects.get(acronym="UNFPA").delete()
    Country.objects.get(iso3="ZWE").delete()
    touched = {word for words in what_changed(reference.load_all()).values() for word in words}
    assert touched == {"left deleted"}
    assert not Entity.objects.filter(acronym="UNFPA").exists()
    djibouti = JointProgramme.objects.get(slug="djibouti-needs-vulnerabilities")
    assert set(djibouti.un_organizations.values_list("acronym", flat=True)) == {"IOM", "UNICEF"}


@pytest.mark.parametrize(
    ("model", "field", "code", "corrected"),
    [
        (Entity, "acronym", "UNDESA", "UN DESA"),
        (Country, "iso3", "FJI", "FIJ"),
        (Commission, "code", "ECE", "UNECE"),
        (Round, "code", "imrf-2026", "forum-2026"),
    ],
)
def test_a_code_that_a_curator_corrected_is_still_known(loaded, model, field, code, corrected):
    model.objects.filter(**{field: code}).update(**{field: corrected})
    assert what_changed(reference.load_all()) == {}
    assert not model.objects.filter(**{field: code}).exists()


def test_links_that_a_curator_set_stay(loaded):
    champion = Champion.objects.get(country__iso3="MAR")
    extra = Source.objects.create(code="curator:letter", title="Letter of confirmation")
    champion.sources.add(extra)
    reference.load_all()
    assert extra in champion.sources.all()


def test_links_that_nobody_touched_follow_the_file(loaded):
    champion = Champion.objects.get(country__iso3="MAR")
    wanted = set(champion.sources.all())
    was_written_as(champion, "MAR", sources=[champion.sources.first().pk])
    reference.load_all()
    assert set(champion.sources.all()) == wanted


def test_what_a_curator_entered_before_the_first_load_is_only_completed(loaded):
    ReferenceRecord.objects.filter(model="countries.Country", key="MAR").delete()
    Country.objects.filter(iso3="MAR").update(name_ar="المملكة المغربية", name_en="")
    reference.load_all()
    morocco = Country.objects.get(iso3="MAR")
    assert (morocco.name_ar, morocco.name_en) == ("المملكة المغربية", "Morocco")


def test_the_history_says_that_the_reference_data_wrote(loaded):
    champion = Champion.objects.get(country__iso3="MAR")
    assert set(champion.history.values_list("history_change_reason", flat=True)) == {reference.REASON}
    was_written_as(champion, "MAR", champion_by="2019")
    reference.load_all()
    assert champion.history.first().history_change_reason == reference.REASON
    was_written_as(champion, "MAR", sources=[champion.sources.first().pk])
    written = champion.history.count()
    reference.load_all()
    reasons = [row.history_change_reason for row in champion.history.all()[: champion.history.count() - written]]
    assert set(reasons) == {reference.REASON}


# ---------------------------------------------------------------- wrong data


@pytest.fixture
def loader() -> reference.Loader:
    loader = reference.Loader()
    loader.file = "sample.yaml"
    loader.sources("sample", [{"id": "known", "title": "Known"}])
    return loader


def test_a_source_that_is_not_listed_is_an_error_that_names_file_and_record(loaded, loader):
    with pytest.raises(reference.ReferenceError, match=r"sample.yaml, record 7: source “unknown”"):
        loader.verification({"source": ["unknown"]}, where="record 7")


@pytest.mark.parametrize("entry", [{"confidence": "sure"}, {"confidence_by_field": {"name": "sure"}}])
def test_an_unknown_word_of_verification_is_an_error(loaded, loader, entry):
    with pytest.raises(reference.ReferenceError, match=r"sample.yaml, record 7: “sure”"):
        loader.verification({"source": ["known"], **entry}, where="record 7")


def test_an_unknown_country_or_entity_is_an_error(loaded, loader):
    from countries.reference import countries_by_code
    from network.reference import entities_by_acronym

    with pytest.raises(reference.ReferenceError, match=r"sample.yaml, record 7: unknown country ZZZ"):
        countries_by_code(loader, ["MAR", "ZZZ"], where="record 7")
    with pytest.raises(reference.ReferenceError, match=r"sample.yaml, record 7: unknown entity NOBODY"):
        entities_by_acronym(loader, ["IOM", "NOBODY"], where="record 7")


def test_a_file_that_is_no_yaml_is_an_error_that_names_it(loaded, loader, tmp_path):
    path = tmp_path / "broken.yaml"
    path.write_text("champions: [MAR", encoding="utf-8")
    with pytest.raises(reference.ReferenceError, match=r"broken.yaml: "):
        loader.read(path)


def test_wrong_data_is_told_by_the_command_and_nothing_of_the_load_stays(loaded, monkeypatch):
    def wrong(loader: reference.Loader) -> None:
        Country.objects.filter(iso3="MAR").update(name_en="Half loaded")
        raise reference.ReferenceError("wrong.yaml, record 7: unknown country ZZZ")

    monkeypatch.setitem(reference._rooms, max(reference._rooms) + 1, wrong)
    with pytest.raises(CommandError, match=r"wrong.yaml, record 7: unknown country ZZZ"):
        call_command("load_reference")
    assert Country.objects.get(iso3="MAR").name_en == "Morocco"


def test_the_command_says_what_it_did(loaded, capsys):
    call_command("load_reference")
    lines = capsys.readouterr().out.splitlines()
    assert any(line.split() == ["objectives.Objective", "23", "unchanged"] for line in lines)
