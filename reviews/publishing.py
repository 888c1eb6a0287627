"""From a declared submission to a public, numbered version, and what is derived from it."""

import json
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from foundation import richtext
from foundation.arabic import normalize
from reviews import rendering, snapshot
from reviews.attaching import keep_asset
from reviews.models import Publication, PublicationLink, PublicationText, PublishedObjective, Review, Submission


def _same_review(review: Review) -> dict[str, Any]:
    return {
        "review__country": review.country_id,
        "review__round": review.round_id,
        "review__level": review.level,
    }


@transaction.atomic
def write_submission(*, review: Review, by: User, declaration: dict[str, str]) -> Submission:
    """Take the snapshot and write it down for good; copies the files it refers to and queues its PDFs."""
    now = timezone.now()
    # Numbers go on when a review was withdrawn and started anew: a reference names one text for ever.
    earlier = Submission.objects.filter(**_same_review(review)).order_by("-number")
    number = (earlier.values_list("number", flat=True).first() or 0) + 1
    taken = snapshot.build(
        review,
        number=number,
        submitted_at=now.strftime("%Y-%m-%dT%H:%M:%SZ"),
        declaration=declaration,
    )
    text = snapshot.canonical(taken)
    submission = Submission.objects.create(
        review=review,
        number=number,
        snapshot=text,
        schema_version=snapshot.SCHEMA_VERSION,
        sha256=snapshot.checksum(text),
        submitted_at=now,
        submitted_by=by,
        declared_name=declaration["name"],
        declared_post=declaration["post"],
        declared_institution=declaration["institution"],
    )
    hashes = {asset["sha256"] for asset in taken["assets"]}
    for picture in review.pictures.filter(sha256__in=hashes):
        keep_asset(sha256=picture.sha256, file=picture.file, media_type=picture.media_type)
    for attachment in review.attachments.all():
        keep_asset(sha256=attachment.sha256, file=attachment.file, media_type=attachment.media_type)
    rendering.request(submission=submission)
    return submission


@transaction.atomic
def write_publication(*, submission: Submission, by: User, correction_note: str = "") -> Publication:
    """Publish exactly what was submitted; the version before it stays at its own address."""
    same = {f"submission__{name}": value for name, value in _same_review(submission.review).items()}
    previous = Publication.objects.filter(**same).order_by("-number").first()
    publication = Publication.objects.create(
        submission=submission,
        number=previous.number + 1 if previous else 1,
        published_at=timezone.now(),
        published_by=by,
        supersedes=previous,
        correction_note=correction_note,
    )
    rebuild_texts(publication)
    rendering.request(submission=submission, kinds=rendering.ALL_EDITIONS)
    return publication


def _rows(publication: Publication, taken: dict[str, Any]) -> list[PublicationText]:
    rows = []

    def add(section: dict[str, Any], answer: dict[str, Any], objective: dict[str, Any] | None = None) -> None:
        for language, text in answer["texts"].items():
            plain = richtext.plain(text["html"])
            rows.append(
                PublicationText(
                    publication=publication,
                    language=language,
                    section=section["code"],
                    question=answer["question"],
                    objective=objective["number"] if objective else None,
                    principle=answer["principle"]["number"] if "principle" in answer else None,
                    is_priority=bool(objective and objective["is_priority"]),
                    stage=objective["stage"]["code"] if objective and objective["stage"] else "",
                    text=plain,
                    normalized=normalize(plain),
                )
            )

    for section in taken["sections"]:
        for answer in section.get("answers", []):
            add(section, answer)
        for objective in section.get("objectives", []):
            for answer in objective["answers"]:
                add(section, answer, objective)
    return rows


def _links(publication: Publication, taken: dict[str, Any]) -> list[PublicationLink]:
    return [
        PublicationLink(
            publication=publication,
            kind=entry["kind"],
            key=entry["key"],
            section=section["code"],
            question=answer["question"],
            objective=number,
        )
        for section in taken["sections"]
        for number, answers in [
            (None, section.get("answers", [])),
            *((objective["number"], objective["answers"]) for objective in section.get("objectives", [])),
        ]
        for answer in answers
        for entry in answer.get("registers", [])
    ]


@transaction.atomic
def rebuild_texts(publication: Publication) -> None:
    """Derive what search and tables read; only from the publication, never from a draft."""
    taken = json.loads(publication.submission.snapshot)
    publication.texts.all().delete()
    publication.objectives.all().delete()
    publication.links.all().delete()
    PublicationLink.objects.bulk_create(_links(publication, taken))
    PublicationText.objects.bulk_create(_rows(publication, taken))
    PublishedObjective.objects.bulk_create(
        PublishedObjective(
            publication=publication,
            number=objective["number"],
            is_priority=objective["is_priority"],
            stage=objective["stage"]["code"] if objective["stage"] else "",
        )
        for section in taken["sections"]
        for objective in section.get("objectives", [])
    )
