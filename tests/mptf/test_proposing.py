"""A concept note from its first word to its submission: who may do what, and that nothing is lost or done twice."""

import re
import threading

import pytest
from django.conf import settings
from django.db import connection, connections

from accounts.models import User
from foundation.decisions import Refused
from foundation.models import OutboxMessage
from mptf import deciding, proposing, workflow
from mptf.completeness import SECTIONS, blocking, issues, picture_of, progress
from mptf.enums import ProposalAction, ProposalState
from mptf.forms_proposals import SECTION_FORMS
from mptf.models import Proposal, ProposalTransition
from mptf.workflow import WORKFLOW
from tests.accounts.factories import curator, focal_point, person, sample_country
from tests.mptf.factories_proposals import begin, endorse_all, fill, make_rules, proposal_at, save
from tests.network.factories import make_entity, make_representative

pytestmark = pytest.mark.django_db


# ---------------------------------------------------------------- the table


def test_every_state_has_an_owner_and_can_be_reached_and_every_action_has_a_line():
    assert set(WORKFLOW.owners) == set(ProposalState.values) == WORKFLOW.reachable()
    assert set(WORKFLOW.transitions) == set(ProposalAction.values)


def test_the_note_may_be_edited_exactly_where_the_proposers_write():
    writing = {state for state, owner in WORKFLOW.owners.items() if owner == "proposers"}
    assert writing - {"invited"} == workflow.EDITABLE


def test_the_document_holds_the_diagram():
    """Rewrite it: python manage.py shell -c "from mptf.workflow import WORKFLOW; print(WORKFLOW.diagram())"."""
    text = (settings.BASE_DIR / "docs" / "proposal-states.md").read_text(encoding="utf-8")
    assert f"```mermaid\n{WORKFLOW.diagram()}```" in text


# ---------------------------------------------------------------- writing


def test_sections_of_the_form_are_those_that_are_checked_and_kept():
    codes = [section.code for section in SECTIONS]
    assert codes == list(SECTION_FORMS) == list(proposing.FIELDS)


def test_a_draft_may_be_incomplete_and_says_what_is_missing_and_where():
    proposal = begin()
    found = issues(picture_of(proposal))
    assert {"about", "parties", "need", "compact", "principles", "markers", "budget"} <= {one.place for one in found}
    done, total = progress(found)
    assert (done, total) == (0, len(SECTIONS))
    whole = fill(proposal)
    assert blocking(picture_of(whole)) == []
    assert progress(issues(picture_of(whole))) == (len(SECTIONS), len(SECTIONS))


def test_the_total_is_the_sum_of_what_the_organizations_request():
    proposal = fill(begin())
    assert picture_of(proposal).total == 200_000
    assert Proposal.objects.for_lists().get().requested == 200_000


def test_the_second_of_two_who_save_a_section_overwrites_nothing():
    proposal = begin()
    other = make_representative("IOM").user
    save(proposal, "about", version=0, title="One", language="en", summary="Mine")
    with pytest.raises(proposing.Conflict) as caught:
        save(proposal, "about", version=0, by=other, title="Two", language="en", summary="Theirs")
    assert caught.value.theirs.saved_by == proposal.created_by
    assert Proposal.objects.get().summary == "Mine"
    save(proposal, "about", version=1, by=other, title="Two", language="en", summary="Both")
    assert Proposal.objects.get().summary == "Both"


def test_nobody_writes_themselves_out_of_the_proposal():
    proposal = begin()
    elsewhere = sample_country("XBB")
    with pytest.raises(Refused):
        save(
            proposal,
            "parties",
            countries=[elsewhere],
            lead=proposal.lead,
            organizations=[],
            government_entities="",
            other_partners="",
        )
    assert [one.iso3 for one in proposal.countries.all()] == ["XAA"]


