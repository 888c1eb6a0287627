"""What a curator should look at: figures that do not agree, and programmes that outlive their end."""

from django.db.models import QuerySet
from django.utils import timezone

from mptf import figures, money
from mptf.enums import BudgetKind, Stage
from mptf.models import BudgetLine, JointProgramme


def differing() -> list[int]:
    """Keys of real programmes whose approved rows add up to something else than the budget that a source prints.

    Where a row cannot be given in US dollars nothing can be said, and nothing is.
    """
    printed = dict(JointProgramme.objects.real().exclude(budget_usd=None).order_by().values_list("pk", "budget_usd"))
    rows = BudgetLine.objects.filter(programme__in=printed, kind=BudgetKind.APPROVED)
    found = figures.totals_by(rows, "programme_id")
    return sorted(key for key, total in found.items() if money.difference(printed[key], total))


def past_their_end() -> QuerySet[JointProgramme]:
    """Real programmes that are said to run although the last day that their end can mean is over."""
    day = timezone.localdate().isoformat()
    # Partial dates compare as text; a year or a month is over when its own part of the day is behind.
    ended = JointProgramme.objects.real().filter(stage=Stage.RUNNING).exclude(end="")
    return ended.filter(end__lt=day).exclude(end__in=[day[:4], day[:7]])
