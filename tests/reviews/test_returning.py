"""A return with reasons for parts of the review, settled one by one, and what the desk sees of it afterwards."""

import threading

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from foundation.decisions import Refused
from foundation.models import OutboxMessage
from reviews import drafting, returning, transitions
from reviews.completeness import issues, picture_of
from reviews.models import ReturnReason, Review, ReviewTransition
from tests.reading import Reading
from tests.reviews.factories import (
    DECLARATION,
    make_country,
    make_curator,
    make_focal_point,
    review_at,
)
from tests.reviews.test_commenting import make_contributor
from tests.reviews.test_draft_pages import address

pytestmark = pytest.mark.django_db


def send_back(review, note="", **texts):
    """Returned with reasons by key, ``section_summary="…"``; gives the points in the order of the form."""
    places = {place.key.replace("-", "_"): place for place in returning.places_of(review)}
    transitions.send_back(
        review=review, by=make_curator(), note=note, points=[(places[key], text) for key, text in texts.items()]
    )
    return returning.points_of(review)


@pytest.fixture
def review():
    return review_at("submitted")


@pytest.fixture
def returned(review):
    send_back(review, section_summary="Which years?", objective_7="Name the ministries.\nAnd the law.")
    return review


def submit(review):
    transitions.submit(review=review, by=review.started_by, **DECLARATION)


def test_every_part_of_the_submission_may_be_given_a_reason(review):
    assert [place.key for place in returning.places_of(review)] == [
        "section-summary",
        "section-principles",
        "section-objectives",
        "objective-7",
        "section-annexes",
    ]


def test_points_alone_are_reason_enough_and_the_mail_leads_to_each(returned):
    transition = returned.transitions.last()
    assert transition.note
    assert transition.reasons.count() == 2
    mail = OutboxMessage.objects.get(template="review_returned")
    for text in (
        "Which years?",
        "Name the ministries.",
        f"{address('review_section', returned, 'summary', language=mail.language)}#q-point-",
        f"{address('review_objective', returned, 7, language=mail.language)}#q-point-",
    ):
        assert text in mail.text


def test_without_note_and_points_nothing_is_returned(review):
    with pytest.raises(Refused):
        send_back(review, note="  ")
    assert Review.objects.get().state == "submitted"
    assert not ReturnReason.objects.exists()


def test_the_state_settles_point_by_point_until_it_submits(returned):
    summary, objective = returning.points_of(returned)
    person = make_contributor(returned, "summary")
    with pytest.raises(Refused):
        returning.settle(point=objective, answer="Done.", by=person)
    assert returning.settle(point=summary, answer="2022 to 2025.", by=person)
    assert not returning.settle(point=summary, answer="Again.", by=returned.started_by)
    summary.refresh_from_db()
    assert (summary.cleared_by, summary.answer) == (person, "2022 to 2025.")
    assert returning.unsettle(point=summary, by=returned.started_by)
    assert not returning.unsettle(point=summary, by=returned.started_by)
    assert returning.settle(point=objective, answer="Named.", by=returned.started_by)
    submit(returned)
    for act in (
        lambda: returning.settle(point=summary, answer="Late.", by=returned.started_by),
        lambda: returning.unsettle(point=objective, by=returned.started_by),
    ):
        with pytest.raises(Refused):
            act()


def test_who_may_only_read_and_the_network_settle_nothing(returned):
    summary, _objective = returning.points_of(returned)
    for person in (make_contributor(returned, "summary", can_edit=False), make_curator()):
        with pytest.raises(Refused):
            returning.settle(point=summary, answer="Done.", by=person)


def test_an_open_point_is_a_warning_and_stands_in_nobodys_way(returned):
    with translation.override("en"):
        found = [issue for issue in issues(picture_of(returned)) if "not settled" in issue.message]
    assert [(issue.section, issue.objective, issue.blocking) for issue in found] == [
        ("summary", None, False),
        ("objectives", 7, False),
    ]
    submit(returned)
    assert returned.state == "submitted"


def test_the_point_of_a_dropped_objective_is_settled_where_objectives_are_chosen(client, returned):
    drafting.choose_objectives(review=returned, chosen={1}, priorities=set(), by=returned.started_by)
    point = returning.points_of(returned)[1]
    with translation.override("en"):
        assert point.get_absolute_url() == f"{address('review_objectives', returned)}#q-point-{point.pk}"
    client.force_login(returned.started_by)
    assert "Name the ministries." in client.get(address("review_objectives", returned)).content.decode()
    assert client.get(address("review_point", returned, point.pk)).status_code == 200
    with translation.override("en"):
        assert [issue.objective for issue in issues(picture_of(returned)) if "not settled" in issue.message] == [
            None,
            None,
        ]


def test_a_publication_closes_the_points_and_a_further_return_brings_its_own(returned):
    submit(returned)
    (point,) = send_back(returned, section_summary="And which months?")
    assert point.text == "And which months?"
    assert ReturnReason.objects.count() == 3
    submit(returned)
    transitions.publish(review=returned, by=make_curator())
    assert returning.points_of(returned) == []


def test_the_desk_gives_reasons_by_part_and_keeps_what_was_typed(client, review):
    client.force_login(make_curator())
    page = client.get(address("desk_review", review)).content.decode()
    assert 'name="section-summary"' in page
    assert 'name="objective-7"' in page
    response = client.post(
        address("desk_return", review), {"note": "", "section-summary": "Which years?", "objective-7": "و" * 5001}
    )
    html = response.content.decode()
    assert response.status_code == 422
    assert 'href="#id_objective-7"' in html
    assert "Which years?" in html
    assert "و" * 5001 in html
    assert not ReviewTransition.objects.filter(action="return").exists()
    empty = client.post(address("desk_return", review), {"note": " "})
    assert empty.status_code == 422
    assert empty.context["reason_form"].errors.keys() == {"note"}
    assert client.post(address("desk_return", review), {"section-summary": "Which years?"}).status_code == 302
    assert [point.text for point in returning.points_of(review)] == ["Which years?"]