def test_people_of_a_country_that_is_added_are_told_and_find_it():
    proposal = begin()
    second = sample_country("XBB")
    asked = focal_point(second)
    assert not Proposal.objects.visible_to(asked).exists()
    fill(proposal, countries=[sample_country(), second])
    assert Proposal.objects.visible_to(asked).get() == proposal
    assert OutboxMessage.objects.filter(to=asked.email, template="proposal_begun").exists()


def test_strangers_find_nothing_and_the_network_finds_what_was_submitted():
    proposal = proposal_at("endorsed")
    outsiders = [
        person(),
        focal_point(sample_country("XCC")),
        make_representative("WHO").user,
        make_representative("IOM", country=sample_country("XCC")).user,
    ]
    for one in outsiders:
        assert not Proposal.objects.visible_to(one).exists()
    desk = curator()
    assert not Proposal.objects.visible_to(desk).exists()
    proposing.submit(proposal=proposal, by=proposal.created_by)
    assert Proposal.objects.visible_to(desk).exists()
    for one in outsiders:
        assert not Proposal.objects.visible_to(one).exists()


def test_a_representative_of_an_organization_that_takes_part_writes_too():
    proposal = fill(begin())
    writer = make_representative("ILO", country=sample_country()).user
    save(proposal, "about", by=writer, title="By the ILO", language="en", summary="x")
    assert Proposal.objects.get().title == "By the ILO"


# ---------------------------------------------------------------- endorsing and submitting


def test_a_change_voids_the_endorsements():
    proposal = proposal_at("endorsed")
    assert proposing.missing_endorsements(proposal) == []
    save(proposal, "prospects", sustainability="Other", risks="Other")
    assert len(proposing.missing_endorsements(proposal)) == 2
    with pytest.raises(Refused):
        proposing.submit(proposal=proposal, by=proposal.created_by)


@pytest.mark.parametrize("side", ["government", "lead"])
def test_endorsed_by_one_side_alone_it_cannot_be_submitted(side):
    proposal = fill(begin())
    if side == "government":
        proposing.endorse(proposal=proposal, by=proposal.created_by, country=sample_country())
    else:
        proposing.endorse(proposal=proposal, by=make_representative("IOM").user)
    with pytest.raises(Refused):
        proposing.submit(proposal=proposal, by=proposal.created_by)
    assert Proposal.objects.get().state == "draft"


def test_who_may_endorse_for_whom():
    second = sample_country("XBB")
    proposal = fill(begin(), countries=[sample_country(), second])
    cases = [
        (focal_point(second), sample_country()),  # The other country's focal point.
        (focal_point(sample_country(), can_submit=False), sample_country()),
        (make_representative("ILO").user, None),  # Takes part, does not lead.
        (make_representative("IOM", country=sample_country("XCC")).user, None),
        (proposal.created_by, sample_country("XCC")),  # A country that does not take part.
        (curator(), sample_country()),
    ]
    for by, country in cases:
        with pytest.raises(Refused):
            proposing.endorse(proposal=proposal, by=by, country=country)
    proposing.endorse(proposal=proposal, by=focal_point(second), country=second)
    with pytest.raises(Refused):
        proposing.endorse(proposal=proposal, by=focal_point(second), country=second)


def test_an_incomplete_note_is_neither_endorsed_nor_submitted():
    proposal = begin()
    with pytest.raises(proposing.Incomplete) as caught:
        proposing.endorse(proposal=proposal, by=proposal.created_by, country=sample_country())
    assert caught.value.issues
    with pytest.raises(proposing.Incomplete):
        proposing.submit(proposal=proposal, by=proposal.created_by)


def test_submitting_is_logged_and_told_to_both_sides():
    desk = curator()
    proposal = proposal_at("submitted")
    row = ProposalTransition.objects.get(action="submit")
    assert (row.source, row.target, row.by) == ("draft", "submitted", proposal.created_by)
    assert proposal.submitted_at is not None
    told = set(OutboxMessage.objects.filter(template="proposal_moved").values_list("to", flat=True))
    assert desk.email in told
    assert any(make.email in told for make in User.objects.filter(representations__entity__acronym="IOM"))
    with pytest.raises(Refused):
        save(proposal, "about", title="x", language="en", summary="")


