"""What the proposers do with a concept note: write it together, endorse it, submit it, withdraw it."""

from collections.abc import Callable, Iterable
from typing import Any

from django.core.files import File
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.permissions import can_work_for, is_curator
from countries.models import Country
from foundation import files
from foundation.decisions import Refused
from foundation.language import joined
from foundation.workflows import move
from mptf import notifications
from mptf.completeness import Issue, blocking, picture_of
from mptf.enums import MessageKind, ProposalAction, ProposalState
from mptf.models import (
    Proposal,
    ProposalAttachment,
    ProposalBudget,
    ProposalEndorsement,
    ProposalMarker,
    ProposalMessage,
    ProposalPrinciple,
    ProposalSection,
    ProposalTransition,
)
from mptf.permissions import (
    check_begin,
    check_edit,
    check_endorse_as_lead,
    check_endorse_for,
    check_propose,
    check_take,
    check_write_to_the_network,
    is_proposer,
)
from mptf.workflow import WORKFLOW
from network.models import Entity
from network.representing import can_speak_for

MAX_ATTACHMENTS = 20
#: Fields of the note itself by section; what else a section holds is written by ``_RELATED``.
FIELDS = {
    "about": ("title", "language", "summary"),
    "parties": ("lead", "government_entities", "other_partners"),
    "need": ("context", "goal", "results", "target_groups"),
    "compact": ("thematic_area",),
    "principles": (),
    "markers": (),
    "budget": ("duration_months",),
    "prospects": ("sustainability", "risks"),
}
MANY = {"parties": ("countries", "organizations"), "compact": ("objectives", "sdg_targets")}


class Incomplete(Exception):
    """Refused because something is missing; ``issues`` says what, with places."""

    def __init__(self, found: list[Issue]):
        super().__init__(f"{len(found)} blocking issues")
        self.issues = found


class Conflict(Exception):
    """Somebody saved this section in the meantime; nothing was written. ``theirs`` is what stands now."""

    def __init__(self, theirs: ProposalSection):
        super().__init__(theirs.code)
        self.theirs = theirs


def take(proposal: Proposal, action: str, *, by: User, note: str = "", **changes: Any) -> ProposalTransition:
    """Check the person and take the step; to be called inside a transaction."""
    check_take(by, proposal, action)
    row = move(WORKFLOW, proposal, action, by=by, log=ProposalTransition, note=note, **changes)
    if row.source != row.target:
        Proposal.objects.filter(pk=proposal.pk).update(state_since=row.at)
        proposal.state_since = row.at
    return row


def _locked(proposal: Proposal) -> Proposal:
    """The note as it is now, and for this transaction's alone: a change and an endorsement never cross."""
    return Proposal.objects.select_for_update(no_key=True, of=("self",)).select_related("lead").get(pk=proposal.pk)


def _check_parties(by: User, countries: Iterable[Country], entities: Iterable[Entity]) -> None:
    """Whoever writes a note is one of its parties, and stays one."""
    countries = list(countries)
    if any(can_work_for(by, country) for country in countries):
        return
    if any(can_speak_for(by, entity, country) for entity in entities for country in countries):
        return
    raise Refused(_("Keep your own country or organization among the parties, so that you can go on writing."))


@transaction.atomic
def begin(*, by: User, title: str, language: str, country: Country, lead: Entity) -> Proposal:
    """Begin a concept note; the focal points of the country and the people of the organization are told.

    Raises ``Refused`` for somebody who belongs to neither.
    """
    check_begin(by)
    _check_parties(by, [country], [lead])
    proposal = Proposal.objects.create(title=title.strip(), language=language, lead=lead, created_by=by)
    proposal.countries.add(country)
    notifications.begun(proposal, by)
    return proposal


def _principles(proposal: Proposal, values: dict[str, Any]) -> None:
    proposal.principles.all().delete()
    ProposalPrinciple.objects.bulk_create(
        ProposalPrinciple(proposal=proposal, principle=principle, how=how) for principle, how in values["principles"]
    )


def _markers(proposal: Proposal, values: dict[str, Any]) -> None:
    proposal.markers.all().delete()
    ProposalMarker.objects.bulk_create(
        ProposalMarker(proposal=proposal, marker=marker, value=value, justification=justification)
        for marker, value, justification in values["markers"]
        if value or justification
    )


