"""The pages of proposals: the workspace of the proposers, the desk, and what everybody may read."""

import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import User
from foundation import reference
from foundation.todo import waiting_for
from gcm_portal import samples
from mptf import deciding, proposing
from mptf.models import AgendaItem, CommitteeMeeting, EligibilityRule, Proposal
from tests.accounts.factories import curator, focal_point, person, sample_country
from tests.countries.factories import make_real_country
from tests.mptf.factories_proposals import (
    TEXT,
    begin,
    fill,
    make_meeting,
    make_rules,
    proposal_at,
    save,
)
from tests.network.factories import make_entity, make_representative

pytestmark = pytest.mark.django_db
LANGUAGES = pytest.mark.parametrize("language", ["ar", "en"])


def address(proposal, *parts, language="en"):
    return f"/{language}/mptf/proposals/{proposal.pk}/" + "".join(f"{part}/" for part in parts)


def desk_address(proposal, *parts, language="en"):
    return f"/{language}/mptf/desk/{proposal.pk}/" + "".join(f"{part}/" for part in parts)


# ---------------------------------------------------------------- writing


def test_a_focal_point_begins_a_note_with_a_representative(client):
    lead, country = make_entity("IOM"), sample_country()
    client.force_login(focal_point(country))
    assert client.get("/en/mptf/proposals/new/").status_code == 200
    bad = client.post("/en/mptf/proposals/new/", {"title": "Kept", "language": "en", "country": "", "lead": lead.pk})
    assert bad.status_code == 422
    assert "Kept" in bad.content.decode()
    client.post("/en/mptf/proposals/new/", {"title": "Note", "language": "en", "country": country.pk, "lead": lead.pk})
    assert Proposal.objects.get().title == "Note"


def test_nobody_begins_a_note_for_others(client):
    lead, country = make_entity("IOM"), sample_country("XBB")
    client.force_login(focal_point(sample_country()))
    given = {"title": "Note", "language": "en", "country": country.pk, "lead": lead.pk}
    assert client.post("/en/mptf/proposals/new/", given).status_code == 422
    client.force_login(person())
    assert client.get("/en/mptf/proposals/new/").status_code == 403
    assert not Proposal.objects.exists()


@LANGUAGES
def test_every_section_is_shown_and_saved_in_both_languages(client, language):
    proposal = fill(begin())
    client.force_login(proposal.created_by)
    for code in ("about", "parties", "need", "compact", "principles", "markers", "budget", "prospects"):
        page = client.get(address(proposal, "sections", code, language=language))
        assert page.status_code == 200
    assert client.get(address(proposal, language=language)).status_code == 200
    assert TEXT in client.get(address(proposal, "read", language=language)).content.decode()
    assert client.get(f"/{language}/mptf/proposals/").status_code == 200
    assert client.get(address(proposal, "sections", "nonsense")).status_code == 404


def test_what_is_typed_badly_is_kept_with_the_error_at_the_field(client):
    proposal = begin()
    client.force_login(proposal.created_by)
    page = address(proposal, "sections", "compact")
    answer = client.post(page, {"version": 0, "thematic_area": "", "sdg_targets": "99.9, abc"})
    assert answer.status_code == 422
    html = answer.content.decode()
    assert "99.9, abc" in html
    assert 'aria-invalid="true"' in html
    budget = client.post(
        address(proposal, "sections", "budget"),
        {"version": 0, "duration_months": "-3", f"amount-{proposal.lead_id}": "1e99"},
    )
    assert budget.status_code == 422
    assert client.post(address(proposal, "sections", "about"), {"title": "x\x00"}).status_code == 422


def test_countries_and_organizations_are_added_in_the_form(client):
    proposal = begin()
    second, ilo = sample_country("XBB"), make_entity("ILO")
    client.force_login(proposal.created_by)
    given = {
        "version": 0,
        "countries": [sample_country().pk],
        "add_countries_1": second.pk,
        "lead": proposal.lead_id,
        "add_organizations_2": ilo.pk,
        "government_entities": "Ministry\r\nAgency",
    }
    assert client.post(address(proposal, "sections", "parties"), given).status_code == 302
    assert {one.iso3 for one in proposal.countries.all()} == {"XAA", "XBB"}
    assert [one.acronym for one in proposal.organizations.all()] == ["ILO"]
    assert Proposal.objects.get().government_entities == "Ministry\nAgency"


