"""The signed-in home: what waits for this person. It owns no facts; it asks the rooms."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import handing_over
from accounts.forms import HandoverForm
from accounts.models import Mandate
from countries.models import Country
from foundation import todo
from foundation.decisions import Refused
from foundation.panels import panels_for
from reviews import deadlines, helping
from reviews.enums import ReviewState
from reviews.models import Contributor, Review, Round


@require_safe
@never_cache
@login_required
def home(request: HttpRequest) -> HttpResponse:
    """A focal point's countries and reviews, a contributor's parts, a curator's desk."""
    mandates = list(Mandate.objects.current().filter(user=request.user).select_related("country"))
    reviews = list(
        Review.objects.live()
        .filter(country__in=[mandate.country_id for mandate in mandates])
        .select_related("country", "round")
    )
    rounds = list(Round.objects.open_for_reviews())
    _tell_deadlines([mandate.country for mandate in mandates], reviews, rounds)
    countries = [
        {
            "country": mandate.country,
            "mandate": mandate,
            "reviews": [review for review in reviews if review.country_id == mandate.country_id],
            "rounds": [
                {"round": round_, "due": deadlines.due(round_.deadlines.get(mandate.country_id))}
                for round_ in rounds
                if not any(
                    review.country_id == mandate.country_id and review.round_id == round_.pk for review in reviews
                )
            ],
        }
        for mandate in mandates
    ]
    contributions = (
        Contributor.objects.active()
        .filter(user=request.user)
        .exclude(review__state=ReviewState.WITHDRAWN)
        .select_related("review__country", "review__round")
        .prefetch_related("sections", "objectives")
    )
    return render(
        request,
        "workspace/home.html",
        {
            "countries": countries,
            "contributions": contributions,
            "waiting": _grouped(todo.waiting_for(todo.FOCAL_POINT, request.user)),
            "panels": panels_for("workspace", request.user),
            "waiting_count": (
                Review.objects.visible_to(request.user).waiting_for_the_network().count()
                if request.user.is_curator
                else 0
            ),
            "help_count": helping.waiting_count() if request.user.is_curator else 0,
        },
    )


def _grouped(lines: list[todo.Waiting]) -> list[dict]:
    """What waits, system by system; in each the overdue first, then what has waited longest."""
    groups: dict[str, list[todo.Waiting]] = {}
    for line in sorted(lines, key=lambda line: (not (line.overdue or line.urgent), str(line.oldest or ""))):
        groups.setdefault(line.group, []).append(line)
    return [{"title": title, "lines": group} for title, group in groups.items()]


def _own_mandate(request: HttpRequest, iso3: str) -> Mandate:
    """The person's current mandate for a country; strangers get 404."""
    mandates = Mandate.objects.current().filter(user=request.user, country__iso3=iso3)
    mandate = mandates.select_related("user", "country").order_by("-can_submit", "-starts_on").first()
    if mandate is None:
        raise Http404
    return mandate


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def handover(request: HttpRequest, iso3: str) -> HttpResponse:
    """Hand one's mandate over to a successor, who takes it by accepting; until then it can be taken back."""
    mandate = _own_mandate(request, iso3)
    form, status = HandoverForm(mandate=mandate), 200
    if request.method == "POST":
        form, status = HandoverForm(request.POST, mandate=mandate), 422
        if form.is_valid():
            try:
                handing_over.offer(mandate=mandate, by=request.user, **form.cleaned_data)
            except ValidationError as error:
                form.add_error(None, error)
            except Refused as refusal:
                form.add_error(None, refusal.reason)
            else:
                messages.success(request, _("The invitation has been sent. Your mandate ends when it is accepted."))
                return redirect(request.path)
    context = {"mandate": mandate, "form": form, "offer": handing_over.offers_of(mandate).first()}
    return render(request, "workspace/handover.html", context, status=status)


@require_POST
@login_required
def handover_withdraw(request: HttpRequest, iso3: str) -> HttpResponse:
    """Take the offer back: the link stops working."""
    mandate = _own_mandate(request, iso3)
    if handing_over.withdraw(mandate=mandate, by=request.user):
        messages.success(request, _("The handover has been withdrawn. The link no longer works."))
    else:
        messages.info(request, _("No handover is open."))
    return redirect("workspace:handover", iso3)


@require_POST
@login_required
def handover_again(request: HttpRequest, iso3: str) -> HttpResponse:
    """Send the successor a new link."""
    mandate = _own_mandate(request, iso3)
    if handing_over.send_again(mandate=mandate, by=request.user):
        messages.success(request, _("A new link has been sent. Earlier ones no longer work."))
    else:
        messages.info(request, _("No handover is open."))
    return redirect("workspace:handover", iso3)


def _tell_deadlines(countries: list[Country], reviews: list[Review], rounds: list[Round]) -> None:
    """Give each open round the deadlines of these countries, and each review of them how far its own is."""
    for round_ in rounds:
        round_.deadlines = deadlines.deadlines_of(round_, countries)
    by_round = {round_.pk: round_.deadlines for round_ in rounds}
    for review in reviews:
        days = by_round.get(review.round_id, {})
        review.due = deadlines.due(days.get(review.country_id)) if review.is_editable else None
