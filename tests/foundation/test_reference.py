"""The reference data arrives whole, and never undoes what a curator has changed."""

import re

import pytest
from django.apps import apps

from champions.models import Champion, SupportKind
from countries.models import Commission, Country
from foundation import reference
from foundation.models import Source, Sourced
from mptf.models import JointProgramme, ProgrammePartner, ThematicArea
from network.models import Entity, Membership
from objectives.models import Objective, Principle
from reviews.models import KnownReview, Question, Questionnaire, RegionalReview, Round

pytestmark = pytest.mark.django_db

ARABIC = re.compile(r"[\u0600-\u06ff]")
#: Names that are written in Latin letters in Arabic too.
LATIN_NAMES = {"ADIM", "ROOTS"}


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker):
    """Loaded once for the tests of this module; each test's own changes are rolled back."""
    with django_db_blocker.unblock():
        reference.load_all()
        yield
        from django.core.management import call_command

        from tests.database import triggers_lifted

        with triggers_lifted():
            call_command("flush", verbosity=0, interactive=False)


def test_everything_arrives(loaded):
    counts = {
        model: model.objects.count()
        for model in (Objective, Principle, SupportKind, ThematicArea, Round, RegionalReview, KnownReview)
    }
    assert counts == {
        Objective: 23,
        Principle: 10,
        SupportKind: 5,
        ThematicArea: 5,
        Round: 6,
        RegionalReview: 10,
        KnownReview: 5,
    }
    assert Country.objects.filter(un_status="member").count() == 193
    assert Country.objects.filter(un_status="observer").count() == 2


def test_commissions_have_their_members(loaded):
    members = {commission.code: commission.memberships.count() for commission in Commission.objects.all()}
    assert members == {"ECA": 54, "ECE": 56, "ECLAC": 46, "ESCAP": 53, "ESCWA": 21}
    assert Country.objects.in_region("ECLAC").count() == 33


def test_the_executive_committee_has_nine_members_and_eight_of_the_founding_deck(loaded):
    committee = Membership.objects.current().filter(role="executive-committee")
    assert committee.count() == 9
    assert committee.filter(in_source_deck=True).count() == 8


def test_what_is_only_recalled_is_loaded_and_not_shown(loaded):
    assert (Champion.objects.count(), Champion.objects.shown().count()) == (34, 29)
    assert not Champion.objects.shown().filter(country__iso3="THA").exists()
    assert Entity.objects.filter(acronym="UNESCO").exists()
    assert not Entity.objects.shown().filter(acronym="UNESCO").exists()


def test_each_objective_belongs_to_one_thematic_area_and_one_round_table(loaded):
    for objective in Objective.objects.prefetch_related("thematic_areas"):
        assert len(objective.thematic_areas.all()) == 1
        assert objective.round_table_id


def test_the_programmes_of_djibouti_and_morocco_are_there_in_full(loaded):
    djibouti = JointProgramme.objects.get(slug="djibouti-needs-vulnerabilities")
    morocco = JointProgramme.objects.get(slug="morocco-social-cohesion")
    assert set(djibouti.un_organizations.values_list("acronym", flat=True)) == {"IOM", "UNICEF", "UNFPA"}
    assert set(morocco.un_organizations.values_list("acronym", flat=True)) == {"IOM", "UNFPA", "UNHCR"}
    partners = ProgrammePartner.objects.filter(programme=djibouti)
    assert (partners.filter(kind="government").count(), partners.filter(kind="other").count()) == (6, 5)
    partners = ProgrammePartner.objects.filter(programme=morocco)
    assert (partners.filter(kind="government").count(), partners.filter(kind="other").count()) == (7, 3)
    assert djibouti.goal_ar
    assert djibouti.goal_en
    assert morocco.confidence_of("stage") == "likely"


def test_each_open_round_has_all_questions(loaded):
    questionnaire = Questionnaire.objects.get(round__code="regional-2028")
    questions = Question.objects.filter(section__questionnaire=questionnaire)
    assert questionnaire.sections.count() == 12
    assert questions.filter(section__kind="principles").count() == 10
    assert questions.filter(section__kind="objectives").count() == 7
    assert set(questions.filter(is_required=True).values_list("identifier", flat=True)) == {
        "summary.text",
        "methodology.text",
        "objectives.measures",
    }


def test_every_record_names_a_source(loaded):
    without = [
        f"{model.__name__} {row.pk}"
        for model in apps.get_models()
        if issubclass(model, Sourced)
        for row in model.objects.filter(sources=None)
    ]
    assert without == []


def test_what_is_said_in_english_is_said_in_arabic(loaded):
    missing = []
    for model in apps.get_models():
        for field in model._meta.get_fields():
            if not field.name.endswith("_ar") or model.__name__.startswith("Historical"):
                continue
            english = f"{field.name[:-3]}_en"
            for row in model.objects.all():
                said, arabic = getattr(row, english), getattr(row, field.name) or ""
                if said and arabic not in LATIN_NAMES and not ARABIC.search(arabic):
                    missing.append(f"{model.__name__} {row.pk} {field.name}: {said!r} / {arabic!r}")
    assert missing == []


def test_loading_again_changes_nothing(loaded):
    counts = reference.load_all()
    changed = {model: count for model, count in counts.items() if set(+count) - {"unchanged"}}
    assert changed == {}


def test_what_a_curator_changed_stays_and_the_rest_is_brought_up_to_date(loaded):
    Country.objects.filter(iso3="MAR").update(name_ar="المملكة المغربية")
    from foundation.models import ReferenceRecord

    record = ReferenceRecord.objects.get(model="countries.Country", key="MAR")
    record.values["m49"] = "000"
    record.save()
    Country.objects.filter(iso3="MAR").update(m49="000")
    reference.load_all()
    morocco = Country.objects.get(iso3="MAR")
    assert (morocco.name_ar, morocco.m49) == ("المملكة المغربية", "504")


def test_what_a_curator_deleted_does_not_come_back(loaded):
    KnownReview.objects.get(country__iso3="GHA").delete()
    reference.load_all()
    assert not KnownReview.objects.filter(country__iso3="GHA").exists()


def test_links_that_a_curator_set_stay(loaded):
    champion = Champion.objects.get(country__iso3="MAR")
    extra = Source.objects.create(code="curator:letter", title="Letter of confirmation")
    champion.sources.add(extra)
    reference.load_all()
    assert extra in champion.sources.all()


def test_a_source_that_is_not_listed_is_an_error_that_names_file_and_record(loaded, tmp_path):
    loader = reference.Loader()
    loader.file = "sample.yaml"
    loader.sources("sample", [{"id": "known", "title": "Known"}])
    with pytest.raises(reference.ReferenceError, match=r"sample.yaml, record 7: source “unknown”"):
        loader.verification({"source": ["unknown"]}, where="record 7")
    with pytest.raises(reference.ReferenceError, match="sure"):
        loader.verification({"source": ["known"], "confidence": "sure"}, where="record 7")
