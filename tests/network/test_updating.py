"""Organizations propose, curators decide: activities and national networks."""

import datetime
import re

import pytest
from django.utils import timezone

from foundation.decisions import Refused
from foundation.models import OutboxMessage
from foundation.todo import waiting_for
from foundation.workflows import StaleState
from network import updating
from network.enums import ActivityAction, ActivityState, RegionalRole, UpdateAction, UpdateState
from network.models import Activity, NationalRoleOfEntity, Update
from network.workflow import ACTIVITIES, UPDATES
from tests.accounts.factories import curator, person
from tests.network.factories import (
    make_activity,
    make_entity,
    make_event,
    make_national_network,
    make_representative,
)
from tests.reading import Reading

pytestmark = pytest.mark.django_db


@pytest.fixture
def activity():
    return make_activity("run", state=ActivityState.UNDER_WAY, countries=["KEN"], participants=["WHO"])


@pytest.fixture
def speaker():
    return make_representative("IOM").user


def propose(activity, by, action="complete", text="It is finished.", **fields) -> Update:
    return updating.propose_activity(
        activity=activity, action=action, text=text, language=fields.pop("language", "en"), by=by, **fields
    )


@pytest.mark.no_database
@pytest.mark.parametrize(
    ("flow", "states", "actions"),
    [(ACTIVITIES, ActivityState, ActivityAction), (UPDATES, UpdateState, UpdateAction)],
)
def test_every_state_is_reachable_and_somebodys(flow, states, actions):
    assert flow.reachable() == set(states.values) == set(flow.owners)
    assert set(flow.transitions) == set(actions.values)


def test_nothing_is_public_before_a_curator_accepts(client, activity, speaker):
    update = propose(activity, speaker, evidence="https://example.org/report")
    page = client.get("/en/network/activities/run/").content.decode()
    assert "It is finished." not in page
    by = curator()
    updating.accept(update=update, by=by)
    activity.refresh_from_db()
    assert (activity.state, activity.evidence) == ("done", "https://example.org/report")
    assert activity.updated_on == timezone.localdate()
    (step,) = activity.log.all()
    assert (step.by, step.entity.acronym, step.note, step.source, step.target) == (
        by, "IOM", "It is finished.", "under_way", "done",
    )  # fmt: skip
    text = Reading(client.get("/en/network/activities/run/")).part("updates").text
    assert "It is done" in text and "It is finished." in text and "IOM" in text
    assert str(by) not in text
    assert activity.history.first().state == "done"
    assert activity.sources.filter(code=f"network:update-{update.pk}").exists()


def test_only_the_lead_proposes_and_in_its_country_only(activity):
    for user in [person(), make_representative("WHO").user, curator()]:
        with pytest.raises(Refused):
            propose(activity, user)
    elsewhere = make_national_network("MAR").country
    with pytest.raises(Refused):
        propose(activity, make_representative("IOM", country=elsewhere).user)
    propose(activity, make_representative("IOM", country=activity.countries.get()).user)
    assert Update.objects.count() == 1


def test_one_update_waits_at_a_time_and_can_be_withdrawn(activity, speaker):
    update = propose(activity, speaker)
    with pytest.raises(Refused):
        propose(activity, speaker)
    with pytest.raises(Refused):
        updating.withdraw(update=update, by=make_representative("WHO").user)
    updating.withdraw(update=update, by=speaker)
    with pytest.raises(StaleState):
        updating.accept(update=update, by=curator())
    propose(activity, speaker)
    assert activity.updates.waiting().count() == 1


def test_a_step_that_is_not_possible_or_has_no_reason_is_refused(activity, speaker):
    for action, text in [("begin", "x"), ("stop", " "), ("reopen", "Again")]:
        with pytest.raises(Refused):
            propose(activity, speaker, action=action, text=text)
    assert not Update.objects.exists()


def test_declining_needs_a_reason_and_leaves_the_record(activity, speaker):
    update, by = propose(activity, speaker), curator()
    with pytest.raises(Refused):
        updating.decline(update=update, by=by, note=" ")
    update.refresh_from_db()
    updating.decline(update=update, by=by, note="Give the report first.")
    activity.refresh_from_db()
    assert activity.state == ActivityState.UNDER_WAY
    assert not activity.log.exists()
    assert "Give the report first." in OutboxMessage.objects.get(to=speaker.email).text


