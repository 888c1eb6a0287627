"""Who hears of a proposed update, in their own language."""

from django.conf import settings
from django.utils import translation

from accounts.models import User
from foundation.mail import queue_mail
from network.models import Update


def _tell(person: User, template: str, update: Update, **context) -> None:
    with translation.override(person.language):
        url = settings.SITE_URL + update.get_absolute_url()
    queue_mail(
        to=person.email,
        template=template,
        language=person.language,
        context={"person": person, "update": update, "url": url, **context},
    )


def proposed(update: Update) -> None:
    """To every curator: something waits."""
    for person in User.objects.curators():
        _tell(person, "network_update_proposed", update)


def decided(update: Update, note: str) -> None:
    """To the person who proposed it: what became of it, and why."""
    _tell(update.by, "network_update_decided", update, note=note)
