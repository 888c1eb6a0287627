"""A second factor for whoever may act for others, the log-in in a frame, the right status for a form with errors."""

from http import HTTPStatus

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse

from accounts.permissions import must_have_second_factor

# What is needed to set one up, and the ways out.
ALLOWED = frozenset(
    {
        "account_logout",
        "account_reauthenticate",
        "mfa_activate_totp",
        "mfa_reauthenticate",
        "set_language",
        "javascript-catalog",
    }
)


class SecondFactorMiddleware:
    """Sends people who must have a second factor and have none to the page where they set it up."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view_func, view_args, view_kwargs):
        # Without a session there is nobody to ask for, and asking would make every public page
        # vary by cookie.
        if not settings.REQUIRE_SECOND_FACTOR or settings.SESSION_COOKIE_NAME not in request.COOKIES:
            return None
        if request.resolver_match.url_name in ALLOWED:
            return None
        user = request.user
        if not user.is_authenticated or is_mfa_enabled(user) or not must_have_second_factor(user):
            return None
        address = reverse("mfa_activate_totp")
        if request.headers.get("HX-Request"):
            # A redirect would put the page into a part of the one that is open.
            return HttpResponse(status=204, headers={"HX-Redirect": address})
        return HttpResponseRedirect(address)


class FormErrorStatusMiddleware:
    """Answers 422 where a posted form is shown again with its errors, as our own views do.

    allauth and Django's generic views answer 200 there, which reads like success to whoever
    looks at the status alone: a monitor, a password manager, a test.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_template_response(self, request, response):
        form = (response.context_data or {}).get("form")
        if request.method == "POST" and response.status_code == HTTPStatus.OK and getattr(form, "errors", None):
            response.status_code = HTTPStatus.UNPROCESSABLE_ENTITY
        return response


# Pages of a log-in that is done again inside an open page (static/js/autosave.js), so that nothing typed is lost.
FRAMED = frozenset({"account_login", "mfa_authenticate", "session_state"})


class FramedLoginMiddleware:
    """Lets pages of the portal itself, and nobody else, show the log-in in a frame."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if request.resolver_match and request.resolver_match.url_name in FRAMED:
            response.headers["X-Frame-Options"] = "SAMEORIGIN"
            response._csp_replace = {"frame-ancestors": ["'self'"]}
        return response