def test_a_proposal_is_withdrawn_with_a_reason_and_leaves_the_agenda():
    proposal = proposal_at("agenda")
    with pytest.raises(Refused):
        proposing.withdraw(proposal=proposal, by=proposal.created_by, note=" ")
    proposing.withdraw(proposal=proposal, by=proposal.created_by, note="The plan has changed.")
    assert Proposal.objects.get().state == "withdrawn"
    assert not proposal.agenda_items.exists()


def test_after_the_decision_nothing_is_withdrawn():
    proposal = proposal_at("approved")
    with pytest.raises(Refused):
        proposing.withdraw(proposal=proposal, by=proposal.created_by, note="Too late.")


def test_messages_with_the_network_begin_with_the_submission():
    proposal = fill(begin())
    with pytest.raises(Refused):
        proposing.write(proposal=proposal, kind="network", text="Hello", by=proposal.created_by)
    with pytest.raises(Refused):
        proposing.write(proposal=proposal, kind="proposers", text="Hello", by=curator())
    endorse_all(proposal)
    proposing.submit(proposal=proposal, by=proposal.created_by)
    proposal.refresh_from_db()
    asked = proposing.write(proposal=proposal, kind="network", text="Hello", by=proposal.created_by)
    answered = proposing.write(proposal=proposal, kind="network", text="Hello", by=User.objects.curators().get())
    assert (asked.by_network, answered.by_network) == (False, True)


@pytest.mark.django_db(transaction=True)
def test_four_people_who_submit_at_once_submit_once():
    proposal = proposal_at("endorsed")
    barrier, outcomes = threading.Barrier(4), []

    def submit():
        try:
            mine = Proposal.objects.get(pk=proposal.pk)
            barrier.wait()
            proposing.submit(proposal=mine, by=proposal.created_by)
            outcomes.append("submitted")
        except Refused:
            outcomes.append("refused")
        finally:
            connections[connection.alias].close()

    threads = [threading.Thread(target=submit) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["refused"] * 3 + ["submitted"]
    assert ProposalTransition.objects.filter(action="submit").count() == 1


# ---------------------------------------------------------------- mail


@pytest.mark.parametrize("language", ["ar", "en"])
def test_every_mail_is_in_the_language_of_who_gets_it(language):
    make_rules()
    country = sample_country()
    country.name_ar = "بلد"
    country.save()
    make_entity("IOM", name_ar="كيان")
    writer = focal_point(country, language=language, name="أمل")
    for one in ("IOM", "ILO"):
        make_representative(one, user=person(language=language, name="أمل"))
    at_desk = curator(language=language, name="أمل")
    proposal = proposal_at("agenda", country=country, by=writer, language="ar", title="مقترح")
    root = User.objects.create_superuser("root@example.org", "x" * 20, name="أمل")
    deciding.assign(proposal=proposal, to=at_desk, by=root)
    proposing.write(proposal=proposal, kind="network", text="نص", by=writer)
    sent = OutboxMessage.objects.filter(template__startswith="proposal_")
    assert set(sent.values_list("template", flat=True)) == {
        "proposal_begun", "proposal_endorsed", "proposal_moved", "proposal_assigned", "proposal_message"
    }  # fmt: skip
    for message in sent.exclude(to="root@example.org"):
        assert message.language == language
        assert f'dir="{"rtl" if language == "ar" else "ltr"}"' in message.html
        if language == "ar":
            seen = re.sub(r"https?://\S+|\bMPTF\b|\bIOM\b", " ", f"{message.subject} {message.text}")
            assert re.findall(r"[A-Za-z]{2,}", seen) == [], seen
