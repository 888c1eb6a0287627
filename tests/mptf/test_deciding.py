"""What the Network and the Steering Committee do with a proposal."""

import datetime

import pytest

from accounts.models import User
from foundation.decisions import Refused
from foundation.models import OutboxMessage
from mptf import deciding, proposing
from mptf.completeness import automatic, picture_of
from mptf.enums import BudgetKind, Stage
from mptf.models import AgendaItem, EligibilityRule, JointProgramme, Proposal
from tests.accounts.factories import curator, focal_point, sample_country
from tests.mptf.factories_proposals import (
    begin,
    endorse_all,
    fill,
    make_meeting,
    make_rules,
    proposal_at,
    to_pipeline,
)

pytestmark = pytest.mark.django_db


def decided(item, decision="approve", **fields):
    return deciding.Decided(item=item, decision=decision, **{"reason": "A reason."} | fields)


def desk():
    return User.objects.curators().first() or curator()


# ---------------------------------------------------------------- eligibility


def test_the_portal_checks_what_it_can_from_the_note():
    proposal = fill(begin(), organizations=[])
    picture = picture_of(proposal)
    assert automatic("organizations", picture) is False
    assert automatic("government", picture) is False
    assert automatic("principles", picture) is True
    assert automatic("area", picture) is True
    assert automatic("curator", picture) is None
    endorse_all(proposal)
    assert automatic("government", picture_of(proposal)) is True


def test_a_proposal_enters_the_pipeline_when_every_rule_is_met():
    make_rules()
    proposal = proposal_at("submitted")
    rule = EligibilityRule.objects.get(check_kind="curator")
    with pytest.raises(Refused):
        deciding.find_eligible(proposal=proposal, by=desk())
    with pytest.raises(Refused):
        deciding.answer(proposal=proposal, answers={rule.pk: (False, " ")}, by=desk())
    deciding.answer(proposal=proposal, answers={rule.pk: (False, "Only one ministry.")}, by=desk())
    with pytest.raises(Refused):
        deciding.find_eligible(proposal=proposal, by=desk())
    deciding.answer(proposal=proposal, answers={rule.pk: (True, "")}, by=desk())
    deciding.find_eligible(proposal=proposal, by=desk())
    assert Proposal.objects.get().state == "pipeline"


def test_a_rule_that_is_not_in_force_is_not_asked():
    make_rules()
    proposal = proposal_at("submitted")
    EligibilityRule.objects.filter(check_kind="curator").update(is_active=False)
    deciding.find_eligible(proposal=proposal, by=desk())
    assert Proposal.objects.get().state == "pipeline"


def test_one_organization_alone_is_not_eligible_and_is_returned_with_the_reason():
    make_rules()
    proposal = fill(begin(), organizations=[])
    endorse_all(proposal)
    proposing.submit(proposal=proposal, by=proposal.created_by)
    by = curator()
    with pytest.raises(Refused):
        to_pipeline(proposal, by)
    with pytest.raises(Refused):
        deciding.send_back(proposal=proposal, by=by, note="")
    row = deciding.send_back(proposal=proposal, by=by, note="A second organization is needed.")
    assert row.note in OutboxMessage.objects.filter(to=proposal.created_by.email).first().text
    assert Proposal.objects.get().state == "returned"


def test_only_curators_check_and_record():
    proposal = proposal_at("submitted")
    for by in (proposal.created_by, focal_point(sample_country("XBB"))):
        with pytest.raises(Refused):
            deciding.find_eligible(proposal=proposal, by=by)
        with pytest.raises(Refused):
            deciding.reject(proposal=proposal, by=by, note="No.")
        with pytest.raises(Refused):
            deciding.record_decisions(meeting=make_meeting(), decisions=[], by=by)


def test_not_eligible_is_the_end():
    proposal = proposal_at("submitted")
    deciding.reject(proposal=proposal, by=desk(), note="Outside the areas.")
    assert Proposal.objects.get().state == "ineligible"
    assert not Proposal.objects.public().exists()


def test_an_invitation_asks_for_a_file_before_it_goes_on():
    proposal = proposal_at("pipeline")
    deciding.invite(proposal=proposal, by=desk(), note="Send the full document.")
    proposal.refresh_from_db()
    with pytest.raises(Refused):
        proposing.deliver(proposal=proposal, by=proposal.created_by)


@pytest.mark.parametrize(
    ("until", "days"), [("2026-03-02", 0), ("2026-03-06", 4), ("2026-03-09", 5), ("2026-03-30", 20)]
)
def test_working_days_leave_out_weekends(until, days):
    monday = datetime.date(2026, 3, 2)
    assert deciding.working_days(monday, datetime.date.fromisoformat(until)) == days


def test_a_check_is_overdue_after_the_days_of_the_setting(settings):
    settings.PROPOSAL_CHECK_DAYS = 3
    proposal = proposal_at("submitted")
    since = proposal.state_since.date()
    assert not deciding.is_overdue(proposal, since + datetime.timedelta(days=3))
    assert deciding.is_overdue(proposal, since + datetime.timedelta(days=8))


# ---------------------------------------------------------------- meetings


def test_a_proposal_stands_on_one_agenda_and_comes_off_with_a_reason():
    proposal = proposal_at("agenda")
    with pytest.raises(Refused):
        deciding.put_on_agenda(proposal=proposal, meeting=make_meeting(), by=desk())
    item = AgendaItem.objects.get()
    with pytest.raises(Refused):
        deciding.take_off_agenda(item=item, by=desk(), note="")
    deciding.take_off_agenda(item=item, by=desk(), note="Too many items.")
    assert Proposal.objects.get().state == "pipeline"
    assert not AgendaItem.objects.exists()


