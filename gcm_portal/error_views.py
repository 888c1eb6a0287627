"""Pages that say what went wrong: friendly, in the reader's language, with a way on.

They may be called before any middleware ran, and the one for 500 with the database gone; so the
language is found here and the frame of the page asks for nothing.
"""

import logging

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseServerError, JsonResponse
from django.template.loader import render_to_string
from django.utils import translation

from foundation import language
from gcm_portal.context import Portal

logger = logging.getLogger(__name__)

# The last resort, when not even a template can be drawn. In each language; nothing in it can fail.
BARE = """<!doctype html>
<html lang="en" dir="ltr">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>GCM portal</title></head>
<body>
<main>
<h1 lang="ar" dir="rtl">حدث خطأ في الخادم</h1>
<p lang="ar" dir="rtl">الخطأ من جانبنا لا من جانبكم. يُرجى المحاولة مرة أخرى بعد دقائق.</p>
<h1>The server has failed</h1>
<p>The fault is ours, not yours. Please try again in a few minutes.</p>
</main>
</body>
</html>
"""


def language_of(request: HttpRequest) -> str:
    """The language of the address; failing that, the first of ours that the browser asks for."""
    return language.language_of_path(request.path_info) or translation.get_language_from_request(request)


#: Machines that read the open data are answered in JSON, whatever went wrong.
OPEN_DATA = "/api/"
WORDS = {400: "Bad request.", 403: "Forbidden.", 404: "Not found.", 500: "Server error."}


def _page(request: HttpRequest, template: str, status: int, *, quiet: bool = False, **context) -> HttpResponse:
    if request.path_info.startswith(OPEN_DATA):
        return JsonResponse({"detail": WORDS[status]}, status=status, headers={"Access-Control-Allow-Origin": "*"})
    with translation.override(language_of(request)):
        values = {"portal": Portal(request, quiet=quiet), "status": status, **context}
        content = render_to_string(template, values)
        return HttpResponse(content, status=status, headers={"Content-Language": language.active()})


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    # Half of these come with a Host that is not ours or a body that cannot be read: ask for nothing.
    return _page(request, "400.html", 400, quiet=True)


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """A ``PermissionDenied("…")`` of ours carries a sentence for the reader; it is shown."""
    reason = str(exception) if exception and exception.args else ""
    return _page(request, "403.html", 403, reason=reason)


def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(request, "404.html", 404)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form was open too long, or cookies are off. ``reason`` is for developers and goes to Django's log."""
    return _page(request, "403_csrf.html", 403, address=request.get_full_path())


def server_error(request: HttpRequest) -> HttpResponse:
    try:
        return _page(request, "500.html", 500, quiet=True)
    except Exception:
        logger.exception("The page for status 500 could not be drawn.")
        return HttpResponseServerError(BARE, content_type=f"text/html; charset={settings.DEFAULT_CHARSET}")
