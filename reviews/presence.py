"""Who else is on a draft right now: a courtesy, not a lock."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from accounts.models import User
from reviews.models import Presence, Review

#: A page says that it is open every fifteen seconds; after three that were missed the person has gone.
GONE_AFTER = timedelta(seconds=50)


@dataclass(frozen=True)
class Other:
    """Another person on the draft; ``here`` when it is the same page."""

    name: str
    here: bool


def mark(*, review: Review, user: User, place: str) -> None:
    """Note that the person has this page of the draft open."""
    Presence.objects.update_or_create(
        review=review, user=user, defaults={"place": place[:100], "seen_at": timezone.now()}
    )


def others(*, review: Review, user: User, place: str) -> list[Other]:
    """Who else is on the draft; those on the same page first."""
    rows = (
        Presence.objects.filter(review=review, seen_at__gte=timezone.now() - GONE_AFTER)
        .exclude(user=user)
        .select_related("user")
        .order_by("user__name")
    )
    found = [Other(str(row.user), row.place == place[:100]) for row in rows]
    return sorted(found, key=lambda other: not other.here)
