"""Experts agree to be on the roster, and take it back, through a link of their own."""

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation

from accounts.models import User
from accounts.permissions import check_curate
from capacity.enums import ConsentScope
from capacity.models import Consent, Expert
from capacity.models.experts import CONSENT_VERSION
from foundation.mail import queue_mail

SALT = "capacity.expert"
#: How long a link of an expert's own works.
LINK_SECONDS = 30 * 86400


def link_of(expert: Expert) -> str:
    """The address of the expert's own page, in their language; only the mail to them has it."""
    token = signing.dumps(expert.pk, salt=SALT)
    with translation.override(expert.language):
        return settings.SITE_URL + reverse("capacity:expert_own", args=[token])


def expert_of(token: str) -> Expert | None:
    """Whose link it is; ``None`` where it is not one of ours or too old."""
    try:
        key = signing.loads(token, salt=SALT, max_age=LINK_SECONDS)
    except signing.BadSignature:
        return None
    return Expert.objects.filter(pk=key).first()


@transaction.atomic
def invite(*, expert: Expert, by: User) -> None:
    """Ask an expert for their consent; they are not shown to anybody before. Curators only."""
    check_curate(by)
    send_link(expert)


def send_link(expert: Expert) -> None:
    queue_mail(
        to=expert.email,
        template="expert_link",
        language=expert.language,
        context={"expert": expert, "url": link_of(expert)},
    )


@transaction.atomic
def agree(*, expert: Expert, scope: str) -> Consent:
    """A new consent in the place of an earlier one, to the wording of today."""
    withdraw(expert=expert)
    return Consent.objects.create(expert=expert, scope=ConsentScope(scope), wording=CONSENT_VERSION)


@transaction.atomic
def withdraw(*, expert: Expert) -> int:
    """Take it back: from this moment on the expert is neither shown nor suggested."""
    return Consent.objects.filter(expert=expert, withdrawn_at=None).update(withdrawn_at=timezone.now())


def current(expert: Expert) -> Consent | None:
    return Consent.objects.in_force().filter(expert=expert).first()


@transaction.atomic
def write_to(*, expert: Expert, text: str, by: User) -> None:
    """Pass a message of a signed-in person on to an expert; the expert's address stays unknown to them."""
    queue_mail(
        to=expert.email,
        template="expert_message",
        language=expert.language,
        context={"expert": expert, "sender": by, "text": text, "url": link_of(expert)},
    )
