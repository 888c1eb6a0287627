"""Answers that save themselves, and who else is here. Called by ``static/js/autosave.js`` alone.

A page that runs without script does the same through its form (``views.drafting``); both come to
``reviews.drafting``, which holds the lock. Every answer of these addresses is JSON:

    200  {"version", "at"}              acknowledged: it is in the database
    401  {"error"}                      the session has ended; the browser keeps the text
    403  {"error"}                      the person may not, or the review is no longer with the State
    409  {"error", "version", …}        somebody else saved first; nothing was written
    422  {"error"}                      bad input; nothing was written
"""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from foundation import richtext
from foundation.decisions import Refused
from foundation.differences import differences
from foundation.language import codes
from reviews import drafting, merging, presence
from reviews.enums import QuestionKind, SectionKind
from reviews.forms import AnswersForm, ObjectiveForm
from reviews.models import Answer, AnswerText, TextRevision
from reviews.permissions import Access, can_edit
from reviews.views.finding import AnswerPlace, find_answer, find_draft, find_report
from reviews.views.keeping import asks_for_json


def autosave_words() -> dict[str, str]:
    """What ``static/js/autosave.js`` says on the page."""
    return {
        "saved": _("Saved at {time}."),
        "saving": _("Saving …"),
        "typing": _("Not saved yet …"),
        "offline": _("No connection. Your text is kept in this browser and is sent as soon as the line is back."),
        "conflict": _("Not saved: decide below which text is to stand."),
        "ended": _("Your session has ended. Your text is kept in this browser until you have logged in again."),
        "stranger": _("Another person has logged in. Your text is kept in this browser for you."),
        "refused": _("Not saved. Your text is kept in this browser."),
        "takenUp": _("Text that had not reached the portal was taken up again from this browser."),
        "newer": _("{person} has saved a newer text here."),
        "show": _("Show the newer text"),
        "words": _("Words: {count}"),
        "here": _("Also on this page: {people}"),
        "elsewhere": _("Also working on this review: {people}"),
        "and": pgettext("between names", ", "),
        "login": _("Log in again"),
        "close": _("Close"),
        "unsent": _(
            "This text was written in this browser and did not reach the portal before the page was closed to it:"
        ),
    }


def _saved(version: int, **more) -> JsonResponse:
    return JsonResponse({"version": version, "at": timezone.now().isoformat(), **more})


def _error(message: str, status: int, **more) -> JsonResponse:
    return JsonResponse({"error": message, **more}, status=status)


def _form(request: HttpRequest, place: AnswerPlace, answer: Answer | None, language: str) -> AnswersForm:
    return AnswersForm(
        request.POST,
        questions=[place.question],
        answers={place.question.pk: answer} if answer else {},
        asset_url="",
        languages=[language] if language else [],
    )


def conflict_panel(request: HttpRequest, *, name: str, mine: str, theirs: AnswerText, asset_url: str = "") -> str:
    """Both texts and what differs, with the ways to settle it; also drawn on the plain page."""
    return render_to_string(
        "reviews/_conflict.html",
        {
            "name": name,
            "theirs": theirs,
            "paragraphs": differences(theirs.html, mine),
            "asset_url": asset_url,
        },
        request=request,
    )


@require_POST
@never_cache
@asks_for_json
def answer_save(request: HttpRequest, iso3: str, round: str, question: int, number: int | None = None) -> HttpResponse:
    """Save one language's text of an answer, or its choice, number or date."""
    place = find_answer(request, iso3, round, question, number)
    if not place.decision:
        return _error(place.decision.reason, 403)
    answer = place.answer
    if place.question.kind != QuestionKind.NARRATIVE:
        return _save_value(request, place, answer)
    language = request.POST.get("language", "")
    name = f"q{place.question.pk}_{language}"
    if language not in codes():
        return _error(_("The text could not be read."), 422)
    form = _form(request, place, answer, language)
    if not form.is_valid():
        return _error(" ".join(form.errors[next(iter(form.errors))]), 422)
    text = form.texts()[0]
    try:
        saved = drafting.save_text(
            review=place.review,
            question=place.question,
            language=language,
            html=text.html,
            version=text.version,
            by=request.user,
            report=place.report,
        )
    except Refused as refusal:
        return _error(refusal.reason, 403)
    except drafting.Conflict as conflict:
        theirs = conflict.theirs
        if "again" in request.POST and _was_acknowledged(theirs, text.html, text.version):
            # What the browser had kept did arrive; only the answer to it was lost on the way.
            return _saved(theirs.version, superseded=True)
        return _error(
            _("Somebody else saved this text while you were writing."),
            409,
            version=theirs.version,
            by=str(theirs.edited_by),
            theirs=theirs.html,
            both=merging.together(theirs.html, text.html),
            panel=conflict_panel(request, name=name, mine=text.html, theirs=theirs),
        )
    return _saved(saved.version, words=richtext.word_count(text.html))


