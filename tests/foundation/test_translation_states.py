"""Translations that are missing or older than their original: kept with the history, counted, settled."""

import pytest
from django.core.management import call_command

from foundation.models import Source, TranslationMark
from foundation.translation_states import (
    MISSING,
    OUTDATED,
    Figures,
    in_state,
    outdated_counts,
    outdated_of,
    progress_of,
    rebuild_marks,
    settle,
)
from mptf.models import JointProgramme, ProgrammeResult
from tests.foundation.test_previewing import address, posted
from tests.mptf.factories import make_programme
from tests.reviews.factories import make_curator

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme():
    return make_programme("one", title_en="Safe paths", title_ar="مسارات آمنة", goal_en="", goal_ar="")


def change(thing, **values):
    for name, value in values.items():
        setattr(thing, name, value)
    thing.save()


def marks():
    return sorted(TranslationMark.objects.open().values_list("model", "object_id", "field", "language"))


def the_mark(thing, name="title", code="ar"):
    return [(thing._meta.label_lower, thing.pk, name, code)]


def test_the_other_language_is_outdated_when_one_alone_is_changed(programme):
    assert marks() == []
    change(programme, title_en="Safe and regular paths")
    assert marks() == the_mark(programme)
    mark = TranslationMark.objects.get()
    assert mark.since == programme.history.order_by("history_id").last().history_date
    (outdated,) = outdated_of([programme])
    assert outdated.changes == [("en", [[("equal", "Safe "), ("insert", "and regular "), ("equal", "paths")]])]


@pytest.mark.parametrize(
    "values",
    [
        {"title_en": "Other", "title_ar": "آخر"},
        {"stage": "closed"},
        {"goal_en": "A first goal"},
        {"title_en": ""},
        {"title_en": "Safe paths "},
    ],
    ids=["both", "no text", "first of its kind", "taken out", "a space"],
)
def test_nothing_is_outdated_otherwise(programme, values):
    change(programme, **values)
    assert marks() == []


def test_a_first_translation_makes_its_original_not_old(programme):
    change(programme, goal_en="A first goal")
    change(programme, goal_ar="هدف أول")
    assert marks() == []


@pytest.mark.parametrize(
    "values",
    [{"title_ar": "مسارات آمنة ونظامية"}, {"title_ar": ""}, {"title_en": "Safe paths"}],
    ids=["translated", "taken out", "changed back"],
)
def test_a_mark_goes_when_the_reason_for_it_does(programme, values):
    change(programme, title_en="Safe and regular paths")
    change(programme, **values)
    assert marks() == []


def test_a_later_change_keeps_the_first_day(programme):
    change(programme, title_en="Safe and regular paths")
    since = TranslationMark.objects.get().since
    change(programme, title_en="Safe, orderly and regular paths")
    assert TranslationMark.objects.get().since == since


def test_still_right_lasts_until_the_next_change(programme):
    change(programme, title_en="Safe  paths!")
    settle(TranslationMark.objects.get(), by="A curator")
    assert marks() == []
    rebuild_marks(JointProgramme)
    assert marks() == []
    change(programme, title_en="Safe and regular paths")
    assert marks() == the_mark(programme)
    since = TranslationMark.objects.get().since
    rebuild_marks(JointProgramme)
    assert marks() == the_mark(programme)
    assert TranslationMark.objects.get().since == since


def test_relations_that_are_set_do_not_hide_a_change(programme):
    change(programme, title_en="Safe and regular paths")
    programme.countries.set([])
    assert marks() == the_mark(programme)


def test_a_deleted_record_leaves_no_mark(programme):
    change(programme, title_en="Safe and regular paths")
    programme.delete()
    assert not TranslationMark.objects.exists()


def test_marks_are_read_again_from_the_history(programme, capsys):
    other = make_programme("two", title_en="Two", title_ar="اثنان")
    change(programme, title_en="Safe and regular paths")
    change(other, title_ar="الثاني")
    change(other, title_en="The second")
    gone = make_programme("three", title_en="Three", title_ar="ثلاثة")
    change(gone, title_en="The third")
    gone.delete()
    kept = list(TranslationMark.objects.values("model", "object_id", "field", "language", "since", "changed_by"))
    TranslationMark.objects.all().delete()
    TranslationMark.objects.create(
        model="mptf.jointprogramme", object_id=other.pk, field="goal", language="ar", since="2020-01-01T00:00Z"
    )
    call_command("rebuild_translation_marks")
    assert (
        list(TranslationMark.objects.values("model", "object_id", "field", "language", "since", "changed_by")) == kept
    )
    assert marks() == the_mark(programme)