def test_the_second_saver_sees_both_texts(client):
    proposal = begin()
    save(proposal, "about", title="Title", language="en", summary="Theirs stands.")
    client.force_login(make_representative("IOM").user)
    page = address(proposal, "sections", "about")
    typed = {"version": 0, "title": "Title", "language": "en", "summary": "Mine is typed."}
    answer = client.post(page, typed)
    assert answer.status_code == 409
    html = answer.content.decode()
    assert "Theirs stands." in html
    assert "Mine is typed." in html
    assert 'name="version" value="1"' in html
    assert client.post(page, typed | {"version": 1}).status_code == 302
    assert Proposal.objects.get().summary == "Mine is typed."


def test_endorsing_and_submitting_from_the_page(client):
    proposal = fill(begin())
    lead = make_representative("IOM").user
    client.force_login(lead)
    assert client.post(address(proposal, "endorse"), {"country": "XAA"}).status_code == 403
    assert client.post(address(proposal, "endorse"), {"country": "ZZZ"}).status_code == 404
    assert client.post(address(proposal, "endorse")).status_code == 302
    early = client.post(address(proposal, "submit"))
    assert early.status_code == 422
    assert "Sample State A" in early.content.decode()
    client.force_login(proposal.created_by)
    assert client.post(address(proposal, "endorse"), {"country": "XAA"}).status_code == 302
    assert "Submit the proposal" in client.get(address(proposal)).content.decode()
    assert client.post(address(proposal, "submit")).status_code == 302
    assert Proposal.objects.get().state == "submitted"
    assert client.post(address(proposal, "sections", "about"), {"version": 1}).status_code == 403


def test_strangers_get_404_whatever_they_ask(client):
    proposal = proposal_at("submitted")
    for one in (person(), focal_point(sample_country("XCC")), make_representative("WHO").user):
        client.force_login(one)
        for parts in ((), ("read",), ("sections", "about"), ("withdraw",), ("files", "add"), ("files", "1")):
            assert client.get(address(proposal, *parts)).status_code == 404
        for parts in (("endorse",), ("submit",), ("deliver",), ("messages", "network")):
            assert client.post(address(proposal, *parts), {"country": "XAA"}).status_code == 404
        assert client.get(desk_address(proposal)).status_code == 404
        assert client.get("/en/mptf/desk/").status_code == 404


def test_files_are_judged_by_content_and_kept_from_strangers(client):
    proposal = begin()
    client.force_login(proposal.created_by)
    bad = client.post(
        address(proposal, "files", "add"), {"title": "Budget", "file": SimpleUploadedFile("a.pdf", b"no pdf")}
    )
    assert bad.status_code == 422
    good = SimpleUploadedFile("a.csv", b"a,b\n1,2\n")
    assert client.post(address(proposal, "files", "add"), {"title": "Budget", "file": good}).status_code == 302
    file = proposal.attachments.get()
    response = client.get(address(proposal, "files", file.pk))
    assert b"".join(response.streaming_content) == b"a,b\n1,2\n"
    client.force_login(curator())  # It was not submitted yet.
    assert client.get(address(proposal, "files", file.pk)).status_code == 404
    client.force_login(proposal.created_by)
    assert client.post(address(proposal, "files", file.pk, "remove")).status_code == 302
    assert not proposal.attachments.exists()


def test_messages_and_the_withdrawal_keep_what_is_typed(client):
    proposal = proposal_at("submitted")
    client.force_login(proposal.created_by)
    assert client.post(address(proposal, "messages", "network"), {"network-text": " "}).status_code == 422
    client.post(address(proposal, "messages", "network"), {"network-text": "متى تقررون؟"})
    client.post(address(proposal, "messages", "proposers"), {"proposers-text": "Between us."})
    assert "متى تقررون؟" in client.get(address(proposal)).content.decode()
    client.force_login(User.objects.curators().first() or curator())
    html = client.get(desk_address(proposal)).content.decode()
    assert "متى تقررون؟" in html
    assert "Between us." not in html
    client.force_login(proposal.created_by)
    assert client.post(address(proposal, "withdraw"), {"note": ""}).status_code == 422
    assert client.post(address(proposal, "withdraw"), {"note": "Changed."}).status_code == 302
    assert Proposal.objects.get().state == "withdrawn"


def test_the_full_proposal_is_handed_in_from_the_page(client):
    proposal = proposal_at("pipeline")
    deciding.invite(proposal=proposal, by=User.objects.curators().first(), note="Send it.")
    client.force_login(proposal.created_by)
    assert client.post(address(proposal, "deliver")).status_code == 422
    file = SimpleUploadedFile("a.csv", b"a,b\n")
    client.post(address(proposal, "files", "add"), {"title": "Full", "file": file})
    assert client.post(address(proposal, "deliver")).status_code == 302
    assert Proposal.objects.get().state == "pipeline"


