"""Who hears of what happens to a proposal, in their own language. Each call queues mail rows; a task sends them."""

from collections.abc import Iterable

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from accounts.models import User
from foundation.mail import queue_mail
from mptf.enums import MessageKind, ProposalAction, ProposalActor
from mptf.models import Proposal, ProposalEndorsement, ProposalMessage, ProposalTransition
from mptf.workflow import WORKFLOW
from network.representing import people_of


def proposers(proposal: Proposal) -> list[User]:
    """The focal points of its countries and the people of its organizations there."""
    people: dict[int, User] = {}
    countries = list(proposal.countries.all())
    for country in countries:
        people |= {user.pk: user for user in User.objects.focal_points_of(country)}
    for entity in {proposal.lead, *proposal.organizations.all()}:
        for country in countries:
            people |= {user.pk: user for user in people_of(entity, country)}
    return list(people.values())


def _desk(proposal: Proposal) -> Iterable[User]:
    """The curator whose it is; all of them until it is somebody's."""
    if proposal.assigned_to and proposal.assigned_to.is_active and proposal.assigned_to.is_curator:
        return [proposal.assigned_to]
    return User.objects.curators()


def _tell(people: Iterable[User], template: str, proposal: Proposal, by: User, *, desk: bool = False, **more) -> None:
    """Everybody but the one who did it."""
    for person in people:
        if person.pk == by.pk:
            continue
        with translation.override(person.language):
            address = reverse("mptf:desk_proposal" if desk else "mptf:proposal", args=[proposal.pk])
        queue_mail(
            to=person.email,
            template=template,
            language=person.language,
            context={
                "person": person,
                "proposal": proposal,
                "author": by,
                "url": settings.SITE_URL + address,
                "for_network": desk,
                **more,
            },
        )


def begun(proposal: Proposal, by: User) -> None:
    _tell(proposers(proposal), "proposal_begun", proposal, by)


def joined(proposal: Proposal, by: User, countries_before: set[int], entities_before: set[int]) -> None:
    """To the people of the countries and organizations that have been added."""
    people: dict[int, User] = {}
    countries = list(proposal.countries.all())
    for country in countries:
        if country.pk not in countries_before:
            people |= {user.pk: user for user in User.objects.focal_points_of(country)}
    for entity in {proposal.lead, *proposal.organizations.all()}:
        if entity.pk not in entities_before:
            for country in countries:
                people |= {user.pk: user for user in people_of(entity, country)}
    _tell(people.values(), "proposal_begun", proposal, by)


def endorsed(endorsement: ProposalEndorsement) -> None:
    party = endorsement.country or endorsement.entity
    _tell(proposers(endorsement.proposal), "proposal_endorsed", endorsement.proposal, endorsement.by, party=party)


def moved(row: ProposalTransition, *, conditions: str = "") -> None:
    """A step of the workflow: to the proposers always, to the Network where the step was theirs."""
    proposal = row.subject
    context = {
        "row": row,
        "conditions": conditions,
    }
    _tell(proposers(proposal), "proposal_moved", proposal, row.by, **context)
    if ProposalActor.PROPOSERS in WORKFLOW.transitions[ProposalAction(row.action)].by and proposal.submitted_at:
        _tell(_desk(proposal), "proposal_moved", proposal, row.by, desk=True, **context)


def assigned(proposal: Proposal, by: User) -> None:
    if proposal.assigned_to:
        _tell([proposal.assigned_to], "proposal_assigned", proposal, by, desk=True)


def said(message: ProposalMessage) -> None:
    """That somebody wrote; what they wrote stays on the portal."""
    proposal = message.proposal
    _tell(proposers(proposal), "proposal_message", proposal, message.by)
    if message.kind == MessageKind.NETWORK and not message.by_network:
        _tell(_desk(proposal), "proposal_message", proposal, message.by, desk=True)
