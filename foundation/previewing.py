"""What a curator writes, shown as readers would see it, without saving it (docs/curating.md).

The record and its parts are saved as they would be, the public page is drawn from them, and all of it is taken back:
rows, history, what would have been done on commit, and files. The pages that are previewed know of it in one thing
only: ``shown_to`` lets them find a record that is not public.
"""

import copy
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.db.models import Manager, QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import resolve
from django.utils import translation
from django.utils.cache import add_never_cache_headers
from django.utils.datastructures import MultiValueDict

from foundation.storing import files_removed_after


def is_preview(request: HttpRequest) -> bool:
    """Whether this page is drawn for a curator who looks at what is not saved."""
    return getattr(request, "is_preview", False)


def shown_to(request: HttpRequest, manager: Manager) -> QuerySet:
    """The records of a page about one of them: the public ones, and in a preview every one."""
    return manager.all() if is_preview(request) else manager.shown()


@contextmanager
def nothing_kept() -> Iterator[None]:
    """Whatever is saved inside can be read inside, and is gone afterwards."""
    with files_removed_after(), transaction.atomic():
        yield
        transaction.set_rollback(True)


def _as_reader(request: HttpRequest, address: str, language: str) -> HttpRequest:
    """The request of somebody who is not signed in and opens ``address``."""
    path = urlsplit(address).path
    page: Any = copy.copy(request)
    page.is_preview = True
    page.method = "GET"
    page.path = page.path_info = path
    page.META = {
        **{name: value for name, value in request.META.items() if not name.startswith("CONTENT_")},
        "REQUEST_METHOD": "GET",
        "PATH_INFO": path,
        "QUERY_STRING": urlsplit(address).query,
    }
    page.GET, page.COOKIES = QueryDict(urlsplit(address).query), {}
    page._post, page._files = QueryDict(), MultiValueDict()
    page.user = AnonymousUser()
    page.LANGUAGE_CODE = language
    page.resolver_match = resolve(path)
    return page


def public_page(request: HttpRequest, address: str, language: str) -> HttpResponse:
    """The page at ``address`` as a reader would see it now, marked as a preview; to be asked in ``nothing_kept``.

    Raises ``Http404`` where the page does not show such a record.
    """
    with translation.override(language):
        page = _as_reader(request, address, language)
        match = page.resolver_match
        response = match.func(page, *match.args, **match.kwargs)
        if hasattr(response, "render"):
            response.render()
    add_never_cache_headers(response)
    response.headers["X-Robots-Tag"] = "noindex"
    return response
