"""The draft as its readers will see it: on a page and as PDF, for the people of that review alone."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from reviews import previewing, rendering, snapshot
from reviews.enums import RenderingKind, RenderingState
from reviews.models import DraftRendering
from reviews.views.finding import find_draft


def _context(request: HttpRequest, iso3: str, round: str) -> dict:
    review, access = find_draft(request, iso3, round)
    taken, jobs = previewing.of_the_draft(review, access)
    asked = {(job.kind, job.language): job for job in jobs}
    return {
        "review": review,
        "access": access,
        "snapshot": taken,
        "editions": [
            {"kind": kind, "language": language, "job": asked.get((kind.value, language))}
            for kind in RenderingKind
            for language, _name in settings.LANGUAGES
        ],
        "is_waiting": any(job.is_waiting for job in jobs),
    }


@require_safe
@never_cache
@login_required
def review_preview(request: HttpRequest, iso3: str, round: str) -> HttpResponse:
    """The draft drawn as a published review would be; a contributor sees their own parts."""
    context = _context(request, iso3, round)
    args = [iso3, round]
    context["asset_url"] = lambda sha256: reverse("reviews:draft_picture", args=[*args, sha256])
    context["file_url"] = lambda sha256: reverse("reviews:draft_attachment", args=[*args, sha256])
    return render(request, "reviews/review_preview.html", context)


@require_safe
@never_cache
@login_required
def preview_status(request: HttpRequest, iso3: str, round: str) -> HttpResponse:
    """The part of the preview that changes while a PDF is being made."""
    return render(request, "reviews/_draft_renderings.html", _context(request, iso3, round))


@require_POST
@login_required
def preview_request(request: HttpRequest, iso3: str, round: str) -> HttpResponse:
    """Ask for the PDF of the draft as it stands; asking again for the same text finds the same file."""
    review, access = find_draft(request, iso3, round)
    language, kind = request.POST.get("language", ""), request.POST.get("kind", "")
    if language not in dict(settings.LANGUAGES) or kind not in RenderingKind.values:
        raise Http404
    job = previewing.request(
        review=review, access=access, language=language, kind=RenderingKind(kind), by=request.user
    )
    if rendering.retry(rendering=job):
        messages.info(request, _("The PDF is being made again."))
    return redirect(f"{reverse('reviews:review_preview', args=[iso3, round])}#pdf")


@require_safe
@never_cache
@login_required
def preview_pdf(request: HttpRequest, iso3: str, round: str, pk: int) -> HttpResponse:
    """A PDF of a draft, for those whose part of the review it holds."""
    review, access = find_draft(request, iso3, round)
    job = get_object_or_404(DraftRendering, pk=pk, review=review, state=RenderingState.DONE)
    # A contributor's parts may have become fewer since: what they may have is what they would get now.
    current = snapshot.checksum(snapshot.canonical(previewing.preview(review, access)))
    if not access.is_focal_point and current != job.sha256:
        raise Http404
    response = FileResponse(
        job.file.open("rb"),
        filename=f"{iso3}-{round}-draft-{job.kind}-{job.language}.pdf",
        content_type="application/pdf",
    )
    response["X-Content-Type-Options"] = "nosniff"
    return response