# ---------------------------------------------------------------- the desk


@LANGUAGES
def test_a_curator_checks_and_puts_it_on_an_agenda(client, language):
    make_rules()
    proposal = proposal_at("submitted")
    rule = EligibilityRule.objects.get(check_kind="curator")
    by = curator()
    client.force_login(by)
    assert client.get(f"/{language}/mptf/desk/").status_code == 200
    assert client.get(f"/{language}/mptf/desk/?tab=done&mine=1").status_code == 200
    assert client.get(f"/{language}/mptf/desk/?tab=x\x00").status_code == 404
    assert TEXT in client.get(desk_address(proposal, language=language)).content.decode()
    do = desk_address(proposal, "do", "eligibility", language=language)
    missing = client.post(do, {f"rule-met-{rule.pk}": "no", f"rule-note-{rule.pk}": ""})
    assert missing.status_code == 422
    unanswered = client.post(do, {"eligible": "1"})
    assert unanswered.status_code == 422
    assert client.post(do, {f"rule-met-{rule.pk}": "yes", "eligible": "1"}).status_code == 302
    assert Proposal.objects.get().state == "pipeline"
    do = desk_address(proposal, "do", "assign", language=language)
    assert client.post(do, {"to": by.pk}).status_code == 302
    meeting = make_meeting()
    do = desk_address(proposal, "do", "agenda", language=language)
    assert client.post(do, {"meeting": ""}).status_code == 422
    assert client.post(do, {"meeting": meeting.pk}).status_code == 302
    assert client.post(do, {"meeting": meeting.pk}).status_code == 422
    assert client.post(desk_address(proposal, "do", "nonsense")).status_code == 404
    assert client.get(desk_address(proposal, language=language)).status_code == 200


def test_the_desk_returns_with_a_reason_alone(client):
    proposal = proposal_at("submitted")
    client.force_login(curator())
    assert client.post(desk_address(proposal, "do", "back"), {"back-note": ""}).status_code == 422
    assert client.post(desk_address(proposal, "do", "back"), {"back-note": "Say more."}).status_code == 302
    client.force_login(proposal.created_by)
    assert "Say more." in client.get(address(proposal)).content.decode()


@LANGUAGES
def test_decisions_of_a_meeting_are_recorded_in_one_go(client, language):
    proposal = proposal_at("agenda", title="Sample proposal")
    item = AgendaItem.objects.get()
    client.force_login(User.objects.curators().first())
    page = f"/{language}/mptf/desk/meetings/{item.meeting_id}/"
    assert client.get(page).status_code == 200
    key = f"item-{item.pk}"
    bad = client.post(page, {f"{key}-decision": "revise", f"{key}-reason": "Typed reason."})
    assert bad.status_code == 422
    assert "Typed reason." in bad.content.decode()
    good = {
        f"{key}-decision": "approve",
        f"{key}-reason": "Internal reason.",
        f"{key}-summary_en": "Approved by consensus.",
        f"{key}-summary_ar": "اعتُمد بتوافق الآراء.",
    }
    assert client.post(page, good).status_code == 302
    assert client.post(page, good).status_code == 403
    proposal.refresh_from_db()
    assert proposal.state == "approved"
    client.logout()
    html = client.get(f"/{language}/mptf/meetings/{item.meeting_id}/").content.decode()
    assert ("Approved by consensus." if language == "en" else "اعتُمد بتوافق الآراء.") in html
    assert "Internal reason." not in html
    assert client.get(proposal.programme.get_absolute_url()).status_code == 200


def test_start_and_end_are_recorded_at_the_desk(client):
    proposal = proposal_at("approved")
    client.force_login(User.objects.curators().first())
    assert client.post(desk_address(proposal, "do", "start"), {"start-on": "soon"}).status_code == 422
    assert client.post(desk_address(proposal, "do", "start"), {"start-on": "2099-06-01"}).status_code == 302
    given = {"close-on": "2100-06-01", "close-note": "Done.", "close-evaluation_url": "https://example.org/e"}
    assert client.post(desk_address(proposal, "do", "close"), given).status_code == 302
    assert Proposal.objects.get().state == "closed"


# ---------------------------------------------------------------- what everybody reads


def real_proposal(state="pipeline", **fields):
    return proposal_at(state, country=make_real_country("MAR"), **fields)


