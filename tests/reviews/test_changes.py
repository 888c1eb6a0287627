"""What a reader sees of what changed since the round before, and since the version before."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import translation

from reviews import attaching, drafting, transitions
from reviews.models import Publication, Round
from tests.reviews.factories import (
    DECLARATION,
    make_complete,
    make_country,
    make_curator,
    make_publication,
    make_review,
    make_round,
    review_at,
    write,
)
from tests.reviews.test_attaching import picture_file

pytestmark = pytest.mark.django_db


def round_at(position, code):
    round_ = make_round(code)
    Round.objects.filter(pk=round_.pk).update(position=position)
    round_.refresh_from_db()
    return round_


def address(name, review, *args, language="en"):
    with translation.override(language):
        return reverse(f"reviews:{name}", args=[review.country.iso3, review.round.code, *args])


def test_annexes_that_came_and_went_are_told(client):
    country = make_country()
    for position, (code, color) in enumerate([("first", "navy"), ("second", "teal")], start=1):
        review = make_complete(make_review(country, round_=round_at(position, code)))
        attaching.add_attachment(
            review=review,
            section=review.questionnaire.sections.get(code="annexes"),
            file=picture_file(color=color),
            title=f"Law {code}",
            language="en",
            by=review.started_by,
        )
        transitions.submit(review=review, by=review.started_by, **DECLARATION)
        transitions.publish(review=review, by=make_curator())
    html = client.get(address("publication_changes", review)).content.decode()
    assert "Law first" in html
    assert "Law second" in html


def published_again(country, round_):
    review = make_complete(make_review(country, round_=round_))
    write(review, "summary.text", "ملخص الاستعراض في فقرتين.", language="ar", version=1)
    drafting.choose_objectives(review=review, chosen={7, 11}, priorities=set(), by=review.started_by)
    report = review.objective_reports.select_related("review", "objective").get(objective__number=7)
    drafting.save_objective(report=report, stage="advanced", is_priority=False, by=review.started_by)
    new = review.objective_reports.select_related("review", "objective").get(objective__number=11)
    drafting.save_objective(report=new, stage="planned", is_priority=False, by=review.started_by)
    write(review, "objectives.measures", "تدبير جديد.", language="ar", objective=11)
    transitions.submit(review=review, by=review.started_by, **DECLARATION)
    transitions.publish(review=review, by=make_curator())
    return review


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ["What changed since the review for: Round first", "removed:", "Added in this review", "Advanced"]),
        ("ar", ["ما الذي تغيّر منذ الاستعراض المقدَّم لجولة: الجولة first", "حُذف:", "أُضيف في هذا الاستعراض", "متقدم"]),
    ],
)
def test_a_reader_sees_what_changed_since_the_round_before(client, language, words):
    country = make_country()
    first = make_publication(country, round_at(1, "first"))
    review = published_again(country, round_at(2, "second"))
    page = client.get(address("publication", review, language=language)).content.decode()
    assert address("publication_changes", review, language=language) in page
    response = client.get(address("publication_changes", review, language=language))
    html = response.content.decode()
    for word in words:
        assert word in html
    soup = BeautifulSoup(html, "html.parser")
    text = soup.select_one(".differences")
    assert (text["lang"], text["dir"]) == ("ar", "rtl")
    assert "فقرة واحدة" in text.select_one("del").text
    assert "فقرتين" in text.select_one("ins").text
    assert first.get_version_url()[3:] in html
    again = client.get(
        address("publication_changes", review, language=language), headers={"If-None-Match": response["ETag"]}
    )
    assert again.status_code == 304


def test_an_objective_that_was_left_out_is_not_reported_this_round_and_never_missing(client):
    country = make_country()
    published_again(country, round_at(1, "first"))
    make_publication(country, round_at(2, "second"))
    review = Publication.objects.get(submission__review__round__code="second").submission.review
    html = client.get(address("publication_changes", review)).content.decode()
    assert "Not reported this round" in html
    assert "missing" not in BeautifulSoup(html, "html.parser").select_one("main").text.lower()


def test_a_version_is_compared_with_the_one_before(client):
    review = review_at("published", round_=round_at(1, "first"))
    transitions.revise(review=review, by=review.started_by, note="A wrong word.")
    write(review, "summary.text", "ملخص الاستعراض في فقرتين.", language="ar", version=1)
    transitions.submit(review=review, by=review.started_by, **DECLARATION)
    transitions.publish(review=review, by=make_curator(), correction_note="A word.")
    versions = client.get(address("publication", review)).content.decode()
    assert address("publication_changes", review, 2) in versions
    html = client.get(address("publication_changes", review, 2)).content.decode()
    assert "What changed since version 1" in html
    assert "فقرتين" in html
    # The first version has none before it, and the country no earlier review.
    assert client.get(address("publication_changes", review, 1)).status_code == 404
    assert client.get(address("publication_changes", review)).status_code == 404


def test_two_texts_that_say_the_same_are_said_to(client):
    country = make_country()
    make_publication(country, round_at(1, "first"))
    make_publication(country, round_at(2, "second"))
    review = Publication.objects.get(submission__review__round__code="second").submission.review
    html = client.get(address("publication_changes", review)).content.decode()
    assert "word for word" in html


def test_the_round_before_of_another_country_is_no_earlier_review(client):
    make_publication(make_country("XBB"), round_at(1, "first"))
    make_publication(make_country("XAA"), round_at(2, "second"))
    review = Publication.objects.get(submission__review__round__code="second").submission.review
    assert client.get(address("publication_changes", review)).status_code == 404
