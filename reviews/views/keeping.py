"""A form that comes in after the session has ended is kept until the person has logged in again.

Without this a plain browser would lose what was typed: the way to the log-in is a redirect, and
what was sent with it is gone. With JavaScript the page stays open and logs in by itself
(``static/js/autosave.js``).
"""

import json
from collections.abc import Callable
from functools import wraps

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.utils.translation import gettext as _

KEY = "typed"
#: Characters of JSON; a page of answers is far below it.
MOST = 1_000_000


def keep_typed(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Instead of ``login_required``: what a stranger sends is put into their session, then they log in."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if request.user.is_authenticated:
            return view(request, *args, **kwargs)
        if request.method == "POST":
            typed = {name: values for name, values in request.POST.lists() if name != "csrfmiddlewaretoken"}
            if len(json.dumps(typed)) <= MOST:
                request.session[KEY] = {"path": request.path, "data": typed}
        return redirect_to_login(request.get_full_path())

    return wrapped


def taken_back(request: HttpRequest) -> QueryDict | None:
    """What the person had sent to this very page before they were asked to log in; given out once."""
    kept = request.session.get(KEY)
    if request.method != "GET" or not kept or kept.get("path") != request.path:
        return None
    del request.session[KEY]
    typed = QueryDict(mutable=True)
    for name, values in kept["data"].items():
        typed.setlist(name, values)
    return typed


def asks_for_json(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """For addresses that only a script calls: a stranger is told so (401) instead of being led to the log-in."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not request.user.is_authenticated:
            return JsonResponse({"error": _("Your session has ended. Log in again.")}, status=401)
        return view(request, *args, **kwargs)

    return wrapped
