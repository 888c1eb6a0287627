"""The connection hub: from a request for support to its outcome, and what the public sees of it."""

import datetime
import threading

import pytest
from django.conf import settings
from django.db import connection
from django.urls import reverse

from capacity import requesting
from capacity.enums import MatchState, RequestAction, RequestState
from capacity.hub_permissions import steps_of
from capacity.hub_workflow import HUB, OPEN
from capacity.models import Match, RequestTransition, SupportRequest
from capacity.panels import waiting_for_focal_points, workspace_panel
from foundation import todo
from foundation.decisions import Refused
from foundation.models import OutboxMessage
from foundation.workflows import StaleState
from network.models import Representative
from tests.countries.factories import make_real_country
from tests.mptf.factories import make_programme
from tests.network.factories import make_entity, make_representative
from tests.reading import Reading
from tests.reviews.factories import make_country, make_curator, make_focal_point, make_objective

pytestmark = pytest.mark.django_db
PATH = "/en/capacity/hub/requests/XAA/1/"


@pytest.fixture
def country():
    return make_country("XAA")


@pytest.fixture
def focal_point(country):
    return make_focal_point(country)


@pytest.fixture
def curator():
    return make_curator()


def fill(asked: SupportRequest, by, **facts) -> SupportRequest:
    facts = {"topic": "Statistics", "text": "We need a method.", "kind": "data"} | facts
    return requesting.save(request=asked, version=asked.version, facts=facts, objectives=[make_objective(1)], by=by)


def make_request(country, by, **facts) -> SupportRequest:
    return fill(requesting.begin(country=country, language="en", by=by), by, **facts)


@pytest.fixture
def draft(country, focal_point):
    return make_request(country, focal_point)


def closed(asked, focal_point, curator, entity) -> SupportRequest:
    requesting.submit(request=asked, by=focal_point)
    requesting.take_up(request=asked, by=curator)
    match = requesting.match(request=asked, by=curator, entity=entity)
    requesting.offer(match=match, text="Ten days.", by=curator)
    asked.refresh_from_db()
    requesting.accept(request=asked, by=focal_point)
    requesting.record(request=asked, note="Done.", may_publish=False, by=focal_point)
    requesting.close(request=asked, by=curator)
    return asked


# ---------------------------------------------------------------- the table


def test_every_state_has_an_owner_and_can_be_reached():
    assert set(HUB.owners) == set(RequestState) == HUB.reachable()
    for state in set(RequestState) - OPEN:
        assert HUB.possible(state) == []


def test_document_holds_the_table():
    text = (settings.BASE_DIR / "docs" / "request-states.md").read_text(encoding="utf-8")
    assert HUB.diagram() in text


# ---------------------------------------------------------------- the way


def test_from_request_to_outcome(draft, focal_point, curator):
    helper = make_representative("IOM")
    requesting.submit(request=draft, by=focal_point)
    requesting.take_up(request=draft, by=curator)
    requesting.ask(request=draft, note="Which sector?", by=curator)
    requesting.answer(request=draft, note="Agriculture.", by=focal_point)
    match = requesting.match(request=draft, by=curator, entity=helper.entity, note="You did this before.")
    assert OutboxMessage.objects.filter(to=helper.user.email, template="match_asked").exists()
    requesting.offer(match=match, text="Ten days of advice.", by=helper.user)
    draft.refresh_from_db()
    requesting.accept(request=draft, by=focal_point)
    match.refresh_from_db()
    assert match.state == MatchState.ACCEPTED
    requesting.record(request=draft, note="The count was published.", may_publish=True, by=focal_point)
    requesting.return_outcome(request=draft, note="Where?", by=curator)
    requesting.record(request=draft, note="On the website.", may_publish=True, by=focal_point)
    requesting.close(request=draft, by=curator)
    assert (draft.state, draft.outcome, draft.may_publish) == (RequestState.CLOSED, "On the website.", True)
    assert list(draft.transitions.values_list("action", flat=True)) == [
        "submit", "take_up", "ask", "answer", "match", "offer", "accept", "record", "return", "record", "close",
    ]  # fmt: skip


