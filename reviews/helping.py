"""Asking the UN Network for help with a section, and its answers.

The Network sees the section's name and what was written in the request, never the draft: a request
is the State's own word to it, also while nothing of the review has been submitted.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from countries.models import Country
from foundation.decisions import Decision, Refused
from foundation.enums import Confidence
from network.models import NationalNetwork, NetworkProfile
from reviews import notifications
from reviews.enums import HelpState, ReviewState
from reviews.models import HelpMessage, HelpRequest, Review, Section
from reviews.permissions import Access, access_to


def can_ask(access: Access, review: Review, section: Section) -> Decision:
    """Focal points, and contributors who write there; in every state but withdrawn."""
    if not access.is_author or not access.covers_section(section):
        return Decision(False, _("This section was not assigned to you."))
    if access.is_contributor and not access.contributor_may_edit:
        return Decision(False, _("You were invited to read this section. Its authors may ask the UN Network."))
    if review.state == ReviewState.WITHDRAWN:
        return Decision(False, _("This review has been withdrawn."))
    return Decision(True)


def _check_ask(review: Review, section: Section, by: User) -> None:
    decision = can_ask(access_to(review, by), review, section)
    if not decision:
        raise Refused(decision.reason)


def requests_of(review: Review, access: Access) -> list[HelpRequest]:
    """The requests on this person's sections, newest first."""
    requests = review.help_requests.select_related("section", "opened_by").prefetch_related("messages__by")
    return [request for request in requests if access.covers_section(request.section)]


def answered(review: Review, access: Access) -> list[HelpRequest]:
    """Requests that the Network has answered and nobody has closed, for the task list; one query."""
    requests = review.help_requests.filter(state=HelpState.ANSWERED).select_related("section")
    return [request for request in requests if access.covers_section(request.section)]


def requests_to_the_network() -> QuerySet[HelpRequest]:
    """All requests that the Network may read and answer."""
    return (
        HelpRequest.objects.exclude(review__state=ReviewState.WITHDRAWN)
        .select_related("section", "opened_by", "review__country", "review__round")
        .prefetch_related("messages__by")
    )


def waiting_count() -> int:
    """How many requests wait for the Network."""
    return HelpRequest.objects.exclude(review__state=ReviewState.WITHDRAWN).filter(state=HelpState.OPEN).count()


def waits_since(request: HelpRequest) -> datetime:
    """When the State wrote what nobody has answered yet; ``messages`` are prefetched, oldest first."""
    since = request.opened_at
    for message in reversed(list(request.messages.all())):
        if message.by_network:
            break
        since = message.at
    return since


def days_waited(request: HelpRequest) -> int:
    """In whole days of the calendar; 0 means since today."""
    return (timezone.localdate() - timezone.localdate(waits_since(request))).days


def national_network_of(country: Country) -> NationalNetwork | None:
    """The national network that a source names; what rests on memory alone is shown to nobody."""
    found = NationalNetwork.objects.filter(country=country).exclude(confidence=Confidence.RECALLED)
    return found.prefetch_related("sources").first()


def network_profile() -> NetworkProfile | None:
    """The Network itself, for its contact address where a source gives one."""
    found = NetworkProfile.objects.exclude(confidence=Confidence.RECALLED).exclude(contact_email="")
    return found.prefetch_related("sources").first()


@transaction.atomic
def ask(*, review: Review, section: Section, addressee: str, subject: str, text: str, by: User) -> HelpRequest:
    """Open a request and tell the curators. Raises ``Refused`` as ``can_ask`` says."""
    _check_ask(review, section, by)
    request = HelpRequest.objects.create(
        review=review, section=section, addressee=addressee, subject=subject, opened_by=by
    )
    message = HelpMessage.objects.create(request=request, text=text, by=by)
    notifications.help_asked(message, is_new=True)
    return request


def _locked(request: HelpRequest) -> HelpRequest:
    """The row, locked: two messages at once leave the state that the second one means."""
    return HelpRequest.objects.select_for_update().get(pk=request.pk)


@transaction.atomic
def write(*, request: HelpRequest, text: str, by: User) -> HelpMessage:
    """A further message of the State: the request waits again, also after an answer or its closing."""
    _check_ask(request.review, request.section, by)
    _locked(request)
    message = HelpMessage.objects.create(request=request, text=text, by=by)
    HelpRequest.objects.filter(pk=request.pk).update(state=HelpState.OPEN, closed_at=None)
    notifications.help_asked(message, is_new=False)
    return message


@transaction.atomic
def answer(*, request: HelpRequest, text: str, by: User) -> HelpMessage:
    """A message of the Network; tells the asker and the focal points. Raises ``Refused``."""
    if not by.is_curator:
        raise Refused(_("This is for the curators of the Network."))
    if request.review.state == ReviewState.WITHDRAWN:
        raise Refused(_("This review has been withdrawn."))
    _locked(request)
    message = HelpMessage.objects.create(request=request, text=text, by=by, by_network=True)
    HelpRequest.objects.filter(pk=request.pk).update(state=HelpState.ANSWERED, closed_at=None)
    notifications.help_answered(message)
    return message


@transaction.atomic
def close(*, request: HelpRequest, by: User) -> bool:
    """The State says that its question is answered; ``False`` when it was closed meanwhile. Raises ``Refused``."""
    _check_ask(request.review, request.section, by)
    return bool(
        HelpRequest.objects.filter(pk=request.pk)
        .exclude(state=HelpState.CLOSED)
        .update(state=HelpState.CLOSED, closed_at=timezone.now())
    )
