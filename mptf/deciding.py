"""What the Network and the Steering Committee do with a proposal: check it, put it on an agenda, decide, follow it."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.permissions import check_curate
from foundation.decisions import Refused
from foundation.enums import Confidence
from foundation.models import Source
from mptf import notifications
from mptf.completeness import automatic, picture_of
from mptf.enums import (
    BudgetKind,
    DecisionKind,
    DocumentKind,
    DocumentLanguage,
    Funding,
    MeetingState,
    PartnerKind,
    ProposalAction,
    ProposalState,
    RuleCheck,
    Scope,
    Stage,
)
from mptf.models import (
    AgendaItem,
    BudgetLine,
    CommitteeMeeting,
    EligibilityAnswer,
    EligibilityRule,
    JointProgramme,
    ProgrammeDocument,
    ProgrammeMarker,
    ProgrammePartner,
    Proposal,
    ProposalTransition,
)
from mptf.proposing import take
from mptf.stages import record_stage


@dataclass(frozen=True)
class Finding:
    """A rule and how the note stands: ``met`` is ``None`` until somebody has answered; ``by_portal``: automatic."""

    rule: EligibilityRule
    met: bool | None
    note: str
    by_portal: bool


@dataclass(frozen=True)
class Decided:
    """What the committee decided on one item of the agenda."""

    item: AgendaItem
    decision: str
    reason: str
    conditions: str = ""
    due: datetime.date | None = None
    summary: dict[str, str] | None = None


def _locked(proposal: Proposal) -> Proposal:
    return Proposal.objects.select_for_update(no_key=True, of=("self",)).select_related("lead").get(pk=proposal.pk)


# ---------------------------------------------------------------- eligibility


def findings(proposal: Proposal) -> list[Finding]:
    """Every rule in force: what the portal computes from the note, and what the curator found."""
    picture = picture_of(proposal)
    answers = {one.rule_id: one for one in proposal.eligibility.all()}
    found = []
    for rule in EligibilityRule.objects.filter(is_active=True):
        answer = answers.get(rule.pk)
        note = answer.note if answer else ""
        if rule.check_kind == RuleCheck.CURATOR:
            found.append(Finding(rule, answer.is_met if answer else None, note, by_portal=False))
        else:
            found.append(Finding(rule, automatic(rule.check_kind, picture), note, by_portal=True))
    return found


@transaction.atomic
def answer(*, proposal: Proposal, answers: dict[int, tuple[bool, str]], by: User) -> None:
    """Keep what a curator found, by rule; a rule that is not met needs its reason. Raises ``Refused``."""
    check_curate(by)
    proposal = _locked(proposal)
    if proposal.state != ProposalState.SUBMITTED:
        raise Refused(_("Eligibility is checked while the proposal is submitted."))
    rules = EligibilityRule.objects.filter(is_active=True).in_bulk(answers)
    for pk, (is_met, note) in answers.items():
        if pk not in rules:
            raise Refused(_("This rule is not in force any more. Load the page again."))
        if not is_met and not note.strip():
            raise Refused(_("Give the reason for each rule that is not met."))
        EligibilityAnswer.objects.update_or_create(
            proposal=proposal,
            rule=rules[pk],
            defaults={"is_met": is_met, "note": note.strip(), "by": by, "at": timezone.now()},
        )


@transaction.atomic
def find_eligible(*, proposal: Proposal, by: User, note: str = "") -> ProposalTransition:
    """Into the pipeline: every rule in force is met. Raises ``Refused`` naming the first that is not."""
    proposal = _locked(proposal)
    check_curate(by)
    for finding in findings(proposal):
        if not finding.met:
            raise Refused(_("This rule is not met, or has not been checked: %(rule)s") % {"rule": finding.rule})
    return _told(take(proposal, ProposalAction.FIND_ELIGIBLE, by=by, note=note))


@transaction.atomic
def send_back(*, proposal: Proposal, by: User, note: str) -> ProposalTransition:
    """Return the note with reasons; those per rule stand with the rules."""
    return _told(take(_locked(proposal), ProposalAction.RETURN, by=by, note=note))


@transaction.atomic
def reject(*, proposal: Proposal, by: User, note: str) -> ProposalTransition:
    """Not eligible, with the reason: the end of this proposal."""
    return _told(take(_locked(proposal), ProposalAction.REJECT, by=by, note=note))


@transaction.atomic
def invite(*, proposal: Proposal, by: User, note: str) -> ProposalTransition:
    """Ask for the full proposal; the note says what is wanted."""
    return _told(take(_locked(proposal), ProposalAction.INVITE, by=by, note=note))


def _told(row: ProposalTransition) -> ProposalTransition:
    notifications.moved(row)
    return row


@transaction.atomic
def assign(*, proposal: Proposal, to: User | None, by: User) -> None:
    """Whose it is at the Network; ``None``: nobody's."""
    check_curate(by)
    if to is not None and not to.is_curator:
        raise Refused(_("Only curators can be given a proposal."))
    proposal.assigned_to = to
    proposal.save(update_fields=["assigned_to"])
    notifications.assigned(proposal, by)


