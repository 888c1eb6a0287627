"""What readers see of published reviews: publications and their snapshots, nothing else."""

import json
from typing import Any

from django.db.models import QuerySet
from django.http import Http404

from reviews.comparing import answers_of
from reviews.enums import RenderingKind, RenderingState
from reviews.models import Publication, Rendering, Submission
from reviews.rendering import TEMPLATE_VERSION


def snapshot_of(submission: Submission) -> dict[str, Any]:
    """The parsed snapshot; parsed once per instance."""
    if not hasattr(submission, "_snapshot"):
        submission._snapshot = json.loads(submission.snapshot)
    return submission._snapshot


def find_publication(iso3: str, round: str, number: int | None = None) -> Publication:
    """The publication in force of a country's review, or one of its numbered versions.

    Raises ``Http404``: an unpublished review is not there, whatever its state.
    """
    found = Publication.objects.filter(
        submission__review__country__iso3=iso3, submission__review__round__code=round
    ).select_related("submission__review__country", "submission__review__round", "supersedes", "superseded_by")
    publication = found.filter(number=number).first() if number is not None else found.order_by("-number").first()
    if publication is None:
        raise Http404
    return publication


def published_versions(publication: Publication) -> QuerySet[Publication]:
    """All versions of the same review, this one included, newest first."""
    review = publication.submission.review
    return (
        Publication.objects.for_lists()
        .filter(
            submission__review__country=review.country_id,
            submission__review__round=review.round_id,
            submission__review__level=review.level,
        )
        .order_by("-number")
    )


def previous_version(publication: Publication) -> Publication | None:
    """The version of the same review before this one."""
    return published_versions(publication).filter(number__lt=publication.number).first()


def previous_review(publication: Publication) -> Publication | None:
    """The publication in force of the same country in the latest round before."""
    review = publication.submission.review
    return (
        Publication.objects.latest_versions()
        .filter(
            submission__review__country=review.country_id,
            submission__review__level=review.level,
            submission__review__round__position__lt=review.round.position,
        )
        .select_related("submission__review__country", "submission__review__round")
        .defer("submission__snapshot")
        .order_by("-submission__review__round__position")
        .first()
    )


def ready_pdfs(publication: Publication) -> QuerySet[Rendering]:
    """The PDFs of this version that a reader can have now."""
    return publication.submission.renderings.filter(
        kind=RenderingKind.FULL, state=RenderingState.DONE, template_version=TEMPLATE_VERSION
    ).order_by("language")


def attachment_entry(submission: Submission, sha256: str) -> dict[str, Any] | None:
    """What the snapshot says of a picture or file with this checksum; ``None`` if it has none."""
    entries = files_in(snapshot_of(submission))
    return next((entry for entry in entries if entry["sha256"] == sha256), None)


def files_in(taken: dict[str, Any]) -> list[dict[str, Any]]:
    """Every picture and file of a snapshot: of its texts, its sections and its answers."""
    evidence = [file for answer in answers_of(taken).values() for file in answer.get("evidence", {}).get("files", [])]
    return [*taken["assets"], *taken["attachments"], *evidence]
