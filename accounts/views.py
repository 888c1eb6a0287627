"""Pages of one's own account and of an invitation; log-in and second factor are allauth's views with our templates."""

from http import HTTPStatus
from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from allauth.core.ratelimit import consume_or_429
from allauth.mfa.utils import is_mfa_enabled
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.enums import InvitationState
from accounts.forms import InvitationAcceptForm, ProfileForm
from accounts.inviting import InvitationUnusable, accept, account_of, find
from accounts.models import Invitation
from accounts.permissions import must_have_second_factor
from accounts.securing import end_session
from foundation.decisions import Refused


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    """One's own account: name and language, roles and mandates, the ways to password and second factor."""
    form = ProfileForm(request.POST or None, instance=request.user)
    status = HTTPStatus.OK
    if request.method == "POST":
        if form.is_valid():
            form.save()
            messages.success(request, _("Your account was saved."))
            return redirect("accounts:profile")
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        # The form has put what was typed into the instance; the page shall not show it as if it were so.
        request.user.refresh_from_db()
    return render(
        request,
        "accounts/profile.html",
        {
            "form": form,
            "mandates": request.user.mandates.select_related("country"),
            "has_second_factor": is_mfa_enabled(request.user),
            "must_have_second_factor": must_have_second_factor(request.user),
        },
        status=status,
    )


@require_safe
@never_cache
def session_state(request: HttpRequest) -> HttpResponse:
    """Who is logged in, and the token for the next form: for a page that outlived its session.

    JSON of ``person`` (the account's id, or null) and ``token``. Only pages of the portal can read it.
    """
    return JsonResponse(
        {"person": request.user.pk if request.user.is_authenticated else None, "token": get_token(request)}
    )


@require_POST
@login_required
def session_end(request: HttpRequest) -> HttpResponse:
    """Sign out another browser of one's own."""
    number = request.POST.get("session", "")
    session = get_object_or_404(UserSession, pk=number if number.isdecimal() else 0, user=request.user)
    end_session(session)
    messages.success(request, _("That browser was logged out."))
    return redirect("usersessions_list")


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def invitation_accept(request: HttpRequest, token: str) -> HttpResponse:
    """The page behind the link of an invitation: make an account, or accept with the one there is."""
    invitation = find(token)
    if invitation is None:
        raise Http404(_("There is no such invitation."))
    if not invitation.is_open:
        return _gone(request, invitation.state)
    owner = account_of(invitation)
    context = {"invitation": invitation, "page_address": request.path, "form": None}

    if request.user.is_authenticated and request.user != owner:
        return _page(request, "signed_in_as_other", context)
    if owner is not None and not owner.is_active:
        return _page(request, "closed", context)
    if owner is not None and not request.user.is_authenticated:
        return _page(request, "log_in", context)

    form = None
    if owner is None:
        form = InvitationAcceptForm(
            request.POST or None, email=invitation.email, initial={"language": translation.get_language()}
        )
    if request.method == "POST":
        if too_many := consume_or_429(request, action="signup"):
            return too_many
        if form is None or form.is_valid():
            return _accept(request, token, invitation, form)
        return _page(request, "new", context | {"form": form}, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    return _page(request, "confirm" if owner else "new", context | {"form": form})


def _accept(
    request: HttpRequest, token: str, invitation: Invitation, form: InvitationAcceptForm | None
) -> HttpResponse:
    try:
        user = accept(token=token, by=request.user if form is None else None, **(form.cleaned_data if form else {}))
    except InvitationUnusable as unusable:
        return _gone(request, unusable.state)
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect(request.path)
    messages.success(request, _("Thank you, the invitation is accepted."))
    if form is None:
        return redirect(settings.LOGIN_REDIRECT_URL)
    # A password that was chosen a moment ago need not be typed again to set up the second factor.
    record_authentication(request, user, method="password", email=user.email, reauthenticated=True)
    return perform_login(request, user, email=user.email)


def _page(
    request: HttpRequest, step: str, context: dict[str, Any], status: HTTPStatus = HTTPStatus.OK
) -> HttpResponse:
    """The page of an invitation in one of its five shapes; the link in its address is for one person alone."""
    response = render(request, "accounts/invitation_accept.html", context | {"step": step}, status=status)
    response["Referrer-Policy"] = "same-origin"
    response["X-Robots-Tag"] = "noindex"
    return response


def _gone(request: HttpRequest, state: InvitationState) -> HttpResponse:
    return render(request, "accounts/invitation_gone.html", {"state": state.value}, status=HTTPStatus.GONE)


def not_offered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    raise Http404
