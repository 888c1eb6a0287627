"""The pages on which a review starts from the last round's: each earlier answer gets a word of the State."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from foundation.decisions import Refused
from foundation.language import localized
from reviews import carrying
from reviews.carrying import Item, Part
from reviews.completeness import picture_of
from reviews.earlier import EarlierReview, earlier_review
from reviews.enums import Carrying, SectionKind
from reviews.forms_carrying import EarlierForm
from reviews.models import Question, Review
from reviews.permissions import Access, can_edit, can_manage, check_manage
from reviews.views.finding import AnswerPlace, find_answer, find_draft, find_report, find_section


def _find_earlier(review: Review) -> EarlierReview:
    earlier = earlier_review(review)
    if earlier is None:
        raise Http404
    return earlier


def _asset_url(earlier: EarlierReview) -> Any:
    """Pictures of the earlier texts: at the publication's address, or for the State at the submission's."""
    submission = earlier.submission
    published = getattr(submission, "publication", None)
    name = "publication_asset" if published else "submission_asset"
    number = published.number if published else submission.number
    args = [submission.review.country.iso3, submission.review.round.code, number]
    return lambda sha256: reverse(f"reviews:{name}", args=[*args, sha256])


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def review_earlier(request: HttpRequest, iso3: str, round: str) -> HttpResponse:
    """The earlier review part by part, with what waits for a decision; POST chooses its objectives again."""
    review, access = find_draft(request, iso3, round)
    earlier = earlier_review(review)
    manage = can_manage(access, review)
    if request.method == "POST":
        check_manage(access, review)
        carrying.choose_the_same(review=review, earlier=_find_earlier(review), by=request.user)
        messages.success(request, _("The objectives of the earlier review have been chosen."))
        return redirect("reviews:review_earlier", iso3, round)
    context: dict[str, Any] = {"review": review, "access": access, "earlier": earlier, "manage": manage}
    if earlier:
        picture = picture_of(review)
        chosen = {report.objective.number for report in picture.reports}
        context |= {
            "parts": [
                {"part": part, "href": _part_address(review, part), "done": len(part.items) - part.undecided}
                for part in carrying.parts(review, access, earlier, picture)
            ],
            "left_out": [one for number, one in earlier.objectives.items() if number not in chosen],
            "not_asked": carrying.not_asked(review, earlier, picture) if access.is_focal_point else [],
            "asset_url": _asset_url(earlier),
        }
    return render(request, "reviews/review_earlier.html", context)


def _part_address(review: Review, part: Part) -> str:
    number = [part.report.objective.number] if part.report else []
    return reverse(
        "reviews:review_earlier_part", args=[review.country.iso3, review.round.code, part.section.code, *number]
    )


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def review_earlier_part(
    request: HttpRequest, iso3: str, round: str, code: str, number: int | None = None
) -> HttpResponse:
    """The earlier answers of one section or objective; several decisions in one post."""
    review, access = find_draft(request, iso3, round)
    section = find_section(review, access, code)
    if (section.kind == SectionKind.OBJECTIVES) != (number is not None):
        raise Http404
    report = find_report(review, access, section, number) if number is not None else None
    earlier = _find_earlier(review)
    found = carrying.parts(review, access, earlier)
    part = next((one for one in found if one.section == section and one.report == report), None)
    if part is None:
        raise Http404
    back = reverse("reviews:review_earlier", args=[iso3, round])
    return _page(
        request,
        review,
        access,
        earlier,
        part,
        part.items,
        onward=back,
        title=localized(report.objective, "short_title") if report else str(section),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def answer_earlier(
    request: HttpRequest, iso3: str, round: str, question: int, number: int | None = None
) -> HttpResponse:
    """One earlier answer, reached from the form; an update leads back to the field."""
    place = find_answer(request, iso3, round, question, number)
    earlier = _find_earlier(place.review)
    for part in carrying.parts(place.review, place.access, earlier):
        items = [item for item in part.items if item.question == place.question and item.report == place.report]
        if items:
            return _page(
                request,
                place.review,
                place.access,
                earlier,
                part,
                items,
                onward=place.page,
                title=str(place.question),
                single=True,
            )
    raise Http404


def _place(review: Review, access: Access, part: Part, question: Question) -> str:
    """The address of an answer on the form."""
    number = part.report.objective.number if part.report else None
    may = can_edit(access, review, part.section, number)
    return AnswerPlace(review, access, part.section, question, part.report, may).page


def _page(
    request: HttpRequest,
    review: Review,
    access: Access,
    earlier: EarlierReview,
    part: Part,
    items: list[Item],
    *,
    onward: str,
    title: str,
    single: bool = False,
) -> HttpResponse:
    """Show and write down decisions. 409 where the draft was changed in the meantime, 422 for what is unclear."""
    stage = carrying.earlier_stage(earlier, part.report) if part.report and not single else None
    may = can_edit(access, review, part.section, part.report.objective.number if part.report else None)
    ask_stage = bool(stage and not part.report.stage and may)
    form = EarlierForm(items=items, stage=ask_stage)
    status = 200
    if request.method == "POST":
        if not may:
            raise Refused(may.reason)
        form = EarlierForm(request.POST, items=items, stage=ask_stage)
        status = 422
        if form.is_valid():
            wanted = form.wanted()
            try:
                carrying.decide(review=review, earlier=earlier, wanted=wanted, by=request.user)
                if form.cleaned_data.get("stage"):
                    carrying.take_stage(report=part.report, earlier=earlier, by=request.user)
            except carrying.Occupied:
                status = 409
                form.add_error(
                    None, _("The draft was changed in the meantime. Load the page again and look at it first.")
                )
            else:
                messages.success(request, _("Your decisions have been saved."))
                updates = [one for one in wanted if one.decision == Carrying.UPDATED]
                if updates and not single:
                    # To the field, or to the list of links to the fields.
                    return redirect(
                        _place(review, access, part, updates[0].question) if len(updates) == 1 else request.path
                    )
                return redirect(onward)
    rows = [
        {
            **row,
            "page": _place(review, access, part, row["item"].question),
        }
        for row in form.rows
    ]
    context = {
        "review": review,
        "access": access,
        "earlier": earlier,
        "part": part,
        "form": form,
        "rows": rows,
        "title": title,
        "stage": stage,
        "may": may,
        "single": single,
        "onward": onward,
        "dropped": Carrying.DROPPED,
        "asset_url": _asset_url(earlier),
    }
    return render(request, "reviews/review_earlier_part.html", context, status=status)
