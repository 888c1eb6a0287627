"""Updates of activities and of national networks: proposed by organizations, decided by curators.

What is accepted is written into the record in the same transaction, with a source that names the organization
and the day; what is declined has its reason. A curator may take a step of an activity without a proposal.
"""

import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.permissions import check_curate, is_curator
from foundation.decisions import Refused
from foundation.enums import Confidence
from foundation.models import Source, Sourced
from foundation.workflows import move
from network import notifications
from network.enums import Actor, RegionalRole, UpdateAction, UpdateState
from network.models import (
    Activity,
    ActivityTransition,
    Entity,
    NationalNetwork,
    NationalRoleOfEntity,
    Update,
    UpdateTransition,
    WorkPlan,
)
from network.permissions import check_decide, check_propose, check_withdraw, speaks_for
from network.representing import entities_of
from network.workflow import ACTIVITIES, UPDATES

#: After so many days without a word an activity that goes on is due for an update.
DUE_AFTER = datetime.timedelta(days=90)


def actions_for(user: Any, activity: Activity) -> list[str]:
    """The steps that this person may take or propose now, in the order of the table."""
    actor = Actor.NETWORK if is_curator(user) else Actor.ORGANIZATION
    return [one for one in ACTIVITIES.possible(activity.state) if actor in ACTIVITIES.transitions[one].by]


def _waits(thing: Activity | NationalNetwork) -> bool:
    return thing.updates.waiting().exists()


def _check_nothing_waits(thing: Activity | NationalNetwork) -> None:
    if _waits(thing):
        raise Refused(_("An update of this is waiting already. Withdraw it to propose another."))


@transaction.atomic
def propose_activity(
    *,
    activity: Activity,
    action: str,
    text: str,
    language: str,
    by: User,
    end: str = "",
    evidence: str = "",
) -> Update:
    """Propose a step of an activity, with what is to be said of it in public; tells the curators.

    Raises ``Refused`` for a person who does not speak for a lead entity, for a step that is not possible now or
    has no reason where one is demanded, and while another update waits.
    """
    check_propose(by, activity)
    Activity.objects.select_for_update().get(pk=activity.pk)
    _check_nothing_waits(activity)
    transition = ACTIVITIES.transitions[action]
    if not ACTIVITIES.is_possible(action, activity.state) or Actor.ORGANIZATION not in transition.by:
        raise Refused(_("This step is not possible now. Load the page again."))
    if transition.needs_note and not text.strip():
        raise Refused(_("Give the reason."))
    changes = {name: value for name, value in {"end": end, "evidence": evidence}.items() if value}
    update = Update.objects.create(
        activity=activity,
        entity=speaks_for(by, activity),
        action=action,
        changes=changes,
        text=text.strip(),
        language=language,
        by=by,
    )
    notifications.proposed(update)
    return update


@transaction.atomic
def propose_national(
    *, network: NationalNetwork, changes: dict[str, Any], text: str, language: str, by: User
) -> Update:
    """Propose what is to change of a national network (``changes_of`` says what can); tells the curators.

    Raises ``Refused`` for a person who does not speak for the coordinating entity, where nothing would change, and
    while another update waits.
    """
    check_propose(by, network)
    NationalNetwork.objects.select_for_update().get(pk=network.pk)
    _check_nothing_waits(network)
    if not changes:
        raise Refused(_("Nothing is changed here. Change something and send it again."))
    update = Update.objects.create(
        national=network,
        entity=speaks_for(by, network),
        changes=changes,
        text=text.strip(),
        language=language,
        by=by,
    )
    notifications.proposed(update)
    return update


def changes_of(network: NationalNetwork, given: dict[str, Any], language: str) -> dict[str, Any]:
    """What of ``given`` differs from the network: contact address, post, members who joined and left, a work plan."""
    changes: dict[str, Any] = {}
    if given["contact_email"] != network.contact_email:
        changes["contact_email"] = given["contact_email"]
    post = given["coordinator_post"]
    if post and post != (getattr(network, f"coordinator_post_{language}") or ""):
        changes["coordinator_post"] = post
    members = set(members_of(network).values_list("entity__acronym", flat=True))
    chosen = {entity.acronym for entity in given["members"]}
    if joined := sorted(chosen - members):
        changes["joined"] = joined
    if left := sorted(members - chosen):
        changes["left"] = left
    if given["plan_url"]:
        changes["work_plan"] = {
            "title": given["plan_title"],
            "url": given["plan_url"],
            "language": given["plan_language"],
            "start": given["plan_start"],
            "end": given["plan_end"],
        }
    return changes


def members_of(network: NationalNetwork):
    return NationalRoleOfEntity.objects.current().filter(network=network, role=RegionalRole.MEMBER)


