"""The signed-in home: what waits for this person. It owns no facts; it asks the rooms."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.models import Mandate
from reviews import helping
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
    countries = [
        {
            "country": mandate.country,
            "mandate": mandate,
            "reviews": [review for review in reviews if review.country_id == mandate.country_id],
            "rounds": [
                round_
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
            "waiting_count": (
                Review.objects.visible_to(request.user).waiting_for_the_network().count()
                if request.user.is_curator
                else 0
            ),
            "help_count": helping.waiting_count() if request.user.is_curator else 0,
        },
    )
