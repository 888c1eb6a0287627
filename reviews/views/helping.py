"""Requests for help, as the State asks them and as the Network answers them."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from foundation.decisions import Refused
from reviews import helping
from reviews.enums import HelpState, SectionKind
from reviews.forms_talk import HelpForm, HelpMessageForm
from reviews.models import HelpRequest, Review
from reviews.permissions import Access
from reviews.views.finding import find_draft, find_report, find_section
from reviews.views.keeping import keep_typed, taken_back

#: How many requests the Network's list shows at once.
PER_PAGE = 30


def _with_wait(request: HelpRequest) -> HelpRequest:
    """The request with ``wait``: how long it has been waiting, in words; nothing where it does not wait."""
    request.wait = ""
    if request.state == HelpState.OPEN:
        days = helping.days_waited(request)
        request.wait = (
            ngettext("waiting for %(count)s day", "waiting for %(count)s days", days) % {"count": days}
            if days
            else _("waiting since today")
        )
    return request


@require_safe
@never_cache
@login_required
def review_help(request: HttpRequest, iso3: str, round: str) -> HttpResponse:
    """The requests of a review, as far as their sections are this person's."""
    review, access = find_draft(request, iso3, round)
    order = {HelpState.ANSWERED: 0, HelpState.OPEN: 1, HelpState.CLOSED: 2}
    found = sorted(helping.requests_of(review, access), key=lambda one: order[one.state])
    return render(
        request,
        "reviews/review_help.html",
        {"review": review, "access": access, "requests": [_with_wait(one) for one in found]},
    )


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@keep_typed
def help_ask(request: HttpRequest, iso3: str, round: str, code: str, number: int | None = None) -> HttpResponse:
    """Ask for help with a section or, where ``number`` is given, with one objective of it."""
    review, access = find_draft(request, iso3, round)
    section = find_section(review, access, code)
    if number is not None and section.kind != SectionKind.OBJECTIVES:
        raise Http404
    report = find_report(review, access, section, number) if number is not None else None
    decision = helping.can_ask(access, review, section)
    if not decision:
        raise Refused(decision.reason)
    subject = str(report.objective)[:200] if report else ""
    typed = taken_back(request)
    form, status = HelpForm(typed, initial={"subject": subject}), 200
    if request.method == "POST":
        form, status = HelpForm(request.POST), 422
        if form.is_valid():
            asked = helping.ask(review=review, section=section, by=request.user, **form.cleaned_data)
            messages.success(request, _("Your request has been sent. You are told by e-mail when it is answered."))
            return redirect("reviews:help_request", review.country.iso3, review.round.code, asked.pk)
    return render(
        request,
        "reviews/help_ask.html",
        {
            "review": review,
            "access": access,
            "section": section,
            "report": report,
            "form": form,
            "taken_back": typed is not None,
            "national": helping.national_network_of(review.country),
            "profile": helping.network_profile(),
        },
        status=status,
    )


def _find(request: HttpRequest, iso3: str, round: str, pk: int) -> tuple[Review, Access, HelpRequest]:
    review, access = find_draft(request, iso3, round)
    found = get_object_or_404(
        review.help_requests.select_related("section", "opened_by", "review__country").prefetch_related(
            "messages__by"
        ),
        pk=pk,
    )
    if not access.covers_section(found.section):
        raise Http404
    return review, access, found


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@keep_typed
def help_request(request: HttpRequest, iso3: str, round: str, pk: int) -> HttpResponse:
    """A request as the State sees it, with all messages; here it writes further ones."""
    review, access, found = _find(request, iso3, round, pk)
    decision = helping.can_ask(access, review, found.section)
    typed = taken_back(request) if decision else None
    form, status = HelpMessageForm(typed), 200
    if request.method == "POST":
        if not decision:
            raise Refused(decision.reason)
        form, status = HelpMessageForm(request.POST), 422
        if form.is_valid():
            helping.write(request=found, text=form.cleaned_data["text"], by=request.user)
            messages.success(request, _("Your message has been sent."))
            return redirect(request.path)
    return render(
        request,
        "reviews/help_request.html",
        {
            "review": review,
            "access": access,
            "asked": _with_wait(found),
            "form": form,
            "decision": decision,
            "taken_back": typed is not None,
        },
        status=status,
    )


@require_POST
@login_required
def help_close(request: HttpRequest, iso3: str, round: str, pk: int) -> HttpResponse:
    """The State's question is answered; a further message opens the request again."""
    review, _access, found = _find(request, iso3, round, pk)
    if helping.close(request=found, by=request.user):
        messages.success(request, _("The request has been closed."))
    else:
        messages.info(request, _("This request is closed already."))
    return redirect("reviews:review_help", review.country.iso3, review.round.code)


@require_safe
@never_cache
@login_required
def desk_help(request: HttpRequest) -> HttpResponse:
    """The Network's list: what waits, the longest first; ``?state=`` for the answered and the closed."""
    if not request.user.is_curator:
        raise Http404
    state = request.GET.get("state", HelpState.OPEN)
    if state not in HelpState.values:
        raise Http404
    found = list(helping.requests_to_the_network())
    chosen = [one for one in found if one.state == state]
    if state == HelpState.OPEN:
        chosen.sort(key=helping.waits_since)
    page = Paginator(chosen, PER_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "reviews/desk_help.html",
        {
            "page": page,
            "requests": [_with_wait(one) for one in page.object_list],
            "filters": [
                {
                    "label": label,
                    "href": f"?state={value}",
                    "current": value == state,
                    "count": sum(one.state == value for one in found),
                }
                for value, label in (
                    (HelpState.OPEN, pgettext("requests for help", "Waiting")),
                    (HelpState.ANSWERED, pgettext("requests for help", "Answered")),
                    (HelpState.CLOSED, pgettext("requests for help", "Closed")),
                )
            ],
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@keep_typed
def desk_help_request(request: HttpRequest, pk: int) -> HttpResponse:
    """A request as the Network sees it: the section's name and what was written here, nothing of the draft."""
    if not request.user.is_curator:
        raise Http404
    found = get_object_or_404(helping.requests_to_the_network(), pk=pk)
    typed = taken_back(request)
    form, status = HelpMessageForm(typed), 200
    if request.method == "POST":
        form, status = HelpMessageForm(request.POST), 422
        if form.is_valid():
            helping.answer(request=found, text=form.cleaned_data["text"], by=request.user)
            messages.success(request, _("Your answer has been sent."))
            return redirect(request.path)
    return render(request, "reviews/desk_help_request.html", {"asked": _with_wait(found), "form": form}, status=status)