def working_days(since: datetime.date, until: datetime.date) -> int:
    """Days from Monday to Friday after ``since``, up to and with ``until``."""
    days = (until - since).days
    return sum((since + datetime.timedelta(days=number)).weekday() < 5 for number in range(1, days + 1))


def is_overdue(proposal: Proposal, today: datetime.date | None = None) -> bool:
    """Submitted, and not checked within the working days of the setting."""
    if proposal.state != ProposalState.SUBMITTED:
        return False
    since = timezone.localdate(proposal.state_since)
    return working_days(since, today or timezone.localdate()) > settings.PROPOSAL_CHECK_DAYS


# ---------------------------------------------------------------- meetings


@transaction.atomic
def put_on_agenda(*, proposal: Proposal, meeting: CommitteeMeeting, by: User) -> AgendaItem:
    """At the end of the agenda of a planned meeting. A fictional proposal stands on a fictional agenda only."""
    proposal = _locked(proposal)
    _check_planned(meeting)
    if proposal.is_sample != meeting.is_sample:
        raise Refused(_("Samples are kept apart: a sample proposal belongs to a sample meeting."))
    row = take(proposal, ProposalAction.PUT_ON_AGENDA, by=by, note=meeting.date.isoformat())
    last = meeting.items.aggregate(last=Max("position"))["last"] or 0
    item = AgendaItem.objects.create(meeting=meeting, proposal=proposal, position=last + 1)
    notifications.moved(row)
    return item


@transaction.atomic
def take_off_agenda(*, item: AgendaItem, by: User, note: str) -> None:
    """Back into the pipeline without a decision, with the reason."""
    row = take(_locked(item.proposal), ProposalAction.TAKE_OFF_AGENDA, by=by, note=note)
    item.delete()
    notifications.moved(row)


def _check_planned(meeting: CommitteeMeeting) -> None:
    if meeting.state != MeetingState.PLANNED:
        raise Refused(_("This meeting has been held: its agenda is closed."))


@transaction.atomic
def record_decisions(*, meeting: CommitteeMeeting, decisions: Sequence[Decided], by: User) -> None:
    """Record what the committee decided, all at once or not at all; the meeting has then been held.

    Every proposal of the agenda needs a decision with its reason, a revision also a day. Raises ``Refused``.
    """
    check_curate(by)
    meeting = CommitteeMeeting.objects.select_for_update(no_key=True).get(pk=meeting.pk)
    _check_planned(meeting)
    waiting = {item.pk for item in meeting.items.filter(decision="").exclude(proposal=None)}
    given = {one.item.pk for one in decisions}
    if waiting != given:
        raise Refused(_("Record a decision for each proposal that stands on the agenda, and for no other."))
    for one in decisions:
        _decide(meeting, one, by)
    meeting.state = MeetingState.HELD
    meeting.save(update_fields=["state"])


def _decide(meeting: CommitteeMeeting, one: Decided, by: User) -> None:
    if one.decision not in DecisionKind.values:
        raise Refused(_("Choose what was decided."))
    if one.decision == DecisionKind.REVISE and one.due is None:
        raise Refused(_("Say by when the revision is due."))
    proposal = _locked(one.item.proposal)
    changes: dict[str, Any] = {"revise_by": one.due} if one.decision == DecisionKind.REVISE else {}
    row = take(proposal, ProposalAction(one.decision), by=by, note=one.reason, **changes)
    summary = {f"summary_{code}": text for code, text in (one.summary or {}).items()}
    AgendaItem.objects.filter(pk=one.item.pk).update(
        decision=one.decision,
        reason=one.reason.strip(),
        conditions=one.conditions.strip(),
        due=one.due,
        decided_at=row.at,
        decided_by=by,
        **summary,
    )
    if one.decision == DecisionKind.APPROVE:
        create_programme(proposal, meeting)
    elif one.decision == DecisionKind.REVISE:
        proposal.endorsements.filter(void_at=None).update(void_at=row.at)
    notifications.moved(row, conditions=one.conditions.strip())


# ---------------------------------------------------------------- the joint programme


def _free_slug(proposal: Proposal) -> str:
    stem = slugify(proposal.title)[:40].strip("-") or f"proposal-{proposal.pk}"
    slug, number = stem, 2
    while JointProgramme.objects.filter(slug=slug).exists():
        slug, number = f"{stem}-{number}", number + 1
    return slug


