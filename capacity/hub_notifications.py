"""Who hears of the steps of a request, each in their own language, each only what concerns them."""

from collections.abc import Iterable

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from accounts.models import User
from capacity.enums import MatchState
from capacity.models import Match, RequestTransition, SupportRequest
from foundation.mail import queue_mail
from network.representing import people_of


def _address(language: str, page: str, *args) -> str:
    with translation.override(language):
        return settings.SITE_URL + reverse(page, args=args)


def _tell(people: Iterable[User], template: str, page: str, args: list, **context) -> None:
    for person in people:
        queue_mail(
            to=person.email,
            template=template,
            language=person.language,
            context={"person": person, "url": _address(person.language, page, *args), **context},
        )


def _askers(request: SupportRequest) -> list[User]:
    if request.entity:
        return people_of(request.entity, request.country)
    return list(User.objects.focal_points_of(request.country))


def to_the_asker(request: SupportRequest, step: RequestTransition) -> None:
    """The focal points of the country, or the organization's representatives there."""
    args = [request.country.iso3, request.number]
    _tell(_askers(request), "request_step", "capacity:request", args, request_=request, step=step)


def to_the_network(request: SupportRequest, step: RequestTransition) -> None:
    """The curator who took it up, or all curators where nobody has."""
    taken = request.assigned_to
    people = [taken] if taken and taken.is_curator else User.objects.curators()
    args = [request.country.iso3, request.number]
    _tell(people, "request_step", "capacity:request", args, request_=request, step=step)


def to_the_helper(match: Match) -> None:
    """Who is asked to help: an organization's representatives, or the expert themselves."""
    request = match.request
    if match.entity:
        _tell(
            people_of(match.entity, request.country),
            "match_asked",
            "capacity:match",
            [match.pk],
            request_=request,
            match=match,
        )
    elif match.expert:
        queue_mail(
            to=match.expert.email,
            template="match_expert",
            language=match.expert.language,
            context={"request_": request, "match": match, "url": settings.SITE_URL},
        )


def helper_is_unable(match: Match) -> None:
    request = match.request
    taken = request.assigned_to
    people = [taken] if taken and taken.is_curator else User.objects.curators()
    args = [request.country.iso3, request.number]
    _tell(people, "match_unable", "capacity:request", args, request_=request, match=match)


def helper_hears(request: SupportRequest, step: RequestTransition) -> None:
    """The side whose offer was accepted or not."""
    for match in request.matches.filter(state__in=[MatchState.OFFERED, MatchState.ACCEPTED]).select_related("entity"):
        if match.entity:
            _tell(
                people_of(match.entity, request.country),
                "match_answered",
                "capacity:match",
                [match.pk],
                request_=request,
                match=match,
                step=step,
            )
