"""The admin's home: what a curator should do first, what waits in each system, and the state of every register."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Model, Q
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from foundation import todo
from foundation.dates import format_date
from foundation.enums import Confidence
from foundation.language import codes, name_of
from foundation.models import Sourced
from foundation.todo import Waiting
from foundation.translation_states import Figures
from gcm_portal.dashboard import groups_for, list_address
from gcm_portal.translations import Register, registers_into


@dataclass(frozen=True)
class Line:
    """A thing that waits, as the page says it."""

    waiting: Waiting
    since: str = ""
    late: str = ""

    @property
    def is_first(self) -> bool:
        return bool(self.waiting.urgent or self.waiting.overdue)


def _day(moment: datetime.datetime | datetime.date) -> datetime.date:
    return timezone.localdate(moment) if isinstance(moment, datetime.datetime) else moment


def _line(waiting: Waiting) -> Line:
    since = late = ""
    if waiting.oldest is not None:
        since = _("the oldest since %(date)s") % {"date": format_date(_day(waiting.oldest))}
    if waiting.overdue:
        late = ngettext("%(count)s overdue", "%(count)s overdue", waiting.overdue) % {"count": waiting.overdue}
    return Line(waiting, since, late)


def _order(line: Line) -> tuple[bool, bool, datetime.date]:
    """What failed or is late first, and of these what has waited longest."""
    oldest = line.waiting.oldest
    return not line.waiting.overdue, not line.waiting.urgent, _day(oldest) if oldest else datetime.date.max


def _sourced_counts(model: type[Model]) -> dict[str, int]:
    return model._default_manager.order_by().aggregate(
        recalled=Count("pk", filter=Q(confidence=Confidence.RECALLED)),
        late=Count("pk", filter=Q(check_by__lt=timezone.localdate())),
    )


def _registers(request: HttpRequest) -> list[dict[str, Any]]:
    """For each register with something to do: records to confirm and to check again, texts by language and field."""
    translations: dict[str, list[Register]] = {}
    for register in registers_into(request, codes()):
        translations.setdefault(register.rows[0].address, []).append(register)
    groups = []
    for title, models in groups_for(request):
        rows = []
        for model in models:
            address = list_address(model)
            counts = _sourced_counts(model) if issubclass(model, Sourced) else {"recalled": 0, "late": 0}
            texts = [row for register in translations.get(address, []) for row in register.rows]
            total = Figures(
                *(sum(getattr(row.figures, part) for row in texts) for part in ("texts", "missing", "outdated"))
            )
            left = [row for row in texts if row.figures.open]
            if not (counts["recalled"] or counts["late"] or left):
                continue
            rows.append(
                {
                    "label": str(model._meta.verbose_name_plural),
                    "recalled": counts["recalled"],
                    "recalled_href": f"{address}?confidence__exact={Confidence.RECALLED}",
                    "late": counts["late"],
                    "late_href": f"{address}?check=overdue",
                    "figures": total,
                    "texts": [{"row": row, "language": name_of(row.code)} for row in left],
                }
            )
        if rows:
            groups.append({"title": title, "rows": rows})
    return groups


def _late_checks(registers: list[dict[str, Any]]) -> list[Line]:
    """Records past the day of their next check stand among what is late, too."""
    found = []
    for group in registers:
        for row in group["rows"]:
            if row["late"]:
                label = _("To be checked again: %(register)s") % {"register": row["label"]}
                waiting = Waiting(label, row["late"], row["late_href"], group["title"], overdue=row["late"])
                found.append(_line(waiting))
    return found


def home(request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    """Called by the admin's index (``UNFOLD["DASHBOARD_CALLBACK"]``)."""
    registers = _registers(request)
    lines = [_line(one) for one in todo.waiting_for(todo.CURATOR, request.user)]
    groups: dict[str, list[Line]] = {}
    for line in sorted((line for line in lines if not line.is_first), key=_order):
        groups.setdefault(line.waiting.group or _("Other"), []).append(line)
    first = sorted([line for line in [*lines, *_late_checks(registers)] if line.is_first], key=_order)
    return {**context, "first": first, "waiting": list(groups.items()), "registers": registers}