def test_only_curators_decide(activity, speaker):
    update = propose(activity, speaker)
    for user in [speaker, person()]:
        with pytest.raises(Refused):
            updating.accept(update=update, by=user)
        with pytest.raises(Refused):
            updating.decline(update=update, by=user, note="No")


def test_an_update_that_comes_too_late_writes_nothing(activity, speaker):
    update, by = propose(activity, speaker), curator()
    updating.take_step(activity=activity, action="stop", text="No money.", language="en", by=by)
    update = Update.objects.get()
    with pytest.raises(StaleState):
        updating.accept(update=update, by=by)
    assert Update.objects.get().state == UpdateState.WAITING
    assert Activity.objects.get().state == ActivityState.STOPPED


def test_the_pages_from_proposal_to_publication(client, activity, speaker):
    client.force_login(speaker)
    address = "/en/workspace/network/activities/run/"
    response = client.post(address, {"action": "stop", "text": "", "language": "en", "end": "later"})
    assert response.status_code == 422
    page = Reading(response)
    assert "Say in a few words what happened, and why." in page.text
    assert "Write the date as 2026, 2026-05 or 2026-05-17." in page.text
    response = client.post(address, {"action": "complete", "text": "Fertig <b>now</b>.", "language": "en"})
    assert response.status_code == 302
    assert "waiting for the Network" in Reading(client.get("/en/workspace/network/")).part("activities").text
    update = Update.objects.get()
    assert client.post(update.get_absolute_url(), {"action": "accept", "note": ""}).status_code == 403
    client.force_login(curator())
    assert client.post(update.get_absolute_url(), {"action": "decline", "note": ""}).status_code == 422
    assert client.post(update.get_absolute_url(), {"action": "explode", "note": ""}).status_code == 404
    assert client.post(update.get_absolute_url(), {"action": "accept", "note": ""}).status_code == 302
    html = client.get("/en/network/activities/run/").content.decode()
    assert "Fertig &lt;b&gt;now&lt;/b&gt;." in html
    assert client.post(update.get_absolute_url(), {"action": "accept", "note": ""}).status_code == 403


def test_who_takes_part_is_told_who_may_propose(client, activity):
    client.force_login(make_representative("WHO").user)
    response = client.get("/en/workspace/network/activities/run/")
    assert response.status_code == 403
    assert "proposed by the entity that leads it" in response.content.decode()
    client.force_login(make_representative("ILO").user)
    assert client.get("/en/workspace/network/activities/run/").status_code == 404


def test_a_curator_takes_a_step_at_once(client, activity):
    client.force_login(curator())
    response = client.post(
        "/en/workspace/network/activities/run/", {"action": "change", "text": "Two countries more.", "language": "en"}
    )
    assert response.headers["Location"] == "/en/network/activities/run/"
    assert Activity.objects.get().state == ActivityState.CHANGED


@pytest.fixture
def national():
    network = make_national_network("KEN")
    for acronym, role in [("IOM", RegionalRole.COORDINATOR), ("WHO", RegionalRole.MEMBER)]:
        NationalRoleOfEntity.objects.create(network=network, entity=make_entity(acronym), role=role)
    make_entity("ILO")
    return network


GIVEN = {
    "contact_email": "un.kenya@example.org",
    "coordinator_post": "Head of the coordination unit",
    "language": "en",
    "members": ["ILO"],
    "plan_title": "Work plan",
    "plan_url": "https://example.org/plan",
    "plan_language": "en",
    "plan_start": "2026",
    "plan_end": "2027",
    "text": "Agreed last week.",
}


