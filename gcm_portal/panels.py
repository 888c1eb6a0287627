"""What waits for a curator that is of no room: mail, sources, translations (``foundation.todo``)."""

from collections.abc import Iterator

from django.db.models import Min, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import TranslationAssignment, User
from foundation.enums import MessageState
from foundation.models import OutboxMessage
from foundation.todo import Waiting
from foundation.translation_states import MISSING, OUTDATED, in_state, translated_models


def failed_mail(user: User) -> Iterator[Waiting]:
    if not user.has_perm("foundation.view_outboxmessage"):
        return
    failed = OutboxMessage.objects.filter(state=MessageState.FAILED)
    yield Waiting(
        _("Mail that could not be sent"),
        failed.count(),
        f"{reverse('admin:foundation_outboxmessage_changelist')}?state__exact={MessageState.FAILED}",
        group=_("Failed tasks"),
        oldest=failed.aggregate(Min("queued_at"))["queued_at__min"],
        urgent=True,
    )


def own_translations(user: User) -> Iterator[Waiting]:
    """Texts that were given to this person and are still to be done, by language."""
    models = {model._meta.label_lower: model for model in translated_models()}
    given: dict[str, list[TranslationAssignment]] = {}
    for one in TranslationAssignment.objects.filter(assignee=user):
        if one.model in models:
            given.setdefault(one.language, []).append(one)
    for code, assignments in given.items():
        left = {one.pk: _left(models[one.model], one) for one in assignments}
        late = [one for one in assignments if one.due and one.due < timezone.localdate() and left[one.pk]]
        yield Waiting(
            _("Translations that are yours"),
            sum(left.values()),
            f"{reverse('translations')}?to={code}&show=mine",
            group=_("Translations"),
            overdue=sum(left[one.pk] for one in late),
            oldest=min((one.due for one in late), default=None),
            note=_("assigned to you"),
        )


def _left(model: type, one: TranslationAssignment) -> int:
    records = model._default_manager.all()
    missing, old = (
        in_state(records, state, one.language, one.field).order_by().values("pk") for state in (MISSING, OUTDATED)
    )
    return records.filter(Q(pk__in=missing) | Q(pk__in=old)).count()


TODO = {"curator": [failed_mail, own_translations]}
