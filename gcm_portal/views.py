from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from foundation import language

# Pages of people at work and of curators; they ask for a password anyway.
PRIVATE = ("workspace", "accounts", "admin")


@require_safe
@cache_control(max_age=3600)
def robots(request: HttpRequest) -> HttpResponse:
    """Everything public may be indexed; where the sitemap is."""
    lines = ["User-agent: *"]
    lines += [f"Disallow: /{code}/{part}/" for code in language.codes() for part in PRIVATE]
    lines += ["", f"Sitemap: {request.build_absolute_uri(reverse('sitemap'))}", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")
