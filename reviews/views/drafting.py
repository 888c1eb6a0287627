"""The pages on which a review is written: one thing on each, and every step is saved."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import Mandate
from countries.models import Country
from foundation.decisions import Refused
from foundation.files import FileError
from foundation.pictures import PictureError
from objectives.models import Objective
from reviews import (
    attaching,
    carrying,
    commenting,
    deadlines,
    delegating,
    drafting,
    helping,
    presence,
    returning,
    tasklist,
)
from reviews.answer_tools import Page, tools_of
from reviews.completeness import issues_of_section, picture_of
from reviews.enums import ReviewState, SectionKind
from reviews.forms import AnswersForm, AttachmentForm, ObjectiveChoiceForm, ObjectiveForm, PictureForm
from reviews.models import Answer, ObjectiveReport, Question, Review, Round, Section
from reviews.permissions import Access, can_edit, can_manage
from reviews.views.autosaving import autosave_words, value_sentence
from reviews.views.finding import find_draft, find_report, find_section, latest_submission
from reviews.views.keeping import keep_typed, taken_back
from reviews.views.returning import points_on


@require_POST
@login_required
def review_start(request: HttpRequest) -> HttpResponse:
    """Start a review for one of the person's countries and an open round."""
    mandates = Mandate.objects.current().filter(user=request.user)
    country = get_object_or_404(
        Country.objects.filter(pk__in=mandates.values("country")), iso3=request.POST.get("country", "")
    )
    round_ = get_object_or_404(Round, code=request.POST.get("round", ""))
    try:
        review = drafting.start_review(country=country, round=round_, by=request.user)
    except Refused as refusal:
        existing = drafting.current_review(country, round_)
        if existing is None:
            raise
        messages.info(request, refusal.reason)
        return redirect(existing)
    messages.success(request, _("The review has been started. You can leave at any time; every step is saved."))
    return redirect(review)


