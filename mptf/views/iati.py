"""Joint programmes for systems that read IATI."""

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import cache_control
from django.views.decorators.http import condition, require_safe

from mptf import iati

_TYPE = "application/xml; charset=utf-8"


def _etag(request: HttpRequest, slug: str = "") -> str:
    return f'"{iati.version_of_file()}{slug}"'


@require_safe
@cache_control(public=True, max_age=300)
@condition(etag_func=_etag)
def activities(request: HttpRequest) -> HttpResponse:
    """All joint programmes that the standard admits, in one file."""
    return StreamingHttpResponse(iati.stream(iati.activities()), content_type=_TYPE)


@require_safe
@cache_control(public=True, max_age=300)
@condition(etag_func=_etag)
def activity(request: HttpRequest, slug: str) -> HttpResponse:
    """One joint programme. Raises ``Http404`` where the standard does not admit it as it is."""
    found = iati.activities().filter(slug=slug)
    get_object_or_404(found)
    return StreamingHttpResponse(iati.stream(found), content_type=_TYPE)
