"""The text check beside an answer: told in its place, put right by one press, never in the way."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import translation

from foundation import richtext
from reviews import drafting, textchecking, transitions
from reviews.answer_tools import Page
from reviews.models import AnswerText, Contributor, TextRevision
from reviews.permissions import access_to
from tests.reviews.factories import DECLARATION, make_complete, make_review, make_user, question_of, write

pytestmark = pytest.mark.django_db

TEXT = "تلتزم الدولة بالميثاق العالمي للهجرة، وتنشر کتابا وکتيبا عنه."


@pytest.fixture
def review():
    review = make_review()
    write(review, "summary.text", TEXT, language="ar")
    return review


def address(review, language="en"):
    with translation.override(language):
        args = [review.country.iso3, review.round.code, question_of(review, "summary.text").pk]
        return reverse("reviews:answer_check", args=args)


def words(review):
    return richtext.plain(AnswerText.objects.get(answer__review=review, language="ar").html)


@pytest.mark.parametrize("language", ["ar", "en"])
def test_findings_stand_in_their_place(client, review, language):
    client.force_login(review.started_by)
    soup = BeautifulSoup(client.get(address(review, language)).content, "html.parser")
    marks = soup.select("main mark")
    assert [mark.text for mark in marks] == ["بالميثاق العالمي للهجرة", "ک", "ک"]
    assert (marks[0].parent["lang"], marks[0].parent["dir"]) == ("ar", "rtl")
    assert "بالاتفاق العالمي للهجرة" in soup.select_one("main").text


def test_all_that_is_certain_is_repaired_at_once_as_a_new_version(client, review):
    client.force_login(review.started_by)
    data = {"language": "ar", "version": "1", "finding": "all"}
    assert client.post(address(review), data).status_code == 302
    assert words(review) == "تلتزم الدولة بالميثاق العالمي للهجرة، وتنشر كتابا وكتيبا عنه."
    assert TextRevision.objects.filter(text__answer__review=review).count() == 2
    client.post(address(review), {**data, "version": "2", "finding": "0"})
    assert "بالاتفاق العالمي للهجرة" in words(review)
    assert "Nothing was found" in client.get(address(review)).content.decode()


def test_a_page_that_is_stale_or_forged_changes_nothing(client, review):
    client.force_login(review.started_by)
    data = {"language": "ar", "version": "1", "finding": "0"}
    write(review, "summary.text", TEXT + " وأكثر.", language="ar", version=1)
    stale = client.post(address(review), data, follow=True)
    assert "saved a newer version in the meantime" in stale.content.decode()
    for wrong in ({"finding": "99"}, {"finding": "x"}, {"version": ""}, {"language": "xx"}):
        assert client.post(address(review), {**data, "version": "2", **wrong}).status_code == 404
    assert words(review) == TEXT + " وأكثر."


def test_what_nobody_can_put_right_has_no_button(client):
    review = make_review()
    write(review, "summary.text", "عام 2024 وعام ٢٠٢٦", language="ar")
    client.force_login(review.started_by)
    soup = BeautifulSoup(client.get(address(review)).content, "html.parser")
    assert [mark.text for mark in soup.select("main mark")] == ["٢٠٢٦"]
    assert soup.select("main form") == []
    data = {"language": "ar", "version": "1", "finding": "0"}
    assert client.post(address(review), data).status_code == 404


def test_who_may_not_edit_reads_the_remarks_only(client, review):
    person = make_user()
    contributor = Contributor.objects.create(
        review=review, user=person, email=person.email, can_edit=False, added_by=review.started_by
    )
    contributor.sections.set(review.questionnaire.sections.filter(code="summary"))
    client.force_login(person)
    soup = BeautifulSoup(client.get(address(review)).content, "html.parser")
    assert soup.select("main mark")
    assert soup.select("main form") == []
    assert client.post(address(review), {"language": "ar", "version": "1", "finding": "all"}).status_code == 403


def test_the_tool_counts_and_is_not_there_where_nothing_was_found(review, django_assert_num_queries):
    page = Page(review, access_to(review, review.started_by), [question_of(review, "summary.text")], None)
    with django_assert_num_queries(1):
        (tool,) = textchecking.tool(page).values()
    assert (tool.label, tool.attention) == ("Text check (3)", True)
    write(review, "summary.text", "نص سليم.", language="ar", version=1)
    assert textchecking.tool(page) == {}


def test_the_check_before_submission_warns_and_the_review_can_be_submitted(client):
    review = make_complete(make_review())
    write(review, "summary.text", TEXT, language="ar", version=1)
    client.force_login(review.started_by)
    with translation.override("en"):
        check = reverse("reviews:review_check", args=[review.country.iso3, review.round.code])
    assert "the text check has 3 remarks" in client.get(check).content.decode()
    transitions.submit(review=review, by=review.started_by, **DECLARATION)


def test_a_repair_of_a_text_that_needs_none_is_no_version():
    review = make_review()
    write(review, "summary.text", "نص سليم.", language="ar")
    saved = textchecking.repair(
        review=review, question=question_of(review, "summary.text"), language="ar", version=1, by=review.started_by
    )
    assert saved == drafting.Saved(version=1, changed=False, edited_at=saved.edited_at)
