"""The history of an answer: what was there, who wrote it, and bringing it back."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from foundation.decisions import Refused
from reviews import drafting, versions
from reviews.models import TextRevision
from reviews.views.finding import find_answer


@require_safe
@never_cache
@login_required
def answer_history(
    request: HttpRequest, iso3: str, round: str, question: int, number: int | None = None
) -> HttpResponse:
    """Every version of an answer by language; ``?every=1`` shows each save of a sitting by itself."""
    place = find_answer(request, iso3, round, question, number)
    answer = place.answer
    every = "every" in request.GET
    texts = list(answer.texts.order_by("language")) if answer else []
    options = {option.code: option for option in place.question.options.all()}
    return render(
        request,
        "reviews/answer_history.html",
        {
            "place": place,
            "review": place.review,
            "access": place.access,
            "every": every,
            "histories": [{"text": text, "entries": versions.history_of(text, every=every)} for text in texts],
            "values": [
                {"revision": one, "shown": versions.value_in_words(place.question, one.value, options)}
                for one in (answer.value_revisions.select_related("edited_by") if answer else [])
            ],
            "asset_url": lambda sha256: reverse(
                "reviews:draft_picture", args=[place.review.country.iso3, place.review.round.code, sha256]
            ),
        },
    )


@require_POST
@login_required
def answer_restore(
    request: HttpRequest, iso3: str, round: str, question: int, number: int | None = None
) -> HttpResponse:
    """Bring a version back, as a new version: what stands now stays in the history."""
    place = find_answer(request, iso3, round, question, number)
    if not place.decision:
        raise Refused(place.decision.reason)
    given = {name: request.POST.get(name, "") for name in ("number", "version", "language")}
    if not (given["number"].isdecimal() and given["version"].isdecimal()):
        raise Http404
    try:
        versions.restore(
            review=place.review,
            question=place.question,
            report=place.report,
            language=given["language"],
            number=int(given["number"]),
            version=int(given["version"]),
            by=request.user,
        )
    except TextRevision.DoesNotExist:
        raise Http404 from None
    except drafting.Conflict as conflict:
        messages.warning(
            request,
            _("%(person)s saved a newer version in the meantime. Look at it first; nothing was changed.")
            % {"person": conflict.theirs.edited_by},
        )
    else:
        messages.success(request, _("The version was brought back as a new version."))
    return redirect(place.address("answer_history"))
