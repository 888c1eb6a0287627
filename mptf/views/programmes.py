"""The register of joint programmes and the page of each."""

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from foundation.previewing import shown_to
from mptf.models import JointProgramme, ProgrammeDocument


@require_safe
@cache_control(public=True, max_age=300)
def programme_document(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """A document that is kept here, to save; one that is published elsewhere has its own address."""
    document = get_object_or_404(
        ProgrammeDocument.objects.filter(programme__in=shown_to(request, JointProgramme.objects)),
        programme__slug=slug,
        pk=pk,
    )
    if not document.file:
        raise Http404(_("This document is not kept here."))
    response = FileResponse(
        document.file.open("rb"), as_attachment=True, filename=document.name, content_type=document.media_type
    )
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    return response