def test_an_offer_that_is_not_accepted_leads_to_the_next(draft, focal_point, curator):
    requesting.submit(request=draft, by=focal_point)
    requesting.take_up(request=draft, by=curator)
    first = requesting.match(request=draft, by=curator, entity=make_entity("IOM"))
    requesting.offer(match=first, text="Too much.", by=curator)
    draft.refresh_from_db()
    with pytest.raises(Refused):
        requesting.refuse(request=draft, note=" ", by=focal_point)
    requesting.refuse(request=draft, note="Too expensive.", by=focal_point)
    second = requesting.match(request=draft, by=curator, programme=make_programme("p", objectives=[1]))
    requesting.offer(match=second, text="Less.", by=curator)
    first.refresh_from_db()
    assert first.state == MatchState.REFUSED
    with pytest.raises(Refused):
        requesting.match(request=draft, by=curator, entity=first.entity)


def test_who_cannot_help_says_so(draft, focal_point, curator):
    helper = make_representative("IOM")
    requesting.submit(request=draft, by=focal_point)
    requesting.take_up(request=draft, by=curator)
    match = requesting.match(request=draft, by=curator, entity=helper.entity)
    requesting.decline_to_help(match=match, by=helper.user, note="No capacity this year.")
    draft.refresh_from_db()
    assert (match.state, draft.state) == (MatchState.UNABLE, RequestState.MATCHING)
    assert OutboxMessage.objects.filter(to=curator.email, template="match_unable").exists()


def test_incomplete_is_not_submitted_and_not_lost(country, focal_point):
    asked = make_request(country, focal_point, kind="", urgency="urgent")
    with pytest.raises(requesting.Incomplete) as incomplete:
        requesting.submit(request=asked, by=focal_point)
    assert [gap.field for gap in incomplete.value.gaps] == ["kind", "urgency_reason"]
    asked.refresh_from_db()
    assert (asked.state, asked.topic, asked.submitted_at) == (RequestState.DRAFT, "Statistics", None)


def test_requests_of_a_country_are_numbered(country, focal_point, draft):
    assert str(draft) == "XAA-1"
    assert str(requesting.begin(country=country, language="ar", by=focal_point)) == "XAA-2"