def _source(meeting: CommitteeMeeting) -> Source:
    return Source.objects.get_or_create(
        code=f"mptf:meeting-{meeting.pk}",
        defaults={
            "title": f"Steering Committee of the Migration MPTF, {meeting.date:%Y-%m-%d}",
            "url": settings.SITE_URL + meeting.get_absolute_url(),
        },
    )[0]


def create_programme(proposal: Proposal, meeting: CommitteeMeeting) -> JointProgramme:
    """The joint programme of an approved proposal: what the note says, in its language; the rest stays empty."""
    countries, organizations = list(proposal.countries.all()), list(proposal.organizations.all())
    amounts = list(proposal.budget.select_related("entity"))
    language = proposal.language
    programme = JointProgramme(
        slug=_free_slug(proposal),
        thematic_area=proposal.thematic_area,
        scope=Scope.NATIONAL if len(countries) == 1 else Scope.MULTI_COUNTRY,
        coordinating_entity=proposal.lead,
        duration_months=proposal.duration_months,
        budget_usd=sum((row.amount_usd for row in amounts), Decimal(0)),
        confidence=Confidence.VERIFIED,
        **{f"title_{language}": proposal.title, f"goal_{language}": proposal.goal},
    )
    programme._change_reason = f"Approved by the Steering Committee, {meeting.date:%Y-%m-%d}"
    programme.save()
    source = _source(meeting)
    programme.sources.add(source)
    programme.countries.set(countries)
    programme.un_organizations.set({proposal.lead, *organizations})
    programme.objectives.set(proposal.objectives.all())
    programme.principles.set(one.principle_id for one in proposal.principles.all())
    programme.sdg_targets.set(proposal.sdg_targets.all())
    for kind, text in (
        (PartnerKind.GOVERNMENT, proposal.government_entities),
        (PartnerKind.OTHER, proposal.other_partners),
    ):
        for position, name in enumerate(filter(None, (line.strip() for line in text.splitlines())), start=1):
            ProgrammePartner.objects.create(
                programme=programme, kind=kind, position=position, **{f"name_{language}": name[:250]}
            )
    for marker in proposal.markers.all():
        ProgrammeMarker.objects.create(
            programme=programme,
            marker=marker.marker,
            value=marker.value,
            source=source,
            **{f"justification_{language}": marker.justification},
        )
    for row in amounts:
        line = BudgetLine.objects.create(
            programme=programme,
            organization=row.entity,
            funding=Funding.FUND,
            kind=BudgetKind.APPROVED,
            year=meeting.date.year,
            amount=row.amount_usd,
            as_of=meeting.date,
            confidence=Confidence.VERIFIED,
        )
        line.sources.add(source)
    record_stage(programme=programme, stage=Stage.APPROVED, since=meeting.date.isoformat(), source=source)
    Proposal.objects.filter(pk=proposal.pk).update(programme=programme)
    proposal.programme = programme
    return programme


@transaction.atomic
def start(
    *, proposal: Proposal, by: User, on: datetime.date, first_transfer_on: datetime.date | None = None
) -> ProposalTransition:
    """The joint programme runs since a day; when the first money came or it was launched, if known."""
    proposal = _locked(proposal)
    row = take(proposal, ProposalAction.START, by=by, started_on=on, first_transfer_on=first_transfer_on)
    programme = proposal.programme
    if programme is not None:
        if not programme.start:
            programme.start = on.isoformat()
            programme.save(update_fields=["start"])
        record_stage(programme=programme, stage=Stage.RUNNING, since=on.isoformat())
    return _told(row)


@transaction.atomic
def close(
    *, proposal: Proposal, by: User, on: datetime.date, note: str, evaluation_url: str = ""
) -> ProposalTransition:
    """The joint programme has ended, with a closing note; the final evaluation becomes one of its documents."""
    proposal = _locked(proposal)
    if proposal.started_on and on < proposal.started_on:
        raise Refused(_("The end must not lie before the beginning."))
    row = take(proposal, ProposalAction.CLOSE, by=by, note=note, closed_on=on, evaluation_url=evaluation_url)
    programme = proposal.programme
    if programme is not None:
        programme.end = on.isoformat()
        programme.save(update_fields=["end"])
        record_stage(programme=programme, stage=Stage.CLOSED, since=on.isoformat())
        if evaluation_url:
            ProgrammeDocument.objects.create(
                programme=programme,
                kind=DocumentKind.EVALUATION,
                title_ar="التقييم النهائي",
                title_en="Final evaluation",
                language=DocumentLanguage.OTHER,
                date=on.isoformat(),
                url=evaluation_url,
            )
    return _told(row)
