"""An answer's languages side by side: what is original, what translation, and whether it is up to date."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from foundation.decisions import Refused
from reviews import translating
from reviews.drafting import Conflict
from reviews.enums import QuestionKind
from reviews.views.finding import AnswerPlace, find_answer


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def answer_languages(
    request: HttpRequest, iso3: str, round: str, question: int, number: int | None = None
) -> HttpResponse:
    """The original beside its translations, and what has changed in it since they were made."""
    place = find_answer(request, iso3, round, question, number)
    if place.question.kind != QuestionKind.NARRATIVE:
        raise Http404
    if request.method == "POST":
        return _act(request, place)
    return render(
        request,
        "reviews/answer_languages.html",
        {
            "place": place,
            "review": place.review,
            "access": place.access,
            "languages": translating.languages_of(place.answer),
            "asset_url": lambda sha256: reverse(
                "reviews:draft_picture", args=[place.review.country.iso3, place.review.round.code, sha256]
            ),
        },
    )


def _act(request: HttpRequest, place: AnswerPlace) -> HttpResponse:
    if not place.decision:
        raise Refused(place.decision.reason)
    action = request.POST.get("action", "")
    versions = [request.POST.get(name, "") for name in ("version", "original_version")]
    if action not in ("up-to-date", "original") or not all(one.isdecimal() for one in versions):
        raise Http404
    act = translating.say_up_to_date if action == "up-to-date" else translating.make_original
    try:
        act(
            review=place.review,
            question=place.question,
            report=place.report,
            language=request.POST.get("language", ""),
            version=int(versions[0]),
            original_version=int(versions[1]),
            by=request.user,
        )
    except Conflict as conflict:
        messages.warning(
            request,
            _("%(person)s saved a newer version in the meantime. Look at it first; nothing was changed.")
            % {"person": conflict.theirs.edited_by},
        )
    else:
        if action == "up-to-date":
            messages.success(request, _("The translation is marked as up to date."))
        else:
            messages.success(request, _("This text is now the original."))
    return redirect(place.address("answer_languages"))