@pytest.mark.django_db(transaction=True)
def test_two_curators_at_once_take_it_up_once(draft, focal_point):
    requesting.submit(request=draft, by=focal_point)
    outcomes, start = [], threading.Barrier(2)

    def take_up(curator):
        mine = SupportRequest.objects.get(pk=draft.pk)
        start.wait()
        try:
            requesting.take_up(request=mine, by=curator)
            outcomes.append("taken")
        except (StaleState, Refused):
            outcomes.append("stale")
        finally:
            connection.close()

    threads = [threading.Thread(target=take_up, args=[make_curator()]) for _number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["stale", "taken"]


# ---------------------------------------------------------------- who sees what


def test_walls(draft, country, focal_point, curator, client):
    stranger = make_focal_point(make_country("XCC"))
    other_team = make_representative("ILO", country=country).user
    for person in (stranger, other_team, curator):
        client.force_login(person)
        assert client.get(PATH).status_code == 404
    requesting.submit(request=draft, by=focal_point)
    client.force_login(curator)
    assert client.get(PATH).status_code == 200
    requesting.take_up(request=draft, by=curator)
    helper = make_representative("IOM")
    match = requesting.match(request=draft, by=curator, entity=helper.entity)
    address = f"/en/capacity/hub/matches/{match.pk}/"
    client.force_login(helper.user)
    assert client.get(PATH).status_code == 404  # the match is what they need to know
    page = client.get(address)
    assert page.status_code == 200 and focal_point.email not in page.content.decode()
    for person in (stranger, other_team, focal_point):
        client.force_login(person)
        assert client.get(address).status_code == 404
    # Somebody of the same organization who works in another country is not asked.
    elsewhere = make_representative("IOM", country=make_country("XDD"))
    client.force_login(elsewhere.user)
    assert client.get(address).status_code == 404


def test_a_country_team_asks_for_itself(country, client):
    member = make_representative("UNICEF", country=country)
    client.force_login(member.user)
    response = client.post("/en/capacity/hub/requests/begin/", {"country": "XAA", "organization": "UNICEF"})
    assert response.status_code == 302
    asked = SupportRequest.objects.get()
    assert asked.entity == member.entity
    client.force_login(make_focal_point(country))
    assert client.get(response.url).status_code == 404  # the team's, not the government's
    for data in ({"country": "XAA", "organization": "IOM"}, {"country": "ZZZ"}, {"country": "\x00"}):
        assert client.post("/en/capacity/hub/requests/begin/", data).status_code == 404
    Representative.objects.update(ends_on=datetime.date(2020, 1, 1), starts_on=datetime.date(2019, 1, 1))
    client.force_login(member.user)
    assert client.get(asked.get_absolute_url()).status_code == 404


def test_steps_are_for_their_side(draft, focal_point, curator):
    assert steps_of(focal_point, draft) == [RequestAction.SUBMIT, RequestAction.WITHDRAW]
    requesting.submit(request=draft, by=focal_point)
    assert steps_of(focal_point, draft) == [RequestAction.WITHDRAW]
    assert steps_of(curator, draft) == [RequestAction.TAKE_UP, RequestAction.DECLINE]


# ---------------------------------------------------------------- pages


def data(draft, **changes):
    return {
        "language": "en", "topic": "T", "kind": "data", "text": "Words", "objectives": [draft.objectives.get().pk],
        "beneficiaries": "", "urgency": "normal", "urgency_reason": "", "version": draft.version,
    } | changes  # fmt: skip


def test_the_form_keeps_what_was_typed(draft, focal_point, client):
    client.force_login(focal_point)
    bad = client.post(PATH, data(draft, kind="nonsense", text="Kept words"))
    assert bad.status_code == 422 and "Kept words" in bad.content.decode()
    missing = client.post(PATH, data(draft, topic="", text="Kept words", submit=""))
    assert missing.status_code == 422 and "Name the topic." in Reading(missing).text
    draft.refresh_from_db()
    assert draft.text == "Kept words"
    stale = client.post(PATH, data(draft, version=0, text="Mine"))
    assert stale.status_code == 409 and "Mine" in stale.content.decode()
    good = client.post(PATH, data(draft, submit=""))
    assert good.status_code == 302
    assert client.post(PATH, data(draft)).status_code == 403


@pytest.mark.parametrize("language", ["ar", "en"])
def test_pages_of_both_sides(draft, focal_point, curator, client, language):
    helper = make_representative("IOM")
    requesting.submit(request=draft, by=focal_point)
    client.force_login(curator)
    path = PATH.replace("/en/", f"/{language}/")
    assert client.post(f"{path}steps/take_up/").status_code == 302
    make_programme("p", objectives=[1], organizations=["IOM"])
    assert "IOM" in Reading(client.get(path)).part("suggestions").text
    assert client.post(f"{path}steps/match/", {"note": "x"}).status_code == 422
    assert client.post(f"{path}steps/match/", {"entity": helper.entity.pk}).status_code == 302
    match = Match.objects.get()
    client.force_login(helper.user)
    own = f"/{language}/capacity/hub/matches/{match.pk}/"
    assert client.post(own, {"offer": " "}).status_code == 422
    assert client.post(own, {"offer": "Ten days."}).status_code == 302
    assert client.post(own, {"offer": "Again."}).status_code == 403
    client.force_login(focal_point)
    page = Reading(client.get(path))
    assert "Ten days." in page.part("matches").text
    assert client.post(f"{path}steps/accept/").status_code == 302
    assert client.post(f"{path}steps/record/", {"note": ""}).status_code == 422
    assert client.post(f"{path}steps/record/", {"note": "Done", "may_publish": "on"}).status_code == 302
    client.force_login(curator)
    assert client.post(f"{path}steps/close/").status_code == 302
    assert Reading(client.get(path)).part("times")
    assert client.get(f"/{language}/capacity/hub/requests/").status_code == 200


def test_what_waits_is_counted_with_what_is_overdue(draft, focal_point, curator):
    requesting.submit(request=draft, by=focal_point)
    RequestTransition.objects.update(at="2026-01-01T00:00:00Z")
    lines = [line for line in todo.waiting_for(todo.CURATOR, curator) if line.href == reverse("capacity:request_list")]
    assert [(line.count, line.overdue) for line in lines] == [(1, 1)]
    requesting.take_up(request=draft, by=curator)
    requesting.ask(request=draft, note="Which?", by=curator)
    own = [line for line in todo.waiting_for(todo.FOCAL_POINT, focal_point) if line.note == "Statistics"]
    assert len(own) == 1


# ---------------------------------------------------------------- in public


def test_the_public_sees_numbers_only_and_small_ones_not_at_all(client, curator):
    assert "No request has been made yet" in Reading(client.get("/en/capacity/hub/")).text
    real = make_real_country("MAR", regions=["ECA"])
    person = make_focal_point(real)
    for number in range(3):
        asked = make_request(real, person, topic=f"Secret {number}", kind="data" if number < 2 else "training")
        requesting.submit(request=asked, by=person)
    sample = make_request(make_country("XAA"), make_focal_point(make_country("XAA")))
    requesting.submit(request=sample, by=sample.started_by)
    page = Reading(client.get("/en/capacity/hub/"))
    assert "Secret" not in page.text and "Country MAR" not in page.text
    states = {row[0]: row[1] for row in page.rows("hub-states")}
    assert states["Submitted"] == "3"  # the sample is not counted
    assert page.rows("hub-kinds") == [
        ["Training", "not shown"],
        ["Data and statistics", "not shown"],
    ]
    assert page.rows("hub-objectives")[0][1] == "3"
    assert page.rows("hub-regions")[0][1] == "3"


def test_medians_are_of_real_requests_and_only_of_enough(client, curator):
    real = make_real_country("MAR")
    person = make_focal_point(real)
    for days in (2, 4, 9):
        asked = make_request(real, person)
        requesting.submit(request=asked, by=person)
        requesting.take_up(request=asked, by=curator)
        start = asked.transitions.get(action="submit").at
        asked.transitions.filter(action="take_up").update(at=start + datetime.timedelta(days=days))
    text = Reading(client.get("/en/capacity/hub/")).part("numbers").text
    assert "until it is taken up" in text and "4" in text
    assert requesting.median_days([1, 2]) is None
    assert requesting.median_days([1, None, 5, 3]) == 3


def test_a_summary_is_public_only_with_consent(client, curator):
    real = make_real_country("MAR")
    person = make_focal_point(real)
    asked = closed(make_request(real, person), person, curator, make_entity("IOM"))
    asked.summary_en, asked.summary_ar, asked.is_summary_public = "A count was made.", "أُجري إحصاء.", True
    with pytest.raises(Exception, match="agreed"):
        asked.full_clean()
    SupportRequest.objects.filter(pk=asked.pk).update(may_publish=True)
    asked.refresh_from_db()
    asked.summary_en, asked.summary_ar, asked.is_summary_public = "A count was made.", "أُجري إحصاء.", True
    asked.save()
    assert "أُجري إحصاء." in Reading(client.get("/ar/capacity/hub/")).part("outcomes").text


def test_a_small_count_cannot_be_computed_from_the_others():
    counts = requesting.guarded(requesting.Count(name, number) for name, number in [("a", 9), ("b", 1), ("c", 4)])
    assert [one.shown for one in counts] == [9, None, None]
    counts = requesting.guarded(requesting.Count(name, number) for name, number in [("a", 1), ("b", 2), ("c", 4)])
    assert [one.shown for one in counts] == [None, None, 4]
    assert [one.shown for one in requesting.guarded([requesting.Count("a", 1)])] == [None]


def test_a_country_team_is_shown_only_what_its_organization_is_asked_for_its_country(draft, focal_point, curator):
    requesting.submit(request=draft, by=focal_point)
    requesting.take_up(request=draft, by=curator)
    here = make_representative("UNICEF", country=draft.country)
    there = make_representative("UNICEF", country=make_country("XAB"))
    match = requesting.match(request=draft, by=curator, entity=here.entity)
    assert list(Match.objects.seen_by(here.user)) == [match]
    assert not Match.objects.seen_by(there.user)
    assert [one.note for one in waiting_for_focal_points(here.user)] == [draft.topic]
    assert waiting_for_focal_points(there.user) == []
    assert workspace_panel(here.user).context["matches"] == [match]
    assert workspace_panel(there.user).context["matches"] == []