def test_figures_are_counted_by_field_and_language_in_one_query(programme, django_assert_num_queries):
    make_programme("two", title_en="Two", title_ar="", goal_en="Goal", goal_ar="")
    make_programme("three", title_en="Three", title_ar="ثلاثة", goal_en="Goal", goal_ar="هدف")
    change(programme, title_en="Safe and regular paths")
    outdated = outdated_counts()
    with django_assert_num_queries(1):
        progress = progress_of(JointProgramme, outdated)
    title = progress.fields["title", "ar"]
    assert title == Figures(texts=3, missing=1, outdated=1)
    assert (title.complete, title.percent) == (1, 33)
    assert progress.fields["title", "en"] == Figures(texts=3)
    assert progress.fields["goal", "ar"] == Figures(texts=2, missing=1)
    assert progress.total("ar") == Figures(texts=5, missing=2, outdated=1)
    assert [one.slug for one in in_state(JointProgramme.objects.all(), MISSING, "ar", "title")] == ["two"]
    assert [one.slug for one in in_state(JointProgramme.objects.all(), OUTDATED, "ar", "title")] == ["one"]
    assert {one.slug for one in in_state(JointProgramme.objects.all(), MISSING, "ar")} == {"two"}


@pytest.mark.parametrize(
    ("state", "code", "name"),
    [("lost", "ar", ""), ("missing", "xx", ""), ("missing", "ar", "slug"), ("outdated", "ar", "\x00")],
)
def test_what_there_is_not_is_an_empty_list(programme, state, code, name):
    assert not in_state(JointProgramme.objects.all(), state, code, name).exists()


def test_models_without_translations_are_passed_over(programme):
    source = Source.objects.create(code="x:y", title="A")
    source.title = "B"
    source.save()
    assert marks() == []


# ---------------------------------------------------------------- in the admin


@pytest.fixture
def curator(client):
    user = make_curator()
    client.force_login(user)
    return user


@pytest.fixture
def outdated(programme):
    """A programme with an Arabic title and an Arabic result that are older than the English ones."""
    result = ProgrammeResult.objects.create(programme=programme, text_en="One bridge", text_ar="جسر واحد")
    change(programme, title_en="Safe and regular paths")
    change(result, text_en="Two bridges")
    return programme


def listed(client, **query):
    page = client.get(address("mptf_jointprogramme_changelist"), query)
    return [one.slug for one in page.context["cl"].result_list]


def test_a_list_is_narrowed_to_texts_in_a_state(client, curator, outdated):
    make_programme("two", title_en="Two", title_ar="")
    assert listed(client, texts="missing.ar") == listed(client, texts="missing.ar.title") == ["two"]
    assert listed(client, texts="outdated.ar") == listed(client, texts="outdated.ar.title") == ["one"]
    assert listed(client, texts="outdated.ar.programmeresult.text") == ["one"]
    assert listed(client, texts="outdated.en") == listed(client, texts="missing.ar.goal") == []
    for strange in ("x", "missing", "missing.ar.slug", "missing.ar.user.name", "a.b.c.d.e", "missing.\x00"):
        assert listed(client, texts=strange) == []


@pytest.mark.parametrize("language", ["ar", "en"])
def test_the_list_says_which_records_have_old_translations(client, curator, outdated, language):
    html = client.get(address("mptf_jointprogramme_changelist", language=language)).content.decode()
    assert {"ar": "متقادمة: العربية", "en": "outdated: Arabic"}[language] in html


@pytest.mark.parametrize("language", ["ar", "en"])
def test_the_form_shows_what_was_changed_in_the_other_language(client, curator, outdated, language):
    html = client.get(address("mptf_jointprogramme_change", outdated.pk, language=language)).content.decode()
    for mark in TranslationMark.objects.all():
        assert f'id="outdated-{mark.pk}"' in html
    assert html.count("<ins>") >= 2
    assert f'<a href="#outdated-{TranslationMark.objects.get(field="title").pk}">' in html


def test_still_right_saves_the_form_and_settles_this_mark_alone(client, curator, outdated):
    page = address("mptf_jointprogramme_change", outdated.pk)
    mark = TranslationMark.objects.get(field="title")
    values = posted(client, outdated, budget_note_en="Typed meanwhile") | {"_still_right": mark.pk}
    response = client.post(page, values)
    assert (response.status_code, response["Location"]) == (302, page)
    outdated.refresh_from_db()
    assert outdated.budget_note_en == "Typed meanwhile"
    mark.refresh_from_db()
    assert (mark.settled_by, TranslationMark.objects.open().get().field) == (str(curator), "text")


@pytest.mark.parametrize("given", ["0", "x", "999999", "²"])
def test_marks_of_others_are_not_settled(client, curator, outdated, given):
    other = make_programme("two", title_en="Two", title_ar="اثنان")
    change(other, title_en="The second")
    if given == "0":
        given = str(TranslationMark.objects.get(object_id=other.pk, field="title").pk)
    client.post(address("mptf_jointprogramme_change", outdated.pk), posted(client, outdated, _still_right=given))
    assert TranslationMark.objects.open().count() == 3


def test_the_list_takes_no_more_queries_for_more_records(client, curator, outdated, django_assert_max_num_queries):
    def queries():
        with django_assert_max_num_queries(40) as captured:
            client.get(address("mptf_jointprogramme_changelist"))
        return len(captured)

    queries()
    few = queries()
    for number in range(5):
        change(make_programme(f"p{number}"), title_en="Changed")
    assert queries() == few
