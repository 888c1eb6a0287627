"""What changed since: a publication beside the review of the round before, or a version beside the one before."""

from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import condition, require_safe

from reviews.comparing import compare
from reviews.models import Publication
from reviews.reading import find_publication, previous_review, previous_version, snapshot_of
from reviews.views.public import publication_etag

#: Raised when ``reviews.comparing`` finds something else in the same two texts.
FORMAT = 1


def _etag(request: HttpRequest, iso3: str, round: str, number: int | None = None) -> str | None:
    base = _base(find_publication(iso3, round, number), number)
    return f'{publication_etag(request, iso3, round, number)[:-1]}-{base.submission.sha256[:32]}"'


def _base(publication: Publication, number: int | None) -> Publication:
    base = previous_review(publication) if number is None else previous_version(publication)
    if base is None:
        raise Http404
    return base


@require_safe
@condition(etag_func=_etag)
def publication_changes(request: HttpRequest, iso3: str, round: str, number: int | None = None) -> HttpResponse:
    """Answer by answer what is new, confirmed, changed, or no longer there; from two snapshots alone."""
    publication = find_publication(iso3, round, number)
    base = _base(publication, number)
    old, new = snapshot_of(base.submission), snapshot_of(publication.submission)

    def asset_url(sha256: str) -> str:
        # A picture of the earlier text is at the earlier publication's address.
        here = sha256 in {asset["sha256"] for asset in new["assets"]}
        of = (iso3, round, publication.number) if here else (iso3, old["round"]["code"], base.number)
        return reverse("reviews:publication_asset", args=[*of, sha256])

    # Neither text ever changes, and a long review takes seconds to compare.
    checksums = [one.submission.sha256 for one in (base, publication)]
    key = f"reviews-changes-{FORMAT}-{'-'.join(checksums)}"
    comparison = cache.get_or_set(key, lambda: compare(old, new), timeout=86_400)
    return render(
        request,
        "reviews/publication_changes.html",
        {
            "publication": publication,
            "base": base,
            "review": publication.submission.review,
            "old": old,
            "new": new,
            "of_versions": number is not None,
            "comparison": comparison,
            "counts": {
                **{kind: comparison.counts[kind] for kind in ("new", "confirmed", "unchanged", "dropped", "gone")},
                "changed": comparison.counts["changed"] + comparison.counts["revalued"],
            },
            "asset_url": asset_url,
        },
    )