@LANGUAGES
def test_the_pipeline_shows_what_is_public_and_never_the_text(client, language):
    real_proposal(title="A public title")
    sample = proposal_at("pipeline", title="A sample title")
    fill(begin(title="A draft title"))
    html = client.get(f"/{language}/mptf/pipeline/").content.decode()
    assert "A public title" in html
    assert "200,000" in html
    assert TEXT not in html
    assert "A draft title" not in html
    table = client.get(f"/{language}/mptf/pipeline/?format=csv").content.decode("utf-8-sig")
    assert "A public title" in table
    assert sample.title in html
    assert sample.title not in table
    assert TEXT not in table
    assert client.get(f"/{language}/mptf/pipeline/?country=MAR&state=pipeline").status_code == 200
    assert client.get(f"/{language}/mptf/pipeline/?area=%00&q=%00").status_code == 200


def test_withdrawn_and_declined_proposals_leave_the_public_pipeline(client):
    proposal = real_proposal(title="A public title")
    proposing.withdraw(proposal=proposal, by=proposal.created_by, note="Changed.")
    assert "A public title" not in client.get("/en/mptf/pipeline/").content.decode()


@LANGUAGES
def test_meetings_are_listed_and_the_planned_ones_are_a_calendar(client, language):
    planned = make_meeting(is_sample=False, date=datetime.date(2099, 3, 1))
    make_meeting(is_sample=True, date=datetime.date(2098, 3, 1))
    AgendaItem.objects.create(meeting=planned, position=1, title_en="Budget of the Fund", title_ar="ميزانية الصندوق")
    assert client.get(f"/{language}/mptf/meetings/").status_code == 200
    page = client.get(f"/{language}/mptf/meetings/{planned.pk}/").content.decode()
    assert ("Budget of the Fund" if language == "en" else "ميزانية الصندوق") in page
    calendar = client.get(f"/{language}/mptf/meetings/calendar.ics").content.decode()
    assert "DTSTART;VALUE=DATE:20990301" in calendar
    assert "20980301" not in calendar
    assert client.get(f"/{language}/mptf/meetings/{planned.pk}/minutes/").status_code == 404
    assert client.get(f"/{language}/mptf/meetings/999999/").status_code == 404
    assert CommitteeMeeting.objects.real().count() == 1


@LANGUAGES
def test_how_to_apply_is_said_from_the_form_and_the_rules(client, language):
    make_rules()
    html = client.get(f"/{language}/mptf/apply/").content.decode()
    assert ("Rule curator" if language == "en" else "قاعدة 1") in html
    document = client.get(f"/{language}/mptf/apply/concept-note.docx")
    assert document.content.startswith(b"PK")


# ---------------------------------------------------------------- what waits


@LANGUAGES
def test_what_waits_is_said_at_home(client, language):
    mine = fill(begin(title="My own note"))
    client.force_login(mine.created_by)
    html = client.get(f"/{language}/workspace/").content.decode()
    assert "My own note" in html
    assert address(mine, language=language) in html


def test_a_submitted_proposal_waits_for_curators_and_a_sample_does_not():
    by = curator()
    proposal_at("submitted")
    assert [line for line in waiting_for("curator", by) if line.href.endswith("/mptf/desk/")] == []
    real_proposal("submitted")
    line = next(line for line in waiting_for("curator", by) if line.href.endswith("/mptf/desk/"))
    assert (line.count, line.overdue) == (1, 0)


def test_the_open_data_says_what_is_public_and_no_more(client):
    real_proposal(title="A public title")
    fill(begin(title="A draft title"))
    answer = client.get("/api/v1/mptf/pipeline/?country=MAR&state=pipeline")
    assert TEXT not in answer.content.decode()
    row = answer.json()["results"][0]
    assert (row["title"], row["requested_usd"], row["lead"]) == ("A public title", "200000.00", "IOM")
    assert client.get("/api/v1/mptf/pipeline/").json()["count"] == 1


def test_the_open_data_has_meetings_with_decisions(client):
    proposal_at("approved", title="Sample proposal")
    row = client.get("/api/v1/mptf/meetings/?state=held").json()["results"][0]
    assert row["is_sample"] is True
    assert row["items"][0]["decision"] == "approve"
    assert "It is sound." not in str(row)


def test_samples_are_in_three_states_and_the_approved_one_is_a_sample_programme():
    reference.load_all()
    samples.load()
    found = {one.title: one for one in Proposal.objects.all()}
    assert sorted(one.state for one in found.values()) == ["approved", "draft", "submitted"]
    assert not Proposal.objects.real().exists()
    programme = next(one.programme for one in found.values() if one.programme)
    assert programme.is_sample
