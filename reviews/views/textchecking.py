"""The text check of one answer: what was found, in its place, and what one press of a button puts right."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from foundation.decisions import Refused
from reviews import textchecking
from reviews.drafting import Conflict
from reviews.models import AnswerText
from reviews.views.finding import AnswerPlace, find_answer


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def answer_check(
    request: HttpRequest, iso3: str, round: str, question: int, number: int | None = None
) -> HttpResponse:
    """Remarks on an answer's texts; POST repairs what is certain, or takes one suggestion."""
    place = find_answer(request, iso3, round, question, number)
    if request.method == "POST":
        return _put_right(request, place)
    return render(
        request,
        "reviews/answer_check.html",
        {
            "place": place,
            "review": place.review,
            "access": place.access,
            "checked": textchecking.checked(place.answer),
        },
    )


def _put_right(request: HttpRequest, place: AnswerPlace) -> HttpResponse:
    if not place.decision:
        raise Refused(place.decision.reason)
    version, finding = request.POST.get("version", ""), request.POST.get("finding", "")
    if not version.isdecimal() or not (finding == "all" or finding.isdecimal()):
        raise Http404
    of_text = {
        "review": place.review,
        "question": place.question,
        "report": place.report,
        "language": request.POST.get("language", ""),
        "version": int(version),
        "by": request.user,
    }
    try:
        if finding == "all":
            textchecking.repair(**of_text)
        else:
            textchecking.take_suggestion(**of_text, number=int(finding))
    except (AnswerText.DoesNotExist, IndexError):
        raise Http404 from None
    except Conflict as conflict:
        messages.warning(
            request,
            _("%(person)s saved a newer version in the meantime. Look at it first; nothing was changed.")
            % {"person": conflict.theirs.edited_by},
        )
    else:
        messages.success(request, _("The text has been put right. The version before is in the history."))
    return redirect(place.address("answer_check"))
