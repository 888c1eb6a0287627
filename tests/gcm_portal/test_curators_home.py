"""The curator's home and the worklist of translations: every number leads to the list behind it."""

import datetime
import re

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from accounts.models import TranslationAssignment
from foundation import todo
from foundation.models import OutboxMessage
from foundation.todo import Waiting
from mptf.models import ProgrammeResult
from reviews.models import Submission
from tests.database import history_rewritten
from tests.mptf.factories import make_programme
from tests.reviews.factories import make_curator, make_user, review_at

pytestmark = pytest.mark.django_db


@pytest.fixture
def curator(client):
    user = make_curator()
    client.force_login(user)
    return user


def make_mail(subject, state):
    OutboxMessage.objects.create(
        to="a@example.org", language="en", template="x", subject=subject, text="x", state=state
    )


def home(client, language="en"):
    with translation.override(language):
        return client.get(reverse("admin:index"))


def lines(page):
    found = [*page.context["first"], *(line for _title, group in page.context["waiting"] for line in group)]
    return {line.waiting.label: line for line in found}


def worklist(client, language="en", **query):
    with translation.override(language):
        return client.get(reverse("translations"), query)


@pytest.mark.parametrize("language", ["ar", "en"])
def test_where_nothing_waits_it_is_said_calmly(client, curator, language):
    page = home(client, language)
    assert (page.context["first"], page.context["waiting"], page.context["registers"]) == ([], [], [])
    words = {"ar": "لم يتأخر شيء ولم يفشل شيء.", "en": "Nothing is late and nothing has failed."}
    assert words[language] in page.content.decode()


def test_a_submission_waits_and_is_late_after_the_days_of_the_round(client, curator):
    review = review_at("submitted")
    line = lines(home(client))["Submitted reviews to publish or to return"]
    assert (line.waiting.count, line.waiting.overdue, line.is_first) == (1, 0, False)
    long_ago = timezone.now() - datetime.timedelta(days=review.round.desk_days + 2)
    with history_rewritten():
        Submission.objects.filter(review=review).update(submitted_at=long_ago)
    page = home(client)
    line = lines(page)["Submitted reviews to publish or to return"]
    assert (line.waiting.overdue, line.is_first) == (1, True)
    assert page.context["waiting"] == []
    assert "1 overdue" in page.content.decode()
    assert client.get(line.waiting.href).status_code == 200


def test_failed_mail_comes_first_and_leads_to_itself(client):
    client.force_login(make_user(is_staff=True, is_superuser=True))
    make_mail("Lost", "failed")
    make_mail("Fine", "sent")
    line = lines(home(client))["Mail that could not be sent"]
    assert line.is_first
    assert [one.subject for one in client.get(line.waiting.href).context["cl"].result_list] == ["Lost"]


def test_records_lead_to_their_filtered_lists(client, curator):
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    make_programme("late", check_by=yesterday, confidence="verified")
    make_programme("recalled", confidence="recalled")
    page = home(client)
    (row,) = [
        row for group in page.context["registers"] for row in group["rows"] if row["label"] == "joint programmes"
    ]
    assert (row["late"], row["recalled"]) == (1, 1)
    for href, slug in [(row["late_href"], "late"), (row["recalled_href"], "recalled")]:
        assert [one.slug for one in client.get(href).context["cl"].result_list] == [slug]
    assert "To be checked again: joint programmes" in lines(page)


def test_lines_of_rooms_are_ordered_what_is_late_first(client, curator, monkeypatch):
    today = timezone.now()
    given = [
        Waiting("young", 1, "/", group="A", oldest=today),
        Waiting("old", 1, "/", group="A", oldest=today - datetime.timedelta(days=9)),
        Waiting("failed", 1, "/", group="B", urgent=True),
        Waiting("late", 2, "/", group="B", overdue=1, oldest=today),
        Waiting("later", 2, "/", group="B", overdue=2, oldest=today - datetime.timedelta(days=9)),
        Waiting("none", 0, "/", group="C"),
    ]
    monkeypatch.setattr(todo, "_providers", {"curator": [lambda user: given]})
    page = home(client)
    assert [line.waiting.label for line in page.context["first"]] == ["later", "late", "failed"]
    assert [(title, [line.waiting.label for line in group]) for title, group in page.context["waiting"]] == [
        ("A", ["old", "young"])
    ]


def test_nothing_that_a_person_may_not_see_is_counted(client):
    make_mail("Lost", "failed")
    make_programme("recalled", confidence="recalled")
    client.force_login(make_user(is_staff=True))
    page = home(client)
    assert (lines(page), page.context["registers"]) == ({}, [])
    assert worklist(client).context["groups"] == []


# ---------------------------------------------------------------- translations


