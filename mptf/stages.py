"""The stage of a joint programme and its history: the programme is where its latest change of stage put it."""

from django.db import transaction

from foundation.models import Source
from mptf.models import JointProgramme, StageChange


@transaction.atomic
def record_stage(*, programme: JointProgramme, stage: str, since: str, source: Source | None = None) -> StageChange:
    """Write down that a programme is, or was, at ``stage`` since a date; it is there now if nothing later is known.

    ``since`` may be a year, a month or a day. The same change twice is one row; a source that comes later is added.
    """
    change, created = StageChange.objects.get_or_create(
        programme=programme, stage=stage, since=since, defaults={"source": source}
    )
    if not created and source is not None and change.source_id is None:
        change.source = source
        change.save()
    follow_history(programme)
    return change


def follow_history(programme: JointProgramme) -> bool:
    """Bring the stage of a programme in line with its latest change; ``False`` where there was nothing to do.

    A programme without dated changes keeps the stage that a source gave it.
    """
    latest = programme.stage_changes.order_by("since", "pk").last()
    if latest is None or latest.stage == programme.stage:
        return False
    programme.stage = latest.stage
    programme.save(update_fields=["stage"])
    return True