def test_reasons_sent_after_the_session_has_ended_are_there_after_the_log_in(client, review):
    there = address("desk_return", review)
    assert "/accounts/login/" in client.post(there, {"note": "", "section-summary": "Which years?"}).url
    client.force_login(make_curator())
    assert "Which years?" in client.get(there).content.decode()
    assert client.get(there).url == address("desk_review", review)
    assert not ReturnReason.objects.exists()


def test_what_was_done_is_there_after_the_log_in(client, returned):
    summary, _objective = returning.points_of(returned)
    there = address("review_point", returned, summary.pk)
    client.post(there, {f"point-{summary.pk}-answer": "2022 to 2025."})
    client.force_login(returned.started_by)
    assert "2022 to 2025." in client.get(there).content.decode()
    assert ReturnReason.objects.open().count() == 2


@pytest.mark.parametrize("language", ["ar", "en"])
def test_the_pages_of_the_state_show_the_points_and_settle_them(client, returned, language):
    summary, objective = returning.points_of(returned)
    client.force_login(returned.started_by)
    tasks = client.get(address("review_tasks", returned, language=language)).content.decode()
    for point in (summary, objective):
        assert f"#q-point-{point.pk}" in tasks
    page = client.get(address("review_section", returned, "summary", language=language)).content.decode()
    assert f'id="q-point-{summary.pk}"' in page
    assert "Which years?" in page
    assert "Name the ministries." not in page
    there = address("review_point", returned, summary.pk, language=language)
    bad = client.post(there, {f"point-{summary.pk}-answer": "x" * 5001})
    assert bad.status_code == 422
    assert "x" * 5001 in bad.content.decode()
    done = client.post(there, {f"point-{summary.pk}-answer": "2022 to 2025."})
    assert done.url == f"{address('review_section', returned, 'summary', language=language)}#q-point-{summary.pk}"
    tasks = Reading(client.get(address("review_tasks", returned, language=language)))
    assert tasks.main.all("progress")[0].attrs["value"] == "1"
    late = client.post(there, {f"point-{summary.pk}-answer": "Mine, typed meanwhile."})
    assert late.status_code == 409
    assert "2022 to 2025." in late.content.decode()
    assert "Mine, typed meanwhile." in late.content.decode()
    assert client.post(address("point_reopen", returned, summary.pk)).status_code == 302
    again = client.get(address("review_section", returned, "summary", language=language)).content.decode()
    assert "2022 to 2025." in again


@pytest.mark.parametrize("language", ["ar", "en"])
def test_the_desk_sees_what_was_done_only_when_it_is_submitted(client, returned, language):
    summary, _objective = returning.points_of(returned)
    returning.settle(point=summary, answer="From 2022 on.", by=returned.started_by)
    client.force_login(make_curator())
    page = client.get(address("desk_review", returned, language=language)).content.decode()
    assert "Which years?" in page
    assert "From 2022 on." not in page
    submit(returned)
    page = client.get(address("desk_review", returned, language=language))
    html = page.content.decode()
    assert html.index("Name the ministries.") < html.index("Which years?")
    assert "From 2022 on." in html
    # What is still open is asked again unless the curator takes it out.
    assert page.context["reason_form"]["objective-7"].value() == "Name the ministries.\nAnd the law."
    assert page.context["reason_form"]["section-summary"].value() == ""


def test_walls(client, returned):
    summary, objective = returning.points_of(returned)
    client.force_login(make_contributor(returned, "summary"))
    assert client.get(address("review_point", returned, summary.pk)).status_code == 200
    assert client.get(address("review_point", returned, objective.pk)).status_code == 404
    assert client.post(address("point_reopen", returned, objective.pk)).status_code == 404
    assert "Name the ministries." not in client.get(address("review_tasks", returned)).content.decode()
    for stranger in (make_focal_point(make_country("XBB")), make_curator()):
        client.force_login(stranger)
        assert client.post(address("review_point", returned, summary.pk), {}).status_code == 404


def test_who_may_only_read_sees_the_point_without_a_form(client, returned):
    summary, _objective = returning.points_of(returned)
    client.force_login(make_contributor(returned, "summary", can_edit=False))
    page = client.get(address("review_section", returned, "summary")).content.decode()
    assert "Which years?" in page
    assert "Mark as settled" not in page
    assert client.post(address("review_point", returned, summary.pk), {}).status_code == 403


@pytest.mark.django_db(transaction=True)
def test_six_people_who_settle_a_point_at_once_settle_it_once():
    review = review_at("submitted")
    (point,) = send_back(review, section_summary="Which years?")
    barrier = threading.Barrier(6)
    outcomes = []

    def settle(number):
        try:
            mine = returning.points_of(review)[0]
            barrier.wait()
            outcomes.append((returning.settle(point=mine, answer=f"Answer {number}", by=review.started_by), number))
        finally:
            connections[connection.alias].close()

    threads = [threading.Thread(target=settle, args=[number]) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    ((_won, number),) = [outcome for outcome in outcomes if outcome[0]]
    assert len(outcomes) == 6
    point.refresh_from_db()
    assert point.answer == f"Answer {number}"


def test_the_task_list_asks_as_often_for_many_points_as_for_few(client, returned):
    client.force_login(returned.started_by)
    counts = set()
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            client.get(address("review_tasks", returned))
        counts.add(len(queries))
        submit(returned)
        send_back(returned, **dict.fromkeys(("section_summary", "section_principles", "objective_7"), "Why?"))
    assert len(counts) == 1