def _budget(proposal: Proposal, values: dict[str, Any]) -> None:
    proposal.budget.all().delete()
    ProposalBudget.objects.bulk_create(
        ProposalBudget(proposal=proposal, entity=entity, amount_usd=amount)
        for entity, amount in values["amounts"]
        if amount is not None
    )


_RELATED: dict[str, Callable[[Proposal, dict[str, Any]], None]] = {
    "principles": _principles,
    "markers": _markers,
    "budget": _budget,
}


@transaction.atomic
def save_section(*, proposal: Proposal, code: str, version: int, values: dict[str, Any], by: User) -> ProposalSection:
    """Save one section as a whole; incomplete is fine. Voids the endorsements that there are.

    ``version`` is that of the section as the person saw it. Raises ``Conflict`` where somebody saved it since,
    ``Refused`` where the person may not edit or would write themselves out of it.
    """
    proposal = _locked(proposal)
    check_edit(by, proposal)
    section = _next_version(proposal, code, version, by)
    if code == "parties":
        _check_parties(by, values["countries"], [values["lead"], *values["organizations"]])
    before = {entity.pk for entity in _entities(proposal)} if code == "parties" else set()
    for name in FIELDS[code]:
        setattr(proposal, name, values[name])
    proposal.save(update_fields=FIELDS[code])
    known = set(proposal.countries.values_list("pk", flat=True)) if code == "parties" else set()
    for name in MANY.get(code, ()):
        getattr(proposal, name).set(values[name])
    if code in _RELATED:
        _RELATED[code](proposal, values)
    if code == "parties":
        # What an organization asked for goes with it.
        proposal.budget.exclude(entity__in=_entities(proposal)).delete()
        notifications.joined(proposal, by, known, before)
    void(proposal)
    return section


def _next_version(proposal: Proposal, code: str, version: int, by: User) -> ProposalSection:
    now = timezone.now()
    if version == 0:
        try:
            with transaction.atomic():
                return ProposalSection.objects.create(proposal=proposal, code=code, version=1, saved_by=by)
        except IntegrityError:
            pass
    else:
        rows = ProposalSection.objects.filter(proposal=proposal, code=code, version=version)
        if rows.update(version=F("version") + 1, saved_at=now, saved_by=by):
            return ProposalSection.objects.get(proposal=proposal, code=code)
    raise Conflict(ProposalSection.objects.select_related("saved_by").get(proposal=proposal, code=code))


def _entities(proposal: Proposal) -> list[Entity]:
    return [proposal.lead, *proposal.organizations.exclude(pk=proposal.lead_id)]


def void(proposal: Proposal) -> int:
    """The note has changed: what was endorsed is no longer what it says."""
    return proposal.endorsements.filter(void_at=None).update(void_at=timezone.now())


@transaction.atomic
def endorse(*, proposal: Proposal, by: User, country: Country | None = None) -> ProposalEndorsement:
    """Stand behind the note as it is: for a government (``country``), or without one for the lead organization.

    Raises ``Refused`` where the person may not or it was done already, ``Incomplete`` where something is missing.
    """
    proposal = _locked(proposal)
    if country is not None:
        if not proposal.countries.filter(pk=country.pk).exists():
            raise Refused(_("This country does not take part in the proposal."))
        check_endorse_for(by, proposal, country)
    else:
        check_endorse_as_lead(by, proposal)
    if missing := blocking(picture_of(proposal)):
        raise Incomplete(missing)
    party = {"country": country} if country else {"entity": proposal.lead}
    if proposal.endorsements.filter(void_at=None, **party).exists():
        raise Refused(_("This has been endorsed already."))
    row = move(WORKFLOW, proposal, ProposalAction.ENDORSE, by=by, log=ProposalTransition, note=str(country or ""))
    made = ProposalEndorsement.objects.create(proposal=proposal, by=by, at=row.at, **party)
    notifications.endorsed(made)
    return made