def _was_acknowledged(stored: AnswerText, html: str, version: int) -> bool:
    return TextRevision.objects.filter(text=stored, html=html, version__gt=version).exists()


def _save_value(request: HttpRequest, place: AnswerPlace, answer: Answer | None) -> HttpResponse:
    form = _form(request, place, answer, "")
    if not form.is_valid():
        return _error(" ".join(form.errors[next(iter(form.errors))]), 422)
    [(question, value)] = form.values()
    try:
        version = drafting.save_value(
            review=place.review, question=question, by=request.user, report=place.report, **value
        )
    except Refused as refusal:
        return _error(refusal.reason, 403)
    except drafting.ValueConflict as conflict:
        answer = place.answer
        return _error(
            value_sentence(conflict),
            409,
            version=answer.value_version if answer else 0,
            value=drafting.value_of(answer, question) if answer else None,
        )
    return _saved(version)


def value_sentence(conflict: drafting.ValueConflict) -> str:
    """What to tell a person whose choice came second."""
    if conflict.by is None:
        return _("This was changed in the meantime. What is stored now is shown; choose again if it should differ.")
    return _(
        "%(person)s changed this in the meantime. What is stored now is shown; choose again if it should differ."
    ) % {"person": conflict.by}


@require_POST
@never_cache
@asks_for_json
def stage_save(request: HttpRequest, iso3: str, round: str, number: int) -> HttpResponse:
    """Save the stage and the priority of an objective."""
    review, access = find_draft(request, iso3, round)
    section = review.questionnaire.sections.get(kind=SectionKind.OBJECTIVES)
    report = find_report(review, access, section, number)
    decision = can_edit(access, review, section, number)
    if not decision:
        return _error(decision.reason, 403)
    form = ObjectiveForm(request.POST, report=report)
    if not form.is_valid():
        return _error(" ".join(form.errors[next(iter(form.errors))]), 422)
    try:
        drafting.save_objective(report=report, by=request.user, **form.values())
    except Refused as refusal:
        return _error(refusal.reason, 403)
    except drafting.ValueConflict as conflict:
        report.refresh_from_db()
        return _error(
            value_sentence(conflict),
            409,
            read=ObjectiveForm.pair_as_text(report),
            value={"stage": report.stage, "is_priority": report.is_priority},
        )
    return _saved(0, read=ObjectiveForm.pair_as_text(report))


@require_POST
@never_cache
@asks_for_json
def here(request: HttpRequest, iso3: str, round: str) -> HttpResponse:
    """A sign of life of an open page; tells who else is on the draft and which texts of the page were saved since.

    ``place`` is the page, ``text`` (repeated) the names of its texts, such as ``q12_ar``.
    """
    review, access = find_draft(request, iso3, round)
    place = request.POST.get("place", "")
    presence.mark(review=review, user=request.user, place=place)
    number = request.POST.get("number", "")
    wanted = {}
    for name in request.POST.getlist("text")[:200]:
        question, _line, language = name.removeprefix("q").partition("_")
        if question.isdecimal():
            wanted[(int(question), language)] = name
    texts = AnswerText.objects.filter(
        answer__review=review,
        answer__question__in={question for question, _language in wanted},
        answer__objective_report__objective__number=int(number) if number.isdecimal() else None,
    ).select_related("edited_by", "answer__question__section")
    covered = [
        text
        for text in texts
        if (text.answer.question_id, text.language) in wanted and _covers(access, text.answer, number)
    ]
    return JsonResponse(
        {
            "people": [
                {"name": other.name, "here": other.here}
                for other in presence.others(review=review, user=request.user, place=place)
            ],
            "texts": {
                wanted[(text.answer.question_id, text.language)]: {
                    "version": text.version,
                    "by": str(text.edited_by),
                    "mine": text.edited_by_id == request.user.pk,
                }
                for text in covered
            },
        }
    )


def _covers(access: Access, answer: Answer, number: str) -> bool:
    section = answer.question.section
    return access.covers_objective(section, int(number)) if number.isdecimal() else access.covers_section(section)