def test_a_national_network_changes_when_its_update_is_accepted(client, national):
    member = make_representative("IOM", country=national.country).user
    client.force_login(member)
    assert client.post("/en/workspace/network/national/KEN/", GIVEN).status_code == 302
    update = Update.objects.get()
    assert (update.changes["joined"], update.changes["left"]) == (["ILO"], ["WHO"])
    national.refresh_from_db()
    assert national.contact_email == ""
    client.force_login(curator())
    shown = Reading(client.get(update.get_absolute_url())).text
    assert "un.kenya@example.org" in shown and "Agreed last week." in shown
    assert client.post(update.get_absolute_url(), {"action": "accept", "note": ""}).status_code == 302
    national.refresh_from_db()
    assert national.contact_email == "un.kenya@example.org"
    assert national.coordinator_post_en == "Head of the coordination unit"
    assert not national.coordinator_post_ar
    assert [one.entity.acronym for one in updating.members_of(national)] == ["ILO", "WHO"]
    left = NationalRoleOfEntity.objects.get(network=national, entity__acronym="WHO")
    assert left.until == timezone.localdate().isoformat()
    plan = national.work_plans.get()
    assert (plan.title_en, plan.start, plan.end, plan.confidence) == ("Work plan", "2026", "2027", "verified")
    assert "Agreed last week." not in client.get("/en/network/national/KEN/").content.decode()


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"plan_url": ""}, "Give the address at which the work plan can be read."),
        ({"plan_language": ""}, "Say in which language the work plan is."),
        ({"plan_end": "2020"}, "The end must not lie before the beginning."),
        ({"members": ["NOBODY"]}, "NOBODY"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_kept(client, national, change, sentence):
    client.force_login(make_representative("IOM").user)
    response = client.post("/en/workspace/network/national/KEN/", GIVEN | change)
    assert response.status_code == 422
    assert sentence in Reading(response).text
    assert "Head of the coordination unit" in response.content.decode()
    assert not Update.objects.exists()


def test_nothing_changed_is_no_update(client, national):
    client.force_login(make_representative("IOM").user)
    response = client.post("/en/workspace/network/national/KEN/", {"language": "en", "members": ["WHO"]})
    assert response.status_code == 422
    assert "Nothing is changed here." in Reading(response).text


def test_only_the_coordinating_entity_there_proposes(client, national):
    elsewhere = make_national_network("MAR").country
    for user in [make_representative("IOM", country=elsewhere).user, make_representative("WHO").user]:
        client.force_login(user)
        assert client.get("/en/workspace/network/national/KEN/").status_code == 403
    client.force_login(make_representative("ILO").user)
    assert client.get("/en/workspace/network/national/KEN/").status_code == 404


def test_organizations_do_not_see_each_others_updates(client, activity, speaker):
    update = propose(activity, speaker)
    client.force_login(make_representative("WHO").user)
    assert client.get(update.get_absolute_url()).status_code == 404
    client.force_login(person())
    assert client.get("/en/workspace/network/").status_code == 404


def test_what_waits_for_whom(activity, speaker, national):
    long_ago = timezone.localdate() - datetime.timedelta(days=91)
    Activity.objects.update(updated_on=long_ago, end="2020")
    make_event("over", starts_on=datetime.date(2020, 1, 1))
    make_event("told", starts_on=datetime.date(2020, 1, 1), summary_en="It was held.")
    make_event("gone", starts_on=datetime.date(2020, 1, 1), state="cancelled")
    group = "UN Network on Migration"
    mine = {line.label: line for line in waiting_for("focal_point", speaker) if line.group == group}
    assert mine["Activities due for an update"].count == 1
    propose(activity, speaker)
    assert not [line for line in waiting_for("focal_point", speaker) if line.group == group]
    lines = {line.label: line.count for line in waiting_for("curator", curator()) if line.group == group}
    assert lines == {
        "Proposed updates to decide on": 1,
        "Activities past their end and still under way": 1,
        "National networks without a contact, or to be checked": 1,
        "Events that are over and have no summary": 1,
    }


def test_the_workspace_shows_what_one_keeps_up_to_date(client, activity, national, speaker):
    client.force_login(speaker)
    page = Reading(client.get("/en/workspace/"))
    assert "1 activity that your organization leads" in page.text
    assert "/en/workspace/network/national/KEN/" in page.links.values()
    client.force_login(curator())
    lists = Reading(client.get("/en/workspace/network/"))
    assert "Country KEN" in lists.part("check").text


@pytest.mark.parametrize("language", ["en", "ar"])
def test_mails_are_in_the_language_of_the_person(language):
    activity = make_activity("run", state="under_way", title_ar="نشاط", title_en="Work")
    user = person(name="أمل", language=language)
    make_representative("IOM", user=user)
    by = curator(name="نور", language=language)
    update = propose(activity, user, text="تم", language="ar")
    updating.accept(update=update, by=by, note="شكراً")
    mails = {mail.template: mail for mail in OutboxMessage.objects.all()}
    assert set(mails) == {"network_update_proposed", "network_update_decided"}
    assert mails["network_update_proposed"].to == by.email
    for mail in mails.values():
        assert f"/{language}/workspace/network/updates/{update.pk}/" in mail.text
        if language == "ar":
            words = re.sub(r"https?://\S+|\bIOM\b", "", f"{mail.subject} {mail.text}")
            assert not re.search("[A-Za-z]", words), words
