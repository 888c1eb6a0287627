"""Files of reviews. None has a public folder: each request asks who is there and what is public."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.files import File
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_POST, require_safe

from foundation.decisions import Refused
from foundation.pictures import PictureError
from reviews import attaching, rendering
from reviews.enums import RenderingKind, RenderingState
from reviews.models import Attachment, StoredAsset, Submission
from reviews.permissions import Access
from reviews.reading import attachment_entry, find_publication
from reviews.views.finding import find_draft, find_review

#: The only types that a browser may show; everything else is downloaded.
SHOWN = {"image/png", "image/jpeg"}


def _send(file: File, *, media_type: str, name: str) -> FileResponse:
    """A file as it is: pictures may be shown, all else is saved; never run as a page of ours."""
    response = FileResponse(file, as_attachment=media_type not in SHOWN, filename=name, content_type=media_type)
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _pdf(request: HttpRequest, submission: Submission, name: str) -> HttpResponse:
    language = request.GET.get("lang") or get_language()
    kind = request.GET.get("edition") or RenderingKind.FULL.value
    found = submission.renderings.filter(
        language=language, kind=kind, state=RenderingState.DONE, template_version=rendering.TEMPLATE_VERSION
    ).first()
    if found is None:
        raise Http404(_("This PDF is not ready yet."))
    edition = "" if kind == RenderingKind.FULL else f"-{kind}"
    response = FileResponse(
        found.file.open("rb"), filename=f"{name}{edition}-{language}.pdf", content_type="application/pdf"
    )
    response["X-Content-Type-Options"] = "nosniff"
    return response


@require_safe
@cache_control(public=True, max_age=300)
def publication_pdf(request: HttpRequest, iso3: str, round: str, number: int | None = None) -> HttpResponse:
    """The PDF of a publication, in ``?lang=`` or the language of the page, ``?edition=`` full, answered or summary."""
    found = find_publication(iso3, round, number)
    return _pdf(request, found.submission, f"{iso3}-{round}-v{found.number}")


@require_safe
@cache_control(public=True, max_age=86400, immutable=True)
def publication_asset(request: HttpRequest, iso3: str, round: str, number: int, sha256: str) -> HttpResponse:
    """A picture or an annexed file of a publication; others of the same country stay private."""
    found = find_publication(iso3, round, number)
    entry = attachment_entry(found.submission, sha256)
    if entry is None:
        raise Http404
    asset = get_object_or_404(StoredAsset, sha256=sha256)
    return _send(asset.file.open("rb"), media_type=entry["type"], name=entry.get("name") or asset.file.name)


@require_safe
@never_cache
@login_required
def submission_pdf(request: HttpRequest, iso3: str, round: str, number: int) -> HttpResponse:
    """The PDF of a submission, for the people of the review and for the Network."""
    review, access = find_review(request, iso3, round)
    submission = get_object_or_404(review.submissions, number=number)
    if not (access.is_author or access.is_network):
        raise Http404
    return _pdf(request, submission, submission.reference)


@require_safe
@never_cache
@login_required
def submission_asset(request: HttpRequest, iso3: str, round: str, number: int, sha256: str) -> HttpResponse:
    """A picture or file of a submission, for the people of the review and for the Network."""
    review, access = find_review(request, iso3, round)
    submission = get_object_or_404(review.submissions, number=number)
    entry = attachment_entry(submission, sha256)
    if entry is None or not (access.is_author or access.is_network):
        raise Http404
    asset = get_object_or_404(StoredAsset, sha256=sha256)
    return _send(asset.file.open("rb"), media_type=entry["type"], name=entry.get("name") or asset.file.name)


@require_safe
@never_cache
@login_required
def draft_picture(request: HttpRequest, iso3: str, round: str, sha256: str) -> HttpResponse:
    """A picture of the working copy, for the people of that review only."""
    review, _access = find_draft(request, iso3, round)
    picture = get_object_or_404(review.pictures, sha256=sha256)
    return _send(picture.file.open("rb"), media_type=picture.media_type, name=picture.file.name.rsplit("/")[-1])


def _covers(access: Access, attachment: Attachment) -> bool:
    if attachment.objective_report:
        return access.covers_objective(attachment.section, attachment.objective_report.objective.number)
    return access.covers_section(attachment.section)


@require_safe
@never_cache
@login_required
def draft_attachment(request: HttpRequest, iso3: str, round: str, sha256: str) -> HttpResponse:
    """An annexed file of the working copy, for the people of that review only."""
    review, access = find_draft(request, iso3, round)
    rows = review.attachments.filter(sha256=sha256).select_related("section", "objective_report__objective")
    attachment = next((row for row in rows if _covers(access, row)), None)
    if attachment is None:
        raise Http404
    return _send(attachment.file.open("rb"), media_type=attachment.media_type, name=attachment.name)


@require_POST
@login_required
def attachment_remove(request: HttpRequest, iso3: str, round: str, code: str, pk: int) -> HttpResponse:
    review, _access = find_draft(request, iso3, round)
    attachment = get_object_or_404(
        Attachment.objects.select_related("section", "review"), pk=pk, review=review, section__code=code
    )
    attaching.remove_attachment(attachment=attachment, by=request.user)
    messages.success(request, _("The file has been removed."))
    return redirect("reviews:review_section", review.country.iso3, review.round.code, code)


@require_POST
@login_required
def picture_add(request: HttpRequest, iso3: str, round: str) -> HttpResponse:
    """Store a picture and answer with its checksum, for the editor in the browser."""
    review, _access = find_draft(request, iso3, round)
    file = request.FILES.get("file")
    if file is None:
        return JsonResponse({"error": _("Choose a picture.")}, status=422)
    try:
        picture = attaching.add_picture(review=review, file=file, by=request.user)
    except PictureError as error:
        return JsonResponse({"error": " ".join(error.messages)}, status=422)
    except Refused as refusal:
        return JsonResponse({"error": refusal.reason}, status=403)
    return JsonResponse({"sha256": picture.sha256, "width": picture.width, "height": picture.height}, status=201)
