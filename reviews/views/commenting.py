"""Comments: a page beside each answer, and one of all that is open in a review."""

from itertools import groupby

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import User
from foundation.decisions import Refused
from reviews import commenting
from reviews.drafting import value_of
from reviews.enums import QuestionKind
from reviews.forms_talk import CommentForm, ThreadForm
from reviews.models import Comment, Thread
from reviews.versions import value_in_words
from reviews.views.finding import AnswerPlace, find_answer, find_draft
from reviews.views.keeping import keep_typed, taken_back


def address_of(thread: Thread) -> str:
    """The thread on the page of its answer."""
    number = [thread.objective_report.objective.number] if thread.objective_report else []
    args = [thread.review.country.iso3, thread.review.round.code, thread.question_id, *number]
    return f"{reverse('reviews:answer_comments', args=args)}#thread-{thread.pk}"


def _texts(place: AnswerPlace) -> tuple[list[dict], str]:
    """The answer's texts by language, in the portal's order, and its value in words where it is no narrative."""
    answer = place.answer
    if place.question.kind != QuestionKind.NARRATIVE:
        options = {option.code: option for option in place.question.options.all()}
        value = value_of(answer, place.question) if answer else None
        return [], value_in_words(place.question, value, options)
    stored = {text.language: text for text in answer.texts.all()} if answer else {}
    return [{"language": code, "text": stored.get(code)} for code, _name in settings.LANGUAGES], ""


def _with_forms(threads: list[Thread], user: User, bound: dict[str, CommentForm]) -> list[Thread]:
    """Each open thread with the form of a reply, and with that of correcting where its last word may be mended."""
    for thread in threads:
        thread.said = said = list(thread.comments.all())
        prefix = f"reply-{thread.pk}"
        thread.reply_form = bound.get(prefix) or (CommentForm(prefix=prefix) if thread.resolved_at is None else None)
        thread.is_shown = thread.resolved_at is None or prefix in bound
        thread.correct_form = None
        if said and (f"correct-{said[-1].pk}" in bound or commenting.may_correct(said[-1], said, user)):
            prefix = f"correct-{said[-1].pk}"
            thread.correct_form = bound.get(prefix) or CommentForm(prefix=prefix, initial={"text": said[-1].text})
    return threads


def _said(request: HttpRequest, place: AnswerPlace) -> tuple[Thread | None, dict[str, CommentForm], ThreadForm | None]:
    """Carry out what was posted: a new thread, a reply or a correction. A form that fails comes back bound."""
    for kind, model, relation in (("reply", Thread, "review"), ("correct", Comment, "thread__review")):
        if kind not in request.POST:
            continue
        number = request.POST[kind]
        found = model.objects.filter(**{relation: place.review}).filter(pk=number if number.isdecimal() else 0).first()
        thread = found.thread if isinstance(found, Comment) else found
        if thread is None or (thread.question_id, thread.objective_report_id) != (
            place.question.pk,
            place.report.pk if place.report else None,
        ):
            raise Http404
        form = CommentForm(request.POST, prefix=f"{kind}-{found.pk}")
        if not form.is_valid():
            return None, {form.prefix: form}, None
        if kind == "reply":
            commenting.reply(thread=thread, text=form.cleaned_data["text"], by=request.user)
        else:
            try:
                commenting.correct(comment=found, text=form.cleaned_data["text"], by=request.user)
            except Refused as refusal:
                form.add_error("text", refusal.reason)
                return None, {form.prefix: form}, None
        return thread, {}, None
    form = ThreadForm(request.POST)
    if not form.is_valid():
        return None, {}, form
    thread = commenting.open_thread(
        review=place.review, question=place.question, report=place.report, by=request.user, **form.cleaned_data
    )
    return thread, {}, None


def _kept(typed: QueryDict) -> tuple[dict[str, CommentForm], ThreadForm | None]:
    """The form that came after the session had ended, as it was sent; nothing is carried out."""
    for kind in ("reply", "correct"):
        if typed.get(kind, "").isdecimal():
            prefix = f"{kind}-{typed[kind]}"
            return {prefix: CommentForm(typed, prefix=prefix)}, None
    return {}, ThreadForm(typed)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@keep_typed
