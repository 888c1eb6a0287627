"""A practice is written, submitted, agreed, published and followed: each function does one transaction."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.files import File
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from accounts.models import User
from capacity import practice_notifications as notifications
from capacity.enums_practices import PracticeAction, PracticeState, Submitter
from capacity.models import (
    Practice,
    PracticeCheck,
    PracticeCriterion,
    PracticeEdit,
    PracticeMaterial,
    PracticePublication,
    PracticeTransition,
)
from capacity.models.practices import LINKED, PLAIN, TEXTS
from capacity.practice_permissions import check_begin, check_edit, check_take, check_write
from capacity.workflow_practices import PRACTICE, WRITABLE
from countries.models import Country
from foundation.decisions import Refused
from foundation.language import codes, name_of
from foundation.workflows import move
from network.models import Entity

MOST_MATERIALS = 20
#: What a practice must say before it is submitted, and before it is published.
DEMANDED = ("title", "summary", "context", "done", "results", "transferability")


@dataclass(frozen=True)
class Gap:
    """What is missing: the field and a sentence."""

    field: str
    message: str


class Incomplete(Exception):
    """It cannot go further yet; ``gaps`` says what is missing."""

    def __init__(self, gaps: list[Gap]):
        super().__init__(f"{len(gaps)} gaps")
        self.gaps = gaps


class Conflict(Exception):
    """Somebody else saved it since this person opened it; nothing has been overwritten."""


@transaction.atomic
def begin(
    *, submitter: str, by: User, language: str, country: Country | None = None, entity: Entity | None = None
) -> Practice:
    """Start a draft. Raises ``Refused`` where the person speaks for neither."""
    check_begin(by, submitter=submitter, country=country, entity=entity)
    practice = Practice.objects.create(
        submitter=submitter, country=country, entity=entity, language=language, started_by=by
    )
    if country is not None:
        practice.countries.add(country)
    return practice


@transaction.atomic
def save(*, practice: Practice, version: int, facts: Mapping[str, Any], linked: Mapping[str, Any], by: User) -> None:
    """Keep what was written so far, complete or not.

    Raises ``Conflict`` where ``version`` is not the latest, ``Refused`` where it cannot be edited any more.
    """
    check_write(by, practice)
    saved = Practice.objects.filter(pk=practice.pk, version=version, state__in=WRITABLE).update(
        **facts, version=F("version") + 1
    )
    if not saved:
        raise Conflict
    practice.refresh_from_db()
    for name, values in linked.items():
        getattr(practice, name).set(values)


@transaction.atomic
def add_material(
    *, practice: Practice, title: str, language: str, by: User, file: File | None = None, url: str = ""
) -> PracticeMaterial:
    """A file (judged by its content) or a link. Raises ``FileError``, ``Refused``."""
    check_write(by, practice)
    if practice.materials.filter(is_current=True).count() >= MOST_MATERIALS:
        raise Refused(_("A practice has up to %(count)s files and links.") % {"count": MOST_MATERIALS})
    material = PracticeMaterial(practice=practice, title=title, language=language, url=url, size=0)
    if file is not None:
        material.keep(file)
    material.save()
    return material


@transaction.atomic
def remove_material(*, material: PracticeMaterial, by: User) -> None:
    """Take it out of the draft; a published version keeps it."""
    check_write(by, material.practice)
    material.is_current = False
    material.save(update_fields=["is_current"])


def gaps(practice: Practice) -> list[Gap]:
    """What the author has still to say before it can be submitted."""
    field = Practice._meta.get_field
    found = [
        Gap(name, _("Fill in: %(field)s.") % {"field": field(name).verbose_name})
        for name in [*DEMANDED, "kind", "institution"]
        if not getattr(practice, name)
    ]
    found += [
        Gap(name, _("Choose at least one: %(field)s.") % {"field": field(name).verbose_name})
        for name in ("objectives", "countries")
        if not getattr(practice, name).exists()
    ]
    if practice.submitter == Submitter.NETWORK and not practice.source:
        found.append(Gap("source", _("Name the source.")))
    if not practice.consent:
        found.append(Gap("consent", _("The practice can only be checked once you agree that it is published.")))
    return found


def _step(practice: Practice, action: str, *, by: User, note: str = "", **changes: Any) -> PracticeTransition:
    check_take(by, practice, action)
    return move(PRACTICE, practice, action, by=by, log=PracticeTransition, note=note, **changes)


@transaction.atomic
def submit(*, practice: Practice, by: User) -> None:
    """Send it to the Network; what was written is kept as it is. Raises ``Incomplete``."""
    as_submitted = {name: getattr(practice, name) for name in TEXTS} | {"language": practice.language}
    step = _step(
        practice,
        PracticeAction.SUBMIT,
        by=by,
        submitted_at=timezone.now(),
        round=practice.round + 1,
        as_submitted=as_submitted,
    )
    if missing := gaps(practice):
        raise Incomplete(missing)
    notifications.to_the_network(practice, step)


@transaction.atomic
def save_edit(*, practice: Practice, version: int, texts: Mapping[str, str], by: User) -> None:
    """Keep the text for publication. Raises ``Conflict``, ``Refused``."""
    check_edit(by, practice)
    if not PracticeEdit.objects.filter(practice=practice, version=version).update(**texts, version=F("version") + 1):
        raise Conflict


def edit_gaps(practice: Practice) -> list[Gap]:
    """Every text that stands in one language stands in the other; title and summary always."""
    edit = PracticeEdit.objects.get(practice=practice)
    found = []
    for name in TEXTS:
        texts = {code: getattr(edit, f"{name}_{code}") for code in codes()}
        if name in DEMANDED or any(texts.values()):
            label = Practice._meta.get_field(name).verbose_name
            found += [
                Gap(
                    f"{name}_{code}",
                    _("Missing in %(language)s: %(field)s.") % {"language": name_of(code), "field": label},
                )
                for code, text in texts.items()
                if not text
            ]
    return found


@transaction.atomic
def propose(*, practice: Practice, by: User, note: str = "") -> None:
    """Ask the author whether the text may be published so. Raises ``Incomplete`` where a language is missing."""
    step = _step(practice, PracticeAction.PROPOSE, by=by, note=note)
    if missing := edit_gaps(practice):
        raise Incomplete(missing)
    notifications.to_the_author(practice, step)


@transaction.atomic
def agree(*, practice: Practice, by: User, note: str = "") -> None:
    notifications.to_the_network(practice, _step(practice, PracticeAction.AGREE, by=by, note=note))


@transaction.atomic
def object_to(*, practice: Practice, by: User, note: str) -> None:
    notifications.to_the_network(practice, _step(practice, PracticeAction.OBJECT, by=by, note=note))


def outcome_of(practice: Practice) -> list[dict[str, str]]:
    """Criterion by criterion what the checks agree on: met where all say so, partly where they do not agree."""
    checks = PracticeCheck.objects.filter(practice=practice, round=practice.round).prefetch_related(
        "findings__criterion"
    )
    verdicts: dict[PracticeCriterion, set[str]] = {}
    for check in checks:
        for finding in check.findings.all():
            verdicts.setdefault(finding.criterion, set()).add(finding.verdict)
    return [
        {"verdict": found.pop() if len(found) == 1 else "partly"}
        | {f"text_{code}": getattr(criterion, f"text_{code}") or "" for code in codes()}
        for criterion, found in sorted(verdicts.items(), key=lambda pair: pair[0].position)
    ]


def _free_slug(practice: Practice, title: str) -> str:
    stem = slugify(title)[:70].strip("-") or "practice"
    return stem if not Practice.objects.filter(slug=stem).exclude(pk=practice.pk).exists() else f"{stem}-{practice.pk}"


@transaction.atomic
def publish(*, practice: Practice, by: User, note: str = "") -> PracticePublication:
    """Write the next version from the agreed text; the version before stays under its own address."""
    step = _step(practice, PracticeAction.PUBLISH, by=by, note=note)
    edit = practice.edit
    last_check = practice.checks.filter(round=practice.round).order_by("-given_at").values_list("given_at", flat=True)
    publication = PracticePublication.objects.create(
        practice=practice,
        number=practice.publications.count() + 1,
        checked_on=timezone.localdate(last_check[0]),
        outcome=outcome_of(practice),
        **{name: getattr(practice, name) for name in PLAIN},
        **{f"{name}_{code}": getattr(edit, f"{name}_{code}") for name in TEXTS for code in codes()},
    )
    for name in LINKED:
        getattr(publication, name).set(getattr(practice, name).all())
    publication.materials.set(practice.materials.filter(is_current=True))
    practice.slug = practice.slug or _free_slug(practice, publication.title_en)
    practice.current = publication
    today = timezone.localdate()
    practice.check_by = today.replace(year=today.year + 2, day=min(today.day, 28))
    practice.save(update_fields=["slug", "current", "check_by"])
    notifications.to_the_author(practice, step)
    return publication


@transaction.atomic
def follow(*, practice: Practice, action: str, by: User, note: str = "") -> None:
    """The steps that entail nothing but the word of it: revise, keep, archive, restore, decline, withdraw."""
    step = _step(practice, action, by=by, note=note)
    notifications.to_the_author(practice, step)
    if not by.is_curator and practice.submitted_at:
        notifications.to_the_network(practice, step)


def is_public(practice: Practice) -> bool:
    return practice.current_id is not None and practice.state != PracticeState.ARCHIVED
