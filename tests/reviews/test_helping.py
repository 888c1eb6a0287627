"""Asking the UN Network for help: what it sees, who hears of what, and how long a question waits."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from foundation.decisions import Refused
from foundation.enums import Confidence
from foundation.models import OutboxMessage
from network.models import NationalNetwork, NetworkProfile
from reviews import helping, transitions
from reviews.models import HelpMessage, HelpRequest
from tests.reading import Reading
from tests.reviews.factories import (
    make_complete,
    make_country,
    make_curator,
    make_focal_point,
    make_objective,
    make_review,
)
from tests.reviews.test_commenting import make_contributor
from tests.reviews.test_draft_pages import address

pytestmark = pytest.mark.django_db

FORM = {"addressee": "regional", "subject": "Which indicators?", "text": "We lack figures.\nWhere are they?"}


def desk(name, *args, language="en"):
    with translation.override(language):
        return reverse(f"reviews:{name}", args=args)


def ask(review, *, by=None, code="summary", **fields):
    return helping.ask(
        review=review,
        section=review.questionnaire.sections.get(code=code),
        by=by or review.started_by,
        **{**FORM, **fields},
    )


def mails(template):
    return set(OutboxMessage.objects.filter(template=template).values_list("to", flat=True))


@pytest.fixture
def review():
    return make_complete(make_review())


@pytest.fixture
def curator():
    return make_curator(language="ar")


def state_of(request):
    return HelpRequest.objects.get(pk=request.pk).state


def test_a_request_goes_from_waiting_to_answered_to_closed_and_back(review, curator):
    person = make_contributor(review, "summary")
    request = ask(review, by=person)
    assert state_of(request) == "open"
    assert mails("help_asked") == {curator.email}
    mail = OutboxMessage.objects.get(template="help_asked")
    assert f"/ar/workspace/desk/help/{request.pk}/" in mail.text
    assert "Which indicators?" in mail.text
    assert "We lack figures." not in mail.text
    helping.answer(request=request, text="In the annex.", by=curator)
    assert state_of(request) == "answered"
    assert mails("help_answered") == {person.email, review.started_by.email}
    assert helping.close(request=request, by=person)
    assert not helping.close(request=request, by=person)
    assert state_of(request) == "closed"
    helping.write(request=request, text="Which annex?", by=review.started_by)
    request.refresh_from_db()
    assert (request.state, request.closed_at) == ("open", None)
    assert OutboxMessage.objects.filter(template="help_asked").count() == 2


def test_only_the_network_answers_and_only_authors_of_the_section_ask(review, curator):
    request = ask(review)
    with pytest.raises(Refused):
        helping.answer(request=request, text="I know.", by=review.started_by)
    for person in (
        make_contributor(review, "principles"),
        make_contributor(review, "summary", can_edit=False),
        make_focal_point(make_country("XBB")),
        curator,
    ):
        with pytest.raises(Refused):
            ask(review, by=person)
        with pytest.raises(Refused):
            helping.write(request=request, text="Me too.", by=person)
        with pytest.raises(Refused):
            helping.close(request=request, by=person)


def test_a_person_who_left_the_review_hears_no_answer(review, curator):
    person = make_contributor(review, "summary")
    request = ask(review, by=person)
    review.contributors.update(removed_at=timezone.now())
    helping.answer(request=request, text="In the annex.", by=curator)
    assert mails("help_answered") == {review.started_by.email}


def test_a_request_waits_since_the_first_message_without_an_answer(review, curator):
    request = ask(review)
    for days, by, by_network in ((9, review.started_by, False), (8, curator, True), (5, review.started_by, False)):
        message = HelpMessage.objects.create(request=request, text="x", by=by, by_network=by_network)
        HelpMessage.objects.filter(pk=message.pk).update(at=timezone.now() - datetime.timedelta(days=days))
    helping.write(request=request, text="Hello?", by=review.started_by)
    request.messages.filter(text=FORM["text"]).delete()
    assert helping.days_waited(helping.requests_to_the_network().get()) == 5


@pytest.mark.parametrize("language", ["ar", "en"])
def test_asking_from_a_section_and_reading_the_answer(client, review, curator, language):
    client.force_login(review.started_by)
    ask_url = address("help_ask", review, "summary", language=language)
    section = client.get(address("review_section", review, "summary", language=language)).content.decode()
    assert f'value="{ask_url}"' in section
    assert client.get(ask_url).status_code == 200
    response = client.post(ask_url, FORM)
    request = HelpRequest.objects.get()
    there = address("help_request", review, request.pk, language=language)
    assert response.url == there
    page = Reading(client.get(there)).main.text
    assert "We lack figures." in page
    listed = client.get(address("review_help", review, language=language)).content.decode()
    assert there in listed
    client.force_login(curator)
    assert client.post(desk("desk_help_request", request.pk), {"text": "In the annex."}).status_code == 302
    client.force_login(review.started_by)
    assert "In the annex." in client.get(there).content.decode()
    assert there in client.get(address("review_tasks", review, language=language)).content.decode()
    assert client.post(there, {"text": "Which one?"}).status_code == 302
    assert there not in client.get(address("review_tasks", review, language=language)).content.decode()
    assert client.post(address("help_close", review, request.pk, language=language)).status_code == 302
    assert state_of(request) == "closed"


def test_asking_about_an_objective_names_it_in_the_subject(client, review):
    client.force_login(review.started_by)
    page = client.get(address("help_ask", review, "objectives", 7))
    assert page.context["form"]["subject"].value().startswith(str(make_objective(7)))
    assert client.get(address("help_ask", review, "objectives", 1)).status_code == 404
    assert client.get(address("help_ask", review, "summary", 7)).status_code == 404


@pytest.mark.parametrize("language", ["ar", "en"])
def test_whom_a_request_reaches_is_said_from_sources_alone(client, review, language):
    client.force_login(review.started_by)
    there = address("help_ask", review, "summary", language=language)
    network = NationalNetwork.objects.create(country=review.country, confidence=Confidence.RECALLED)
    profile = NetworkProfile.objects.create(
        name_en="Network", contact_email="network@example.org", confidence=Confidence.RECALLED
    )
    page = client.get(there)
    assert (page.context["national"], page.context["profile"]) == (None, None)
    assert "network@example.org" not in page.content.decode()
    for one in (network, profile):
        one.confidence = Confidence.LIKELY
        one.save()
    page = client.get(there)
    assert page.context["national"] == network
    assert 'href="mailto:network@example.org"' in page.content.decode()


def test_the_network_sees_the_request_and_nothing_of_the_draft(client, review, curator):
    request = ask(review)
    client.force_login(curator)
    page = client.get(desk("desk_help_request", request.pk)).content.decode()
    assert "We lack figures." in page
    assert "ملخص الاستعراض" not in page
    assert address("review_section", review, "summary") not in page
    assert client.get(address("help_request", review, request.pk)).status_code == 404
    assert client.get(address("review_tasks", review)).status_code == 404
    # The request does not open the submission either: there is none.
    assert client.get(address("desk_review", review)).status_code == 404


@pytest.mark.parametrize("language", ["ar", "en"])
def test_the_desk_lists_the_longest_waiting_first(client, review, curator, language):
    first, second, third = (ask(review, subject=f"Question {number}") for number in (1, 2, 3))
    HelpMessage.objects.filter(request=second).update(at=timezone.now() - datetime.timedelta(days=3))
    helping.answer(request=third, text="Yes.", by=curator)
    client.force_login(curator)
    page = client.get(desk("desk_help", language=language))
    assert [one.pk for one in page.context["requests"]] == [second.pk, first.pk]
    if language == "en":
        assert "waiting for 3 days" in page.content.decode()
        assert "waiting since today" in page.content.decode()
    answered = client.get(desk("desk_help", language=language) + "?state=answered")
    assert [one.pk for one in answered.context["requests"]] == [third.pk]
    assert client.get(desk("desk_help", language=language) + "?state=x").status_code == 404
    if language == "en":
        assert "2 requests for help are waiting" in client.get(desk("desk")).content.decode()
        with translation.override("en"):
            assert "2 requests for help are waiting" in client.get(reverse("workspace:home")).content.decode()


def test_bad_input_is_refused_at_its_field_and_kept(client, review, curator):
    client.force_login(review.started_by)
    bad = FORM | {"subject": "", "addressee": "everybody", "text": "نص " * 2000}
    response = client.post(address("help_ask", review, "summary"), bad)
    assert response.status_code == 422
    assert response.context["form"].errors.keys() == {"subject", "addressee", "text"}
    assert response.content.decode().count("نص") >= 2000
    assert not HelpRequest.objects.exists()
    request = ask(review)
    assert client.post(address("help_request", review, request.pk), {"text": " "}).status_code == 422
    client.force_login(curator)
    assert client.post(desk("desk_help_request", request.pk), {"text": "x" * 5001}).status_code == 422


def test_what_is_sent_after_the_session_has_ended_is_there_after_the_log_in(client, review, curator):
    request = ask(review)
    for person, there in (
        (review.started_by, address("help_ask", review, "summary")),
        (review.started_by, address("help_request", review, request.pk)),
        (curator, desk("desk_help_request", request.pk)),
    ):
        client.logout()
        assert "/accounts/login/" in client.post(there, FORM | {"text": "Typed late."}).url
        client.force_login(person)
        assert "Typed late." in client.get(there).content.decode()
    assert HelpMessage.objects.count() == 1


def test_walls(client, review, curator):
    request = ask(review)
    for stranger in (make_contributor(review, "principles"), make_focal_point(make_country("XBB"))):
        client.force_login(stranger)
        assert client.get(address("help_request", review, request.pk)).status_code == 404
        assert client.post(address("help_close", review, request.pk)).status_code == 404
        assert client.get(address("help_ask", review, "summary")).status_code == 404
        assert client.get(desk("desk_help")).status_code == 404
        assert client.get(desk("desk_help_request", request.pk)).status_code == 404
    client.force_login(make_contributor(review, "summary", can_edit=False))
    assert client.get(address("help_request", review, request.pk)).status_code == 200
    assert client.post(address("help_request", review, request.pk), {"text": "Hello"}).status_code == 403
    assert client.get(address("help_ask", review, "summary")).status_code == 403


def test_a_withdrawn_review_asks_nothing_more(client, review, curator):
    request = ask(review)
    transitions.withdraw(review=review, by=review.started_by)
    client.force_login(review.started_by)
    assert client.get(address("help_request", review, request.pk)).status_code == 200
    assert client.post(address("help_request", review, request.pk), {"text": "Hello"}).status_code == 403
    client.force_login(curator)
    assert client.get(desk("desk_help_request", request.pk)).status_code == 404
    assert helping.waiting_count() == 0


def test_the_lists_ask_as_often_for_many_requests_as_for_few(client, review, curator):
    counts = {}
    ask(review)
    for number in (1, 2):
        for person, page in (
            (curator, desk("desk_help")),
            (curator, desk("desk")),
            (review.started_by, address("review_help", review)),
        ):
            client.force_login(person)
            with CaptureQueriesContext(connection) as queries:
                client.get(page)
            counts.setdefault(page, set()).add(len(queries))
        if number == 1:
            for _ in range(5):
                ask(review)
    assert all(len(found) == 1 for found in counts.values()), counts