def answer_comments(
    request: HttpRequest, iso3: str, round: str, question: int, number: int | None = None
) -> HttpResponse:
    """An answer as it stands and what is said about it; here threads are opened and replied to."""
    place = find_answer(request, iso3, round, question, number)
    decision = commenting.can_comment(place.access, place.review, place.section, number)
    bound: dict[str, CommentForm] = {}
    thread_form, status = None, 200
    if request.method == "POST":
        if not decision:
            raise Refused(decision.reason)
        thread, bound, thread_form = _said(request, place)
        if thread:
            messages.success(request, _("Your comment has been saved."))
            return redirect(f"{request.path}#thread-{thread.pk}")
        status = 422
    typed = taken_back(request) if decision else None
    if typed is not None:
        bound, thread_form = _kept(typed)
    threads = commenting.threads_on(place.review, place.question, place.report)
    threads = _with_forms(threads, request.user, bound)
    texts, value = _texts(place)
    return render(
        request,
        "reviews/answer_comments.html",
        {
            "place": place,
            "review": place.review,
            "access": place.access,
            "decision": decision,
            "texts": texts,
            "value": value,
            "open_threads": [thread for thread in threads if thread.is_shown],
            "resolved_threads": [thread for thread in threads if not thread.is_shown],
            "thread_form": thread_form or ThreadForm(),
            "bound_forms": [*bound.values(), thread_form],
            "taken_back": typed is not None,
            "asset_url": lambda sha256: reverse(
                "reviews:draft_picture", args=[place.review.country.iso3, place.review.round.code, sha256]
            ),
        },
        status=status,
    )


def _find_thread(request: HttpRequest, iso3: str, round: str, pk: int) -> Thread:
    review, access = find_draft(request, iso3, round)
    thread = get_object_or_404(commenting.threads_of(review), pk=pk)
    if not commenting.covered(access, [thread]):
        raise Http404
    return thread


@require_POST
@login_required
def comment_resolve(request: HttpRequest, iso3: str, round: str, pk: int) -> HttpResponse:
    """Say that a thread is settled; anybody in the conversation may."""
    thread = _find_thread(request, iso3, round, pk)
    if commenting.resolve(thread=thread, by=request.user):
        messages.success(request, _("The thread has been marked as resolved."))
    else:
        messages.info(request, _("Somebody else has marked this thread as resolved already."))
    return redirect(address_of(thread))


@require_POST
@login_required
def comment_reopen(request: HttpRequest, iso3: str, round: str, pk: int) -> HttpResponse:
    """Take a resolved thread up again."""
    thread = _find_thread(request, iso3, round, pk)
    if commenting.reopen(thread=thread, by=request.user):
        messages.success(request, _("The thread is open again."))
    else:
        messages.info(request, _("This thread is open already."))
    return redirect(address_of(thread))


@require_safe
@never_cache
@login_required
def review_comments(request: HttpRequest, iso3: str, round: str) -> HttpResponse:
    """All threads that this person may read, by section; ``?show=resolved`` for those that are settled."""
    review, access = find_draft(request, iso3, round)
    threads = commenting.covered(access, commenting.threads_of(review))
    resolved = request.GET.get("show") == "resolved"
    by_state = {state: [one for one in threads if (one.resolved_at is not None) == state] for state in (False, True)}
    shown = sorted(
        by_state[resolved],
        key=lambda one: (
            one.question.section.position,
            one.objective_report.objective.number if one.objective_report else 0,
            one.question.position,
            one.opened_at,
        ),
    )
    for thread in shown:
        thread.href = address_of(thread)
        thread.said = list(thread.comments.all())
    groups = [
        {"section": section, "objective": report.objective if report else None, "threads": list(found)}
        for (section, report), found in groupby(shown, key=lambda one: (one.question.section, one.objective_report))
    ]
    return render(
        request,
        "reviews/review_comments.html",
        {
            "review": review,
            "access": access,
            "groups": groups,
            "resolved": resolved,
            "filters": [
                {
                    "label": pgettext("threads", "Open"),
                    "href": request.path,
                    "current": not resolved,
                    "count": len(by_state[False]),
                },
                {
                    "label": pgettext("threads", "Resolved"),
                    "href": "?show=resolved",
                    "current": resolved,
                    "count": len(by_state[True]),
                },
            ],
        },
    )