@pytest.fixture
def texts():
    """An English title that was changed later, a title and a partner's result without Arabic."""
    one = make_programme("one", title_en="One", title_ar="واحد")
    one.title_en = "The one"
    one.save()
    two = make_programme("two", title_en="Two", title_ar="")
    for number in range(2):
        ProgrammeResult.objects.create(programme=two, text_en=f"Result {number}", text_ar="")


def rows(page):
    return {row.key: row for _group, registers in page.context["groups"] for one in registers for row in one["rows"]}


def test_every_number_of_the_worklist_leads_to_its_records(client, curator, texts):
    found = rows(worklist(client, to="ar"))
    title, result = found["mptf.jointprogramme.title"], found["mptf.programmeresult.text"]
    assert (title.figures.texts, title.figures.missing, title.figures.outdated, title.figures.percent) == (2, 1, 1, 0)
    assert (result.figures.missing, result.figures.percent) == (2, 0)
    for href, slugs in [(title.missing_href, ["two"]), (title.outdated_href, ["one"]), (result.missing_href, ["two"])]:
        assert [record.slug for record in client.get(href).context["cl"].result_list] == slugs


def test_only_what_is_to_do_is_shown_unless_all_is_asked_for(client, curator, texts):
    assert "mptf.jointprogramme.title" not in rows(worklist(client, to="en"))
    assert "mptf.jointprogramme.title" in rows(worklist(client, to="en", show="all"))
    assert rows(worklist(client, to="en", show="mine")) == {}


@pytest.mark.parametrize("query", [{"to": "xx"}, {"show": "\x00"}, {"to": "ar", "show": "everything"}])
def test_an_unknown_choice_is_the_usual_one(client, curator, texts, query):
    assert worklist(client, **query).status_code == 200


def assign(client, **values):
    with translation.override("en"):
        return client.post(reverse("translations_assign"), {"to": "ar", "show": "open"} | values)


def test_fields_are_given_to_a_curator_who_finds_them_at_home(client, curator, texts):
    other = make_curator()
    due = timezone.localdate() + datetime.timedelta(days=3)
    given = ["mptf.jointprogramme.title", "mptf.programmeresult.text", "made.up.field"]
    assert assign(client, row=given, assignee=other.pk, due=due.isoformat()).status_code == 302
    assert TranslationAssignment.objects.filter(assignee=other, due=due, assigned_by=curator).count() == 2
    assert "Translations that are yours" not in lines(home(client))
    client.force_login(other)
    line = lines(home(client))["Translations that are yours"]
    assert (line.waiting.count, line.waiting.overdue) == (4, 0)
    assert set(rows(client.get(line.waiting.href))) == set(given[:2])
    TranslationAssignment.objects.update(due=timezone.localdate() - datetime.timedelta(days=1))
    assert lines(home(client))["Translations that are yours"].waiting.overdue == 4
    assert assign(client, row=given[:1], assignee="").status_code == 302
    assert TranslationAssignment.objects.count() == 1


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"row": []}, "Choose at least one field."),
        ({"row": ["made.up.field"]}, "Choose at least one field."),
        ({"row": ["mptf.jointprogramme.title"], "due": "2020-01-01"}, "Choose a day that is not past."),
        ({"row": ["mptf.jointprogramme.title"], "due": "soon"}, "Enter a valid date."),
        ({"row": ["mptf.jointprogramme.title"], "assignee": "0"}, "Select a valid choice."),
    ],
)
def test_what_cannot_be_assigned_is_said_and_kept(client, curator, texts, values, words):
    page = assign(client, **values)
    assert page.status_code == 422
    assert words in page.content.decode()
    if values["row"] == ["mptf.jointprogramme.title"]:
        assert re.search(r'value="mptf.jointprogramme.title"[^>]* checked', page.content.decode())
    assert not TranslationAssignment.objects.exists()


def test_only_curators_assign(client, texts):
    client.force_login(make_user(is_staff=True))
    assert assign(client, row=["mptf.jointprogramme.title"]).status_code == 403


@pytest.mark.parametrize("language", ["ar", "en"])
def test_the_worklist_is_taken_away_in_both_languages(client, curator, texts, language):
    response = worklist(client, language, format="csv")
    text = response.content.decode("utf-8-sig")
    assert response["Content-Type"].startswith("text/csv")
    heading = {"ar": "السجل", "en": "Register"}[language]
    assert text.startswith(heading)
    assert len([line for line in text.splitlines() if ",ar,2,0,1,1,0," in line]) == 1


def test_the_worklist_takes_no_more_queries_for_more_records(client, curator, texts, django_assert_max_num_queries):
    def queries():
        with django_assert_max_num_queries(130) as captured:
            worklist(client, to="ar")
        return len(captured)

    queries()
    few = queries()
    for number in range(4):
        make_programme(f"p{number}", title_en="A", title_ar="")
    assert queries() == few
