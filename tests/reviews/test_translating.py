"""Original and translation: which is which, what has changed since, and that neither alters the other."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import translation

from foundation import richtext
from foundation.decisions import Refused
from reviews import drafting, translating
from reviews.answer_tools import Page
from reviews.models import AnswerText, Contributor
from reviews.permissions import access_to
from tests.reviews.factories import make_review, make_user, question_of, write

pytestmark = pytest.mark.django_db


@pytest.fixture
def review():
    """A summary in Arabic, its translation, and then a change of the original."""
    review = make_review()
    write(review, "summary.text", "أنشأت الدولة 12 مركزًا.", language="ar")
    write(review, "summary.text", "The State opened 12 centres.", language="en")
    write(review, "summary.text", "أنشأت الدولة 15 مركزًا.", language="ar", version=1)
    return review


def texts(review):
    found = AnswerText.objects.filter(answer__review=review)
    return {text.language: (text.status, text.version, text.follows_version) for text in found}


def words(review):
    return {text.language: richtext.plain(text.html) for text in AnswerText.objects.filter(answer__review=review)}


def act(review, function, *, language="en", version=1, original_version=2, by=None):
    function(
        review=review,
        question=question_of(review, "summary.text"),
        language=language,
        version=version,
        original_version=original_version,
        by=by or review.started_by,
    )


def address(review, language="en"):
    with translation.override(language):
        args = [review.country.iso3, review.round.code, question_of(review, "summary.text").pk]
        return reverse("reviews:answer_languages", args=args)


def test_a_translation_stays_outdated_until_a_person_says_otherwise(review):
    assert texts(review)["en"] == ("outdated", 1, 1)
    write(review, "summary.text", "The State opened 15 centres.", language="en", version=1)
    assert texts(review)["en"] == ("outdated", 2, 1)
    act(review, translating.say_up_to_date, version=2)
    assert texts(review) == {"ar": ("original", 2, None), "en": ("translated", 2, 2)}


def test_what_has_changed_in_the_original_since(review):
    found = translating.languages_of(review.answers.get())
    assert found.original.language == "ar"
    (one,) = found.translations
    assert one.is_outdated
    assert [piece for piece in one.changed[0] if piece[0] != "equal"] == [("delete", "12 "), ("insert", "15 ")]


@pytest.mark.parametrize("function", [translating.say_up_to_date, translating.make_original])
@pytest.mark.parametrize(("version", "original_version"), [(9, 2), (1, 1)])
def test_nothing_is_said_of_a_text_that_was_saved_since(review, function, version, original_version):
    before = texts(review)
    with pytest.raises(drafting.Conflict):
        act(review, function, version=version, original_version=original_version)
    assert texts(review) == before


@pytest.mark.parametrize("function", [translating.say_up_to_date, translating.make_original])
def test_the_original_is_no_translation_and_a_language_without_text_neither(review, function):
    for language in ("ar", "xx"):
        with pytest.raises(Refused):
            act(review, function, language=language, version=2)


@pytest.mark.parametrize("function", [translating.say_up_to_date, translating.make_original])
def test_who_may_not_edit_says_nothing(review, function):
    with pytest.raises(Refused):
        act(review, function, by=make_user())


def test_a_translation_that_agrees_becomes_the_original_without_a_change_of_words(review):
    act(review, translating.say_up_to_date)
    before = words(review)
    act(review, translating.make_original)
    assert texts(review) == {"ar": ("translated", 2, 1), "en": ("original", 1, None)}
    assert words(review) == before
    # And back again; there is one original at any time.
    act(review, translating.make_original, language="ar", version=2, original_version=1)
    assert texts(review) == {"ar": ("original", 2, None), "en": ("translated", 1, 2)}


def test_where_the_two_differ_the_former_original_lags_behind(review):
    act(review, translating.make_original)
    assert texts(review) == {"ar": ("outdated", 2, None), "en": ("original", 1, None)}
    write(review, "summary.text", "The State opened 20 centres.", language="en", version=1)
    assert texts(review)["ar"] == ("outdated", 2, None)


def test_an_empty_text_cannot_be_the_original(review):
    write(review, "summary.text", "", language="en", version=1)
    with pytest.raises(Refused):
        act(review, translating.make_original, version=2)


@pytest.mark.parametrize("language", ["ar", "en"])
def test_the_page_shows_both_sides_and_what_changed(client, review, language):
    client.force_login(review.started_by)
    html = client.get(address(review, language)).content.decode()
    soup = BeautifulSoup(html, "html.parser")
    assert [side["lang"] for side in soup.select(".language-side__body")] == ["ar", "en"]
    assert (soup.select_one(".differences")["lang"], soup.select_one(".differences")["dir"]) == ("ar", "rtl")
    assert "15" in soup.select_one("ins").text
    assert len(soup.select("main form button")) == 2


def test_the_buttons_do_it_and_a_stale_page_does_not(client, review):
    client.force_login(review.started_by)
    data = {"action": "up-to-date", "language": "en", "version": "1", "original_version": "1"}
    stale = client.post(address(review), data, follow=True)
    assert "saved a newer version in the meantime" in stale.content.decode()
    assert texts(review)["en"][0] == "outdated"
    client.post(address(review), {**data, "original_version": "2"})
    assert texts(review)["en"] == ("translated", 1, 2)
    client.post(address(review), {**data, "action": "original", "original_version": "2"})
    assert texts(review)["en"][0] == "original"
    for forged in ({}, {**data, "version": "x"}, {**data, "action": "delete"}):
        assert client.post(address(review), forged).status_code == 404


def test_a_reader_sees_the_page_and_no_button(client, review):
    person = make_user()
    contributor = Contributor.objects.create(
        review=review, user=person, email=person.email, can_edit=False, added_by=review.started_by
    )
    contributor.sections.set(review.questionnaire.sections.filter(code="summary"))
    client.force_login(person)
    page = client.get(address(review)).content.decode()
    assert BeautifulSoup(page, "html.parser").select("main form") == []
    data = {"action": "up-to-date", "language": "en", "version": "1", "original_version": "2"}
    assert client.post(address(review), data).status_code == 403


def test_pages_without_a_translation_and_without_a_text_open(client):
    review = make_review()
    client.force_login(review.started_by)
    assert "Nothing has been saved here yet" in client.get(address(review)).content.decode()
    write(review, "summary.text", "نص.", language="ar")
    assert "There is no translation yet." in client.get(address(review)).content.decode()


def test_the_tool_asks_for_attention_while_a_translation_lags_behind(review, django_assert_num_queries):
    page = Page(review, access_to(review, review.started_by), [question_of(review, "summary.text")], None)
    with django_assert_num_queries(1):
        (tool,) = translating.tool(page).values()
    assert (tool.attention, tool.label) == (True, "Languages: the original has changed")
    act(review, translating.say_up_to_date)
    (tool,) = translating.tool(page).values()
    assert (tool.attention, tool.label) == (False, "Languages")
