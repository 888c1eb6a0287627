"""Pictures and files of a review: judged by content, stored by checksum, private until published."""

import hashlib
from io import BytesIO

from django.core.files import File
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.models import User
from foundation import files, pictures
from foundation.decisions import Refused
from reviews.models import Attachment, ObjectiveReport, Picture, Question, Review, Section, StoredAsset
from reviews.permissions import access_to, can_edit

MAX_ATTACHMENTS = 60
MAX_PICTURES = 60


@transaction.atomic
def add_picture(*, review: Review, file: File, by: User) -> Picture:
    """Store a picture, written anew from its pixels; the same picture twice is stored once.

    Raises ``foundation.pictures.PictureError`` for what is not a picture or is too large,
    ``Refused`` when the person may not edit this review or it has too many pictures.
    """
    access = access_to(review, by)
    if not access.is_author or not review.is_editable:
        raise Refused(_("You may not add pictures to this review."))
    if review.pictures.count() >= MAX_PICTURES:
        raise Refused(_("A review may hold up to %(count)s pictures.") % {"count": MAX_PICTURES})
    clean = pictures.clean_picture(file)
    existing = review.pictures.filter(sha256=clean.sha256).first()
    if existing:
        return existing
    extension = {"image/png": "png", "image/jpeg": "jpg"}[clean.mime]
    picture = Picture(
        review=review,
        sha256=clean.sha256,
        media_type=clean.mime,
        width=clean.width,
        height=clean.height,
        added_by=by,
    )
    picture.file.save(f"{clean.sha256}.{extension}", ContentFile(clean.bytes), save=False)
    picture.save()
    return picture


@transaction.atomic
def add_attachment(
    *,
    review: Review,
    section: Section,
    file: File,
    title: str,
    language: str,
    by: User,
    question: Question | None = None,
    report: ObjectiveReport | None = None,
) -> Attachment:
    """Annex a file to a section, or to one answer of it.

    Raises ``foundation.files.FileError`` for a type that is not accepted (by content, not by
    name), ``Refused`` when the person may not edit the section or there are too many files.
    """
    decision = can_edit(access_to(review, by), review, section, report.objective.number if report else None)
    if not decision:
        raise Refused(decision.reason)
    if review.attachments.count() >= MAX_ATTACHMENTS:
        raise Refused(_("A review may hold up to %(count)s files.") % {"count": MAX_ATTACHMENTS})
    clean = files.clean_upload(file)
    attachment = Attachment(
        review=review,
        section=section,
        question=question,
        objective_report=report,
        title=title,
        language=language,
        name=clean.name,
        media_type=clean.media_type,
        size=len(clean.content),
        sha256=clean.sha256,
        added_by=by,
    )
    attachment.file.save(f"{clean.sha256}{clean.extension}", ContentFile(clean.content), save=False)
    try:
        with transaction.atomic():
            attachment.save()
    except IntegrityError:
        if question is not None:
            raise Refused(_("This file is already annexed to this answer.")) from None
        raise Refused(_("This file is already annexed to this section.")) from None
    return attachment


@transaction.atomic
def remove_attachment(*, attachment: Attachment, by: User) -> None:
    """Take a file out of the working copy; submissions that refer to it keep their own copy."""
    report = attachment.objective_report
    number = report.objective.number if report else None
    decision = can_edit(access_to(attachment.review, by), attachment.review, attachment.section, number)
    if not decision:
        raise Refused(decision.reason)
    attachment.delete()


def keep_asset(*, sha256: str, file: File, media_type: str) -> StoredAsset:
    """Copy a file to where submissions find it; by checksum, so each content is kept once."""
    asset = StoredAsset.objects.filter(sha256=sha256).first()
    if asset:
        return asset
    with file.open("rb") as opened:
        content = opened.read()
    if hashlib.sha256(content).hexdigest() != sha256:
        raise ValueError(f"file {file.name} does not have the checksum {sha256}")
    asset = StoredAsset(sha256=sha256, media_type=media_type, size=len(content))
    extension = file.name[file.name.rfind(".") :]
    asset.file.save(f"{sha256}{extension}", File(BytesIO(content)), save=False)
    asset.save()
    return asset


def asset_bytes(sha256: str) -> bytes:
    """The content of a kept file; raises ``StoredAsset.DoesNotExist``."""
    with StoredAsset.objects.get(sha256=sha256).file.open("rb") as opened:
        return opened.read()