def missing_endorsements(proposal: Proposal) -> list[Country | Entity]:
    """The parties that have not endorsed the note as it is."""
    given = list(proposal.endorsements.filter(void_at=None))
    countries, entities = {one.country_id for one in given}, {one.entity_id for one in given}
    missing: list[Country | Entity] = [one for one in proposal.countries.all() if one.pk not in countries]
    if proposal.lead_id not in entities:
        missing.append(proposal.lead)
    return missing


@transaction.atomic
def submit(*, proposal: Proposal, by: User) -> ProposalTransition:
    """Hand the note to the Network. Exactly one of two who press at once does it.

    Raises ``Refused`` (may not, not endorsed by all), ``Incomplete``, ``StaleState``.
    """
    proposal = _locked(proposal)
    check_take(by, proposal, ProposalAction.SUBMIT)
    if missing := blocking(picture_of(proposal)):
        raise Incomplete(missing)
    if waiting := missing_endorsements(proposal):
        raise Refused(_("These have not endorsed the note as it is: %(parties)s.") % {"parties": joined(*waiting)})
    now = timezone.now()
    row = take(proposal, ProposalAction.SUBMIT, by=by, submitted_at=proposal.submitted_at or now, revise_by=None)
    notifications.moved(row)
    return row


@transaction.atomic
def withdraw(*, proposal: Proposal, by: User, note: str) -> ProposalTransition:
    """Take the proposal back at any time before a decision, with the reason; it leaves the agenda."""
    proposal = _locked(proposal)
    row = take(proposal, ProposalAction.WITHDRAW, by=by, note=note)
    proposal.agenda_items.filter(decision="").delete()
    notifications.moved(row)
    return row


@transaction.atomic
def deliver(*, proposal: Proposal, by: User) -> ProposalTransition:
    """Hand in the full proposal that the Network asked for: a file that says so must be there."""
    proposal = _locked(proposal)
    check_take(by, proposal, ProposalAction.DELIVER)
    if not proposal.attachments.filter(is_full_proposal=True).exists():
        raise Refused(_("Add the file of the full proposal first."))
    row = take(proposal, ProposalAction.DELIVER, by=by)
    notifications.moved(row)
    return row


@transaction.atomic
def write(*, proposal: Proposal, kind: str, text: str, by: User) -> ProposalMessage:
    """A comment among the proposers, or a message with the Network; told to the others who read it."""
    if kind == MessageKind.NETWORK:
        check_write_to_the_network(by, proposal)
    else:
        check_propose(by, proposal)
    by_network = kind == MessageKind.NETWORK and is_curator(by) and not is_proposer(by, proposal)
    message = ProposalMessage.objects.create(
        proposal=proposal, kind=kind, text=text.strip(), by=by, by_network=by_network
    )
    notifications.said(message)
    return message


@transaction.atomic
def attach(*, proposal: Proposal, file: File, title: str, by: User, is_full: bool = False) -> ProposalAttachment:
    """Add a file to the note, or the full proposal while one is asked for.

    Raises ``foundation.files.FileError`` for what is not accepted, ``Refused`` where the person may not.
    """
    proposal = _locked(proposal)
    _check_attach(by, proposal)
    if proposal.attachments.count() >= MAX_ATTACHMENTS:
        raise Refused(_("A proposal may hold up to %(count)s files.") % {"count": MAX_ATTACHMENTS})
    clean = files.clean_upload(file)
    made = ProposalAttachment(
        proposal=proposal,
        title=title.strip(),
        is_full_proposal=is_full,
        name=clean.name,
        media_type=clean.media_type,
        size=len(clean.content),
        sha256=clean.sha256,
        added_by=by,
    )
    made.file.save(f"{clean.sha256}{clean.extension}", ContentFile(clean.content), save=False)
    made.save()
    if proposal.is_editable:
        void(proposal)
    return made


def _check_attach(by: User, proposal: Proposal) -> None:
    if proposal.state == ProposalState.INVITED:
        check_propose(by, proposal)
    else:
        check_edit(by, proposal)


@transaction.atomic
def detach(*, attachment: ProposalAttachment, by: User) -> None:
    """Take a file away again, while the note may be changed."""
    proposal = _locked(attachment.proposal)
    _check_attach(by, proposal)
    attachment.delete()
    if proposal.is_editable:
        void(proposal)
