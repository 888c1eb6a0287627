"""Open pages: rounds, what a voluntary review is, and what was published."""

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import condition, require_safe

from foundation.tables import table_links, table_response, wanted_format
from reviews import listing
from reviews.enums import RenderingState, Topic
from reviews.models import (
    GuidanceDocument,
    KnownReview,
    Publication,
    RegionalReview,
    ReviewStatement,
    Round,
    SecretaryGeneralReport,
)
from reviews.reading import find_publication, previous_review, snapshot_of
from reviews.rendering import TEMPLATE_VERSION, in_order


@require_safe
def review_list(request: HttpRequest) -> HttpResponse:
    """Reviews published here, and reviews that sources name, by round."""
    chosen, facets, total = listing.reviews_listed(request.GET)
    if wanted := wanted_format(request):
        return table_response(listing.table(request, chosen), wanted)
    return render(
        request,
        "reviews/review_list.html",
        {
            "publications": [entry.record for entry in chosen if entry.where == listing.HERE],
            "known": [entry.record for entry in chosen if entry.where == listing.ELSEWHERE],
            "facets": facets,
            "count": len(chosen),
            "is_narrowed": len(chosen) < total,
            "sorts": listing.sorts(request.GET),
            "downloads": table_links(request.GET),
        },
    )


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """What a voluntary national review is, who submits it and how."""
    statements = ReviewStatement.objects.with_sources()
    by_topic: dict[str, list[ReviewStatement]] = {}
    for statement in statements:
        by_topic.setdefault(statement.topic.replace("-", "_"), []).append(statement)
    return render(
        request,
        "reviews/about.html",
        {"statements": by_topic, "documents": GuidanceDocument.objects.with_sources()},
    )


@require_safe
def round_list(request: HttpRequest) -> HttpResponse:
    """The cycle of regional rounds and Forums."""
    rounds = Round.objects.with_sources().annotate(
        publication_count=Count(
            "reviews__submissions__publication",
            filter=Q(
                reviews__submissions__publication__isnull=False,
                reviews__submissions__publication__superseded_by=None,
            ),
            distinct=True,
        )
    )
    topics = [Topic.FORUM, Topic.FORUM_FORMAT, Topic.INPUT_LEVEL, Topic.RULE]
    statements = ReviewStatement.objects.with_sources().filter(topic__in=topics)
    by_topic: dict[str, list[ReviewStatement]] = {}
    for statement in statements:
        by_topic.setdefault(statement.topic.replace("-", "_"), []).append(statement)
    return render(
        request,
        "reviews/round_list.html",
        {
            "rounds": rounds,
            "statements": by_topic,
            "reports": SecretaryGeneralReport.objects.with_sources(),
        },
    )


@require_safe
def round_detail(request: HttpRequest, code: str) -> HttpResponse:
    """One round: its meetings or its Forum, and the reviews of it."""
    round_ = get_object_or_404(Round.objects.with_sources(), code=code)
    return render(
        request,
        "reviews/round_detail.html",
        {
            "round": round_,
            "meetings": RegionalReview.objects.filter(round=round_)
            .select_related("commission", "host_country")
            .prefetch_related("co_chairs", "sources"),
            "facts": round_.facts.with_sources(),
            "publications": Publication.objects.latest_versions().for_lists().filter(submission__review__round=round_),
            "known": KnownReview.objects.filter(round=round_).select_related("country").with_sources(),
            "next": Round.objects.filter(position__gt=round_.position).first(),
            "previous": Round.objects.filter(position__lt=round_.position).last(),
        },
    )


def publication_etag(request: HttpRequest, iso3: str, round: str, number: int | None = None) -> str | None:
    """A publication never changes; who is logged in, the language and newer versions do."""
    found = find_publication(iso3, round, number)
    newest = getattr(found, "superseded_by", None)
    ready = found.submission.renderings.filter(state=RenderingState.DONE).count()
    user = request.user.pk or 0
    return f'"{found.submission.sha256[:32]}-{request.LANGUAGE_CODE}-{newest.number if newest else 0}-{ready}-{user}"'


@require_safe
@condition(etag_func=publication_etag)
def publication(request: HttpRequest, iso3: str, round: str, number: int | None = None) -> HttpResponse:
    """One published review, drawn from its snapshot alone."""
    found = find_publication(iso3, round, number)
    submission = found.submission
    args = [iso3, round, found.number]
    versions = (
        Publication.objects.for_lists()
        .filter(
            submission__review__country=submission.review.country_id,
            submission__review__round=submission.review.round_id,
        )
        .order_by("-number")
    )
    return render(
        request,
        "reviews/publication.html",
        {
            "publication": found,
            "submission": submission,
            "review": submission.review,
            "snapshot": snapshot_of(submission),
            "versions": list(versions),
            "previous": previous_review(found),
            "renderings": in_order(submission.renderings.filter(template_version=TEMPLATE_VERSION)),
            "asset_url": lambda sha256: reverse("reviews:publication_asset", args=[*args, sha256]),
        },
    )
