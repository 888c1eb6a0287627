"""A draft as its readers will see it, for the people of that review and for their parts of it."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from foundation import richtext
from reviews import rendering, snapshot
from reviews.enums import RenderingKind
from reviews.models import DraftRendering, Review
from reviews.permissions import Access

#: A PDF of a draft is for looking at tonight; older ones are removed.
KEPT = timedelta(days=7)


def preview(review: Review, access: Access) -> dict[str, Any]:
    """The snapshot of the draft as it stands; a contributor's holds their own parts alone."""
    taken = snapshot.build(review, number=0, submitted_at="", declaration=None)
    return taken if access.is_focal_point else limited(taken, review, access)


def limited(taken: dict[str, Any], review: Review, access: Access) -> dict[str, Any]:
    """Only the sections and objectives that the person covers, with their pictures and files."""
    covered = {}
    for section in review.questionnaire.sections.all():
        if access.covers_section(section):
            covered[section.code] = section
    sections = []
    for entry in taken["sections"]:
        if entry["code"] not in covered:
            continue
        if "objectives" in entry:
            section = covered[entry["code"]]
            objectives = [one for one in entry["objectives"] if access.covers_objective(section, one["number"])]
            entry = {**entry, "objectives": objectives}
        sections.append(entry)
    used = {
        sha256
        for entry in sections
        for answer in [
            *entry.get("answers", []),
            *(answer for objective in entry.get("objectives", []) for answer in objective["answers"]),
        ]
        for text in answer["texts"].values()
        for sha256 in richtext.asset_hashes(text["html"])
    }
    mine = {
        **taken,
        "sections": sections,
        "assets": [one for one in taken["assets"] if one["sha256"] in used],
        "attachments": [one for one in taken["attachments"] if one["section"] in covered],
    }
    # Whatever else is told of the review as a whole is the focal point's to see.
    if "methodology" not in covered:
        mine.pop("consultations", None)
    mine.pop("dropped", None)
    return mine


@transaction.atomic
def request(*, review: Review, access: Access, language: str, kind: RenderingKind, by: User) -> DraftRendering:
    """The PDF of the draft as it stands now; one that was made of the same text is found again."""
    text = snapshot.canonical(preview(review, access))
    job, created = DraftRendering.objects.get_or_create(
        review=review,
        sha256=snapshot.checksum(text),
        language=language,
        kind=kind,
        template_version=rendering.TEMPLATE_VERSION,
        defaults={"snapshot": text, "queued_at": timezone.now(), "requested_by": by},
    )
    if created:
        rendering.enqueue(job)
    return job


def of_the_draft(review: Review, access: Access) -> tuple[dict[str, Any], list[DraftRendering]]:
    """The draft as it stands, and the PDFs that were asked for of exactly this text."""
    taken = preview(review, access)
    sha256 = snapshot.checksum(snapshot.canonical(taken))
    jobs = DraftRendering.objects.filter(
        review=review, sha256=sha256, template_version=rendering.TEMPLATE_VERSION
    ).defer("snapshot")
    return taken, rendering.in_order(jobs)


def clear(before: timedelta = KEPT) -> int:
    """Remove PDFs of drafts that are older; returns how many."""
    old = list(DraftRendering.objects.filter(queued_at__lt=timezone.now() - before).defer("snapshot"))
    for job in old:
        if job.file:
            job.file.storage.delete(job.file.name)
        job.delete()
    return len(old)