@transaction.atomic
def take_step(
    *,
    activity: Activity,
    action: str,
    text: str,
    language: str,
    by: User,
    entity: Entity | None = None,
    end: str = "",
    evidence: str = "",
) -> ActivityTransition:
    """Take a step of an activity at once: a curator, with what is to be said of it in public.

    Raises ``Refused`` for everybody else and where a reason is demanded, ``StaleState`` where the activity has
    left the state in the meantime.
    """
    check_curate(by)
    changes = {name: value for name, value in {"end": end, "evidence": evidence}.items() if value}
    record = move(
        ACTIVITIES,
        activity,
        action,
        by=by,
        log=ActivityTransition,
        note=text,
        updated_on=timezone.localdate(),
        **changes,
    )
    ActivityTransition.objects.filter(pk=record.pk).update(entity=entity, language=language)
    record.entity, record.language = entity, language
    return record


def _source(update: Update) -> Source:
    day = timezone.localdate()
    return Source.objects.create(
        code=f"network:update-{update.pk}", title=f"{update.entity.acronym} · {update} · {day.isoformat()}"
    )


def _signed(record: Sourced, by: User) -> None:
    """What an organization says of itself and a curator has accepted is verified."""
    record.confirmed_on, record.confirmed_by = timezone.localdate(), str(by)


def _write_national(update: Update, source: Source, by: User) -> None:
    network, changes = update.national, update.changes
    if "contact_email" in changes:
        network.contact_email = changes["contact_email"]
    if "coordinator_post" in changes:
        setattr(network, f"coordinator_post_{update.language}", changes["coordinator_post"])
    network._change_reason = _("Update accepted: %(organization)s") % {"organization": update.entity}
    network.save()
    network.sources.add(source)
    for entity in Entity.objects.filter(acronym__in=changes.get("joined", [])):
        NationalRoleOfEntity.objects.create(network=network, entity=entity, role=RegionalRole.MEMBER)
    members_of(network).filter(entity__acronym__in=changes.get("left", [])).update(
        until=timezone.localdate().isoformat()
    )
    if plan := changes.get("work_plan"):
        made = WorkPlan(
            national=network,
            url=plan["url"],
            language=plan["language"],
            start=plan["start"],
            end=plan["end"],
            confidence=Confidence.VERIFIED,
        )
        setattr(made, f"title_{update.language}", plan["title"])
        _signed(made, by)
        made.save()
        made.sources.add(source)


@transaction.atomic
def accept(*, update: Update, by: User, note: str = "") -> None:
    """Write what was proposed into the record and tell who proposed it.

    Raises ``Refused`` for everybody but curators, ``StaleState`` where the update or the activity has been taken
    further in the meantime: then nothing is written.
    """
    check_decide(by, update)
    _decide(update, UpdateAction.ACCEPT, by, note)
    source = _source(update)
    if update.activity is not None:
        take_step(
            activity=update.activity,
            action=update.action,
            text=update.text,
            language=update.language,
            entity=update.entity,
            by=by,
            **update.changes,
        )
        update.activity.sources.add(source)
    else:
        _write_national(update, source, by)
    notifications.decided(update, note)


def _decide(update: Update, action: str, by: User, note: str) -> None:
    move(
        UPDATES,
        update,
        action,
        by=by,
        log=UpdateTransition,
        note=note,
        decided_by=by,
        decided_at=timezone.now(),
    )


@transaction.atomic
def decline(*, update: Update, by: User, note: str) -> None:
    """Leave the record as it is and tell who proposed it why. Raises as ``accept``."""
    check_decide(by, update)
    _decide(update, UpdateAction.DECLINE, by, note)
    notifications.decided(update, note)


@transaction.atomic
def withdraw(*, update: Update, by: User) -> None:
    """The organization takes its proposal back. Raises ``Refused`` for others, ``StaleState`` once it is decided."""
    check_withdraw(by, update)
    _decide(update, UpdateAction.WITHDRAW, by, "")


def waiting_updates():
    return Update.objects.waiting()


def visible_updates(user: Any):
    """Curators see every update, others those of organizations that they speak for, and their own."""
    if is_curator(user):
        return Update.objects.for_lists()
    return Update.objects.for_lists().filter(entity__in=entities_of(user))


def due_for_update(activities, on: datetime.date | None = None):
    """Those not ended of which nothing was said for ``DUE_AFTER``; none of which an update waits."""
    day = on or timezone.localdate()
    open_states = [state for state, owner in ACTIVITIES.owners.items() if owner == Actor.ORGANIZATION]
    return activities.filter(state__in=open_states, updated_on__lt=day - DUE_AFTER).exclude(
        updates__state=UpdateState.WAITING
    )