def test_a_sample_stands_on_no_real_agenda():
    proposal = proposal_at("pipeline")
    with pytest.raises(Refused):
        deciding.put_on_agenda(proposal=proposal, meeting=make_meeting(is_sample=False), by=desk())


def test_decisions_are_recorded_for_all_or_for_none():
    first = proposal_at("agenda")
    item = AgendaItem.objects.get()
    second = proposal_at("pipeline", title="Second")
    other = deciding.put_on_agenda(proposal=second, meeting=item.meeting, by=desk())
    with pytest.raises(Refused):
        deciding.record_decisions(meeting=item.meeting, decisions=[decided(item)], by=desk())
    with pytest.raises(Refused):
        deciding.record_decisions(
            meeting=item.meeting, decisions=[decided(item), decided(other, reason=" ")], by=desk()
        )
    first.refresh_from_db()
    assert first.state == "agenda"
    assert not JointProgramme.objects.exists()
    deciding.record_decisions(meeting=item.meeting, decisions=[decided(item), decided(other, "decline")], by=desk())
    assert set(Proposal.objects.values_list("state", flat=True)) == {"approved", "declined"}
    item.meeting.refresh_from_db()
    assert item.meeting.state == "held"
    with pytest.raises(Refused):
        deciding.record_decisions(meeting=item.meeting, decisions=[], by=desk())


def test_a_deferred_proposal_waits_for_the_next_meeting():
    proposal = proposal_at("agenda")
    item = AgendaItem.objects.get()
    deciding.record_decisions(meeting=item.meeting, decisions=[decided(item, "defer")], by=desk())
    proposal.refresh_from_db()
    assert proposal.state == "pipeline"
    later = make_meeting(date=datetime.date(2099, 9, 1))
    deciding.put_on_agenda(proposal=proposal, meeting=later, by=desk())
    assert AgendaItem.objects.filter(proposal=proposal).count() == 2


def test_a_revision_needs_a_day_voids_the_endorsements_and_comes_back():
    make_rules()
    proposal = proposal_at("agenda")
    item = AgendaItem.objects.get()
    with pytest.raises(Refused):
        deciding.record_decisions(meeting=item.meeting, decisions=[decided(item, "revise")], by=desk())
    due = datetime.date(2099, 8, 1)
    one = decided(item, "revise", conditions="Name the local partners.", due=due)
    deciding.record_decisions(meeting=item.meeting, decisions=[one], by=desk())
    proposal.refresh_from_db()
    assert (proposal.state, proposal.revise_by) == ("revision", due)
    assert len(proposing.missing_endorsements(proposal)) == 2
    assert "Name the local partners." in OutboxMessage.objects.filter(to=proposal.created_by.email).first().text
    endorse_all(proposal)
    proposing.submit(proposal=proposal, by=proposal.created_by)
    proposal.refresh_from_db()
    assert (proposal.state, proposal.revise_by) == ("submitted", None)


# ---------------------------------------------------------------- the joint programme


def test_an_approved_proposal_is_a_joint_programme_with_what_the_note_says():
    proposal = proposal_at("approved", title="Sample proposal")
    programme = JointProgramme.objects.get()
    assert proposal.programme == programme
    assert (programme.title_en, programme.title_ar) == ("Sample proposal", None)
    assert (programme.stage, programme.budget_usd, programme.duration_months) == (Stage.APPROVED, 200_000, 24)
    assert {one.acronym for one in programme.un_organizations.all()} == {"IOM", "ILO"}
    assert programme.coordinating_entity.acronym == "IOM"
    assert programme.partners.count() == 3
    assert programme.markers.count() == 3
    assert programme.is_sample
    lines = programme.budget_lines.filter(kind=BudgetKind.APPROVED)
    assert sum(line.amount for line in lines) == programme.budget_usd
    assert programme.sources.count() == 1


def test_two_proposals_of_one_title_are_two_programmes():
    proposal_at("approved", title="Same title")
    proposal_at("approved", title="Same title")
    assert sorted(JointProgramme.objects.values_list("slug", flat=True)) == ["same-title", "same-title-2"]


def test_an_arabic_title_gives_a_programme_an_address_too():
    proposal = proposal_at("approved", title="مقترح عينة", language="ar")
    programme = proposal.programme
    assert programme.slug == f"proposal-{proposal.pk}"
    assert programme.title_ar == "مقترح عينة"


def test_it_runs_and_is_closed_with_its_evaluation():
    proposal = proposal_at("running")
    programme = proposal.programme
    programme.refresh_from_db()
    assert (programme.stage, programme.start) == (Stage.RUNNING, "2099-06-01")
    with pytest.raises(Refused):
        deciding.close(proposal=proposal, by=desk(), on=datetime.date(2099, 5, 1), note="Done.")
    deciding.close(
        proposal=proposal,
        by=desk(),
        on=datetime.date(2101, 5, 31),
        note="All results were reached.",
        evaluation_url="https://example.org/evaluation",
    )
    programme.refresh_from_db()
    assert (programme.stage, programme.end) == (Stage.CLOSED, "2101-05-31")
    assert programme.documents.get().kind == "evaluation"