@require_safe
@never_cache
@login_required
def review_tasks(request: HttpRequest, iso3: str, round: str) -> HttpResponse:
    """The task list: what is done, what is left, for this person's part of the review."""
    review, access = find_draft(request, iso3, round)
    picture = picture_of(review)
    is_after_return = review.state in {ReviewState.RETURNED, ReviewState.SUBMITTED}
    points = returning.covered(access, returning.points_of(review)) if is_after_return else []
    hints = tasklist.hints_of(commenting.open_by_place(review, access), points)
    return render(
        request,
        "reviews/review_tasks.html",
        {
            "review": review,
            "access": access,
            "groups": tasklist.groups(review, picture, access, hints),
            "answered": helping.answered(review, access),
            "points": points,
            "settled": sum(point.cleared_at is not None for point in points),
            "progress": tasklist.progress_for(picture, access),
            "earlier": carrying.offer(review, access, picture),
            "mine": delegating.part_of(review, request.user) if access.is_contributor else None,
            "can_manage": can_manage(access, review),
            "transitions": review.transitions.select_related("by"),
            "returned": review.transitions.filter(action="return").last() if review.state == "returned" else None,
            "has_submission": review.submissions.exists(),
            "due": deadlines.due(deadlines.deadline_of(review.round, review.country)),
            "answer_due": deadlines.answer_due(latest_submission(review)) if review.state == "submitted" else None,
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def review_objectives(request: HttpRequest, iso3: str, round: str) -> HttpResponse:
    """Choose the objectives that the review reports on; the others are "not reported this round"."""
    review, access = find_draft(request, iso3, round)
    decision = can_manage(access, review)
    if not access.is_focal_point:
        raise Refused(decision.reason)
    objectives = list(Objective.objects.select_related("round_table"))
    reports = list(review.objective_reports.chosen().select_related("objective"))
    form = ObjectiveChoiceForm(request.POST or None, objectives=objectives, reports=reports)
    status = 200
    if request.method == "POST":
        form = ObjectiveChoiceForm(request.POST, objectives=objectives, reports=reports)
        if form.is_valid():
            drafting.choose_objectives(
                review=review,
                chosen=set(form.cleaned_data["chosen"]),
                priorities=set(form.cleaned_data["priorities"]),
                by=request.user,
            )
            messages.success(request, _("Your choice of objectives has been saved."))
            return redirect(review)
        status = 422
    chosen = {int(value) for value in form["chosen"].value() or [] if str(value).isdigit()}
    priorities = {int(value) for value in form["priorities"].value() or [] if str(value).isdigit()}
    rows = [
        {
            "objective": objective,
            "chosen": objective.number in chosen,
            "priority": objective.number in priorities,
        }
        for objective in objectives
    ]
    context = {
        "review": review,
        "access": access,
        "form": form,
        "rows": rows,
        "decision": decision,
        "points": points_on(review, access, review.questionnaire.sections.get(kind=SectionKind.OBJECTIVES)),
    }
    return render(request, "reviews/review_objectives.html", context, status=status)


def _asset_url(review: Review) -> str:
    """The address of a draft's picture; ``{}`` stands for its checksum."""
    return reverse("reviews:draft_picture", args=[review.country.iso3, review.round.code, "0"])[:-1] + "{}"


def _answers(review: Review, questions: list[Question], report: ObjectiveReport | None) -> dict[int, Answer]:
    found = (
        Answer.objects.filter(review=review, question__in=questions, objective_report=report)
        .select_related("question")
        .prefetch_related("texts__edited_by", "options")
    )
    return {answer.question_id: answer for answer in found}


def _settle(request: HttpRequest, form: AnswersForm, answers: dict[int, Answer]) -> None:
    """A button of a conflict was pressed: take their text, or both, before the form is read."""
    name, _colon, way = request.POST.get("merge", "").partition(":")
    if name not in form.fields or way not in {"theirs", "both", "mine"}:
        return
    question, _line, language = name.removeprefix("q").partition("_")
    answer = answers.get(int(question))
    stored = next((text for text in answer.texts.all() if text.language == language), None) if answer else None
    form.merge(name, way, stored.html if stored else "")


def _save_answers(
    request: HttpRequest, form: AnswersForm, review: Review, report: ObjectiveReport | None
) -> dict[str, drafting.Conflict]:
    """Save each text by itself; returns what others saved first, by field: nothing is overwritten.

    A choice or number that others changed first is told at its field.
    """
    conflicts = {}
    for text in form.texts():
        try:
            drafting.save_text(
                review=review,
                question=text.question,
                language=text.language,
                html=text.html,
                version=text.version,
                by=request.user,
                report=report,
            )
        except drafting.Conflict as conflict:
            conflicts[text.name] = conflict
    for question, value in form.values():
        try:
            drafting.save_value(review=review, question=question, by=request.user, report=report, **value)
        except drafting.ValueConflict as conflict:
            form.add_error(f"q{question.pk}", value_sentence(conflict))
    return conflicts


def _add_picture(
    request: HttpRequest, form: PictureForm, answers: AnswersForm, review: Review, report: ObjectiveReport | None
) -> bool:
    """Store the picture and add it to the end of the text that was chosen; errors go to the form."""
    if not form.is_valid():
        return False
    try:
        picture = attaching.add_picture(review=review, file=form.cleaned_data["file"], by=request.user)
    except PictureError as error:
        form.add_error("file", error)
        return False
    name, language = form.cleaned_data["target"].split("_", 1)
    question = next(question for question in answers.questions if f"q{question.pk}" == name)
    drafting.append_picture(
        review=review,
        question=question,
        language=language,
        picture=picture,
        alternative=form.cleaned_data["alternative"],
        by=request.user,
        report=report,
    )
    return True


def _go_address(request: HttpRequest, review: Review) -> str:
    """Where a tool's button leads after the save: only within this review."""
    address = request.POST.get("go", "")
    return address if address.startswith(review.get_absolute_url()) else ""


def _answers_page(
    request: HttpRequest,
    review: Review,
    access: Access,
    section: Section,
    questions: list[Question],
    *,
    template: str,
    onward: str,
    report: ObjectiveReport | None = None,
    extra: dict | None = None,
) -> HttpResponse:
    """Show and save the questions of one page. A conflict answers 409, errors 422; both keep every word."""
    decision = can_edit(access, review, section, report.objective.number if report else None)
    answers = _answers(review, questions, report)
    options = {
        "questions": questions,
        "answers": answers,
        "asset_url": _asset_url(review),
        "read_only": not decision,
    }
    typed = taken_back(request) if decision else None
    objective_form = ObjectiveForm(typed, report=report, read_only=not decision) if report else None
    form = AnswersForm(typed, **options)
    conflicts: dict = {}
    picture_form = None
    status = 200
    if request.method == "POST":
        if not decision:
            raise Refused(decision.reason)
        form = AnswersForm(request.POST, **options)
        _settle(request, form, answers)
        objective_form = ObjectiveForm(request.POST, report=report) if report else None
        valid = [form.is_valid(), objective_form is None or objective_form.is_valid()]
        if all(valid):
            if objective_form:
                try:
                    drafting.save_objective(report=report, by=request.user, **objective_form.values())
                except drafting.ValueConflict as conflict:
                    objective_form.add_error("stage", value_sentence(conflict))
                    objective_form.look_again(report)
            conflicts = _save_answers(request, form, review, report)
            if conflicts or form.errors or (objective_form and objective_form.errors):
                form.keep_typed(conflicts, _answers(review, questions, report))
                status = 409
            elif "picture" in request.POST:
                picture_form = PictureForm(request.POST, request.FILES, answers_form=form)
                if _add_picture(request, picture_form, form, review, report):
                    messages.success(request, _("Your texts have been saved and the picture has been added."))
                    return redirect(request.path)
                form.keep_typed({}, _answers(review, questions, report))
                status = 422
            else:
                messages.success(request, _("Saved."))
                return redirect(_go_address(request, review) or (request.path if "stay" in request.POST else onward))
        else:
            status = 422
    if decision:
        presence.mark(review=review, user=request.user, place=request.path)
    page = Page(review, access, questions, report)
    found = issues_of_section(picture_of(review), section, report) if request.method != "POST" else []
    context = {
        "review": review,
        "access": access,
        "section": section,
        "report": report,
        "form": form,
        "objective_form": objective_form,
        "pairs": form.text_pairs(tools_of(page), lambda question: page.address("answer_save", question)),
        "conflicts": conflicts,
        "taken_back": typed is not None,
        "others": presence.others(review=review, user=request.user, place=request.path) if decision else [],
        "words": autosave_words(),
        "decision": decision,
        "guidance": [line for line in (tasklist.localized_lines(section, "guidance")) if line],
        "picture_form": picture_form or PictureForm(answers_form=form),
        "issues": found,
        "points": points_on(review, access, section, report),
        "onward": onward,
        **(extra or {}),
    }
    return render(request, template, context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@keep_typed
def review_section(request: HttpRequest, iso3: str, round: str, code: str) -> HttpResponse:
    """A section: its questions, or for principles and annexes the list of what belongs to it."""
    review, access = find_draft(request, iso3, round)
    section = find_section(review, access, code)
    if section.kind == SectionKind.OBJECTIVES:
        return redirect("reviews:review_objectives", review.country.iso3, review.round.code)
    if section.kind == SectionKind.ATTACHMENTS:
        return _attachments_page(request, review, access, section)
    if section.kind == SectionKind.PRINCIPLES:
        picture = picture_of(review)
        return render(
            request,
            "reviews/review_principles.html",
            {
                "review": review,
                "access": access,
                "section": section,
                "guidance": tasklist.localized_lines(section, "guidance"),
                "tasks": tasklist.principle_tasks(review, picture, section),
                "points": points_on(review, access, section),
            },
        )
    return _answers_page(
        request,
        review,
        access,
        section,
        list(section.questions.all()),
        template="reviews/review_section.html",
        onward=tasklist.next_address(review, access, section),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@keep_typed
def review_principle(request: HttpRequest, iso3: str, round: str, code: str, number: int) -> HttpResponse:
    """One guiding principle in practice."""
    review, access = find_draft(request, iso3, round)
    section = find_section(review, access, code)
    question = get_object_or_404(
        section.questions.select_related("principle", "section").prefetch_related("options"), principle__number=number
    )
    following = section.questions.filter(position__gt=question.position).select_related("principle").first()
    args = [review.country.iso3, review.round.code, section.code]
    onward = (
        reverse("reviews:review_principle", args=[*args, following.principle.number])
        if following and following.principle
        else reverse("reviews:review_section", args=args)
    )
    return _answers_page(
        request,
        review,
        access,
        section,
        [question],
        template="reviews/review_principle.html",
        onward=onward,
        extra={"principle": question.principle},
    )


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@keep_typed
def review_objective(request: HttpRequest, iso3: str, round: str, number: int) -> HttpResponse:
    """The report on one chosen objective."""
    review, access = find_draft(request, iso3, round)
    section = get_object_or_404(
        review.questionnaire.sections.prefetch_related("questions__options", "questions__section"),
        kind=SectionKind.OBJECTIVES,
    )
    report = find_report(review, access, section, number)
    return _answers_page(
        request,
        review,
        access,
        section,
        list(section.questions.all()),
        template="reviews/review_objective.html",
        onward=tasklist.next_objective_address(review, access, section, number),
        report=report,
    )


def _attachments_page(request: HttpRequest, review: Review, access: Access, section: Section) -> HttpResponse:
    decision = can_edit(access, review, section)
    form = AttachmentForm()
    status = 200
    if request.method == "POST":
        if not decision:
            raise PermissionDenied(decision.reason)
        form = AttachmentForm(request.POST, request.FILES)
        status = 422
        if form.is_valid():
            try:
                attaching.add_attachment(review=review, section=section, by=request.user, **form.cleaned_data)
            except FileError as error:
                form.add_error("file", error)
            except Refused as refusal:
                form.add_error(None, refusal.reason)
            else:
                messages.success(request, _("The file has been added."))
                return redirect(request.path)
    return render(
        request,
        "reviews/review_attachments.html",
        {
            "review": review,
            "access": access,
            "section": section,
            "guidance": tasklist.localized_lines(section, "guidance"),
            "form": form,
            "decision": decision,
            "attachments": review.attachments.filter(section=section, question=None),
            "points": points_on(review, access, section),
        },
        status=status,
    )
