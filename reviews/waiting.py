"""What waits for a curator in this room, for their home (``foundation.todo``)."""

import datetime
from collections.abc import Iterator

from django.db.models import Min
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from foundation.todo import Waiting
from reviews import deadlines, helping
from reviews.enums import HelpState, RenderingState
from reviews.models import Rendering

#: After so many days without an answer a request for help counts as overdue; nobody was promised a day.
HELP_TARGET_DAYS = 7


def submissions(user: User) -> Iterator[Waiting]:
    if not user.is_curator:
        return
    waiting = deadlines.waiting_submissions()
    overdue = sum(deadlines.answer_due(one).has_passed for one in waiting)
    yield Waiting(
        _("Submitted reviews to publish or to return"),
        len(waiting),
        f"{reverse('reviews:desk')}#waiting",
        group=_("Reviews of States"),
        overdue=overdue,
        oldest=min((one.submitted_at for one in waiting), default=None),
    )


def requests_for_help(user: User) -> Iterator[Waiting]:
    if not user.is_curator:
        return
    waiting = list(helping.requests_to_the_network().filter(state=HelpState.OPEN).prefetch_related("messages"))
    since = [helping.waits_since(request) for request in waiting]
    late = timezone.now() - datetime.timedelta(days=HELP_TARGET_DAYS)
    yield Waiting(
        _("Requests for help without an answer"),
        len(waiting),
        reverse("reviews:desk_help"),
        group=_("Reviews of States"),
        overdue=sum(moment < late for moment in since),
        oldest=min(since, default=None),
    )


def failed_pdfs(user: User) -> Iterator[Waiting]:
    if not user.has_perm("reviews.view_rendering"):
        return
    failed = Rendering.objects.filter(state=RenderingState.FAILED)
    yield Waiting(
        _("PDFs that could not be made"),
        failed.count(),
        f"{reverse('admin:reviews_rendering_changelist')}?state__exact={RenderingState.FAILED}",
        group=_("Failed tasks"),
        oldest=failed.aggregate(Min("queued_at"))["queued_at__min"],
        urgent=True,
    )


CURATOR = [submissions, requests_for_help, failed_pdfs]
