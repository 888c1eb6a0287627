"""Who hears of what, in their own language. Each call queues mail rows; a task sends them."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from django.conf import settings
from django.shortcuts import resolve_url
from django.urls import reverse
from django.utils import translation

from accounts.models import User
from countries.models import Country
from foundation.mail import Attached, queue_mail
from reviews.enums import ReviewState
from reviews.models import (
    Comment,
    Contributor,
    Extension,
    HelpMessage,
    Publication,
    ReturnReason,
    Review,
    ReviewTransition,
    Round,
    ScheduledPublication,
    Submission,
)
from reviews.permissions import people_who_cover

if TYPE_CHECKING:
    from reviews.contributions import Part
    from reviews.deadlines import Due


def _address(name: str, review: Review, language: str) -> str:
    with translation.override(language):
        args = [] if name == "reviews:desk" else [review.country.iso3, review.round.code]
        return settings.SITE_URL + reverse(name, args=args)


def _tell(
    people: Iterable[User],
    template: str,
    review: Review,
    page: str,
    attachments: Sequence[Attached] = (),
    **context,
) -> None:
    for person in people:
        queue_mail(
            to=person.email,
            template=template,
            language=person.language,
            attachments=attachments,
            context={"person": person, "review": review, "url": _address(page, review, person.language), **context},
        )


def submitted(submission: Submission) -> None:
    """A notice to the curators; the receipt follows with its PDFs (``reviews.receipts``)."""
    review = submission.review
    _tell(User.objects.curators(), "review_submitted", review, "reviews:desk_review", submission=submission)


def returned(review: Review, transition: ReviewTransition, points: list[ReturnReason]) -> None:
    _tell(
        User.objects.focal_points_of(review.country),
        "review_returned",
        review,
        "reviews:review_tasks",
        transition=transition,
        points=points,
    )


def published(publication: Publication) -> None:
    review = publication.submission.review
    _tell(
        User.objects.focal_points_of(review.country),
        "review_published",
        review,
        "reviews:publication",
        publication=publication,
    )


def reopened(review: Review, transition: ReviewTransition) -> None:
    people = User.objects.focal_points_of(review.country).exclude(pk=transition.by_id)
    _tell(people, "review_reopened", review, "reviews:review_tasks", transition=transition)


def withdrawn(review: Review, transition: ReviewTransition) -> None:
    if transition.source == ReviewState.SUBMITTED:
        _tell(User.objects.curators(), "review_withdrawn", review, "reviews:desk", transition=transition)


def _tell_of(
    people: Iterable[User], template: str, review: Review, name: str, args: list, *, anchor: str = "", **context
) -> None:
    """As ``_tell``, of any page of this room: ``args`` are those of its address."""
    for person in people:
        with translation.override(person.language):
            url = f"{settings.SITE_URL}{reverse(f'reviews:{name}', args=args)}{anchor}"
        queue_mail(
            to=person.email,
            template=template,
            language=person.language,
            context={"person": person, "review": review, "url": url, **context},
        )


def commented(comment: Comment, people: Iterable[User], *, is_new: bool) -> None:
    """That somebody commented, and where. What was said is not in the mail: it is the team's own."""
    thread = comment.thread
    review, report = thread.review, thread.objective_report
    number = [report.objective.number] if report else []
    _tell_of(
        people,
        "comment_added",
        review,
        "answer_comments",
        [review.country.iso3, review.round.code, thread.question_id, *number],
        anchor=f"#thread-{thread.pk}",
        author=comment.by,
        question=thread.question,
        objective=report.objective if report else None,
        section=thread.question.section,
        is_new=is_new,
    )


def help_asked(message: HelpMessage, *, is_new: bool) -> None:
    """To the curators: somebody asks for help, or writes again."""
    request = message.request
    _tell_of(
        User.objects.curators().exclude(pk=message.by_id),
        "help_asked",
        request.review,
        "desk_help_request",
        [request.pk],
        request=request,
        author=message.by,
        is_new=is_new,
    )


def help_answered(message: HelpMessage) -> None:
    """To the asker, where the section is still theirs, and to the focal points."""
    request = message.request
    review = request.review
    people = {user.pk: user for user in User.objects.focal_points_of(review.country)}
    for person in people_who_cover(review, request.section):
        if person.pk == request.opened_by_id:
            people[person.pk] = person
    people.pop(message.by_id, None)
    _tell_of(
        people.values(),
        "help_answered",
        review,
        "help_request",
        [review.country.iso3, review.round.code, request.pk],
        request=request,
    )


def receipt(submission: Submission, *, attachments: list[Attached], failed: bool) -> None:
    """The receipt to the focal points, with the PDFs that there are."""
    review = submission.review
    _tell(
        User.objects.focal_points_of(review.country),
        "review_receipt",
        review,
        "reviews:receipt",
        attachments=attachments,
        submission=submission,
        attached=len(attachments),
        failed=failed,
    )


def scheduled(schedule: ScheduledPublication) -> None:
    review = schedule.submission.review
    people = User.objects.focal_points_of(review.country)
    _tell(people, "review_scheduled", review, "reviews:receipt", schedule=schedule)


def extended(extension: Extension) -> None:
    """The new deadline and its reason to the country's focal points."""
    for person in User.objects.focal_points_of(extension.country):
        _mail(person, "deadline_extended", "", [], extension=extension)


def extension_wanted(review: Review, text: str, by: User) -> None:
    """A focal point's wish for more time to the curators."""
    _tell(User.objects.curators(), "extension_wanted", review, "reviews:extension_grant", text=text, by=by)


def due_soon(person: User, round_: Round, country: Country, review: Review | None, when: "Due", left: int) -> None:
    """A reminder: the day, how far it is, what is left."""
    args = [country.iso3, round_.code] if review else []
    page = "reviews:review_tasks" if review else ""
    _mail(person, "deadline_reminder", page, args, round=round_, country=country, review=review, when=when, left=left)


def part_changed(contributor: Contributor) -> None:
    """What a person is asked for has changed."""
    _tell([contributor.user], "part_changed", contributor.review, "reviews:review_tasks", contributor=contributor)


def part_ready(contributor: Contributor) -> None:
    """To the focal points: a person says that their part is ready."""
    review = contributor.review
    people = User.objects.focal_points_of(review.country)
    _tell(people, "part_ready", review, "reviews:review_people", contributor=contributor)


def part_reminded(contributor: Contributor, parts: list["Part"]) -> None:
    """What is still open of a person's part, in their language: the caller has made it active."""
    _tell(
        [contributor.user],
        "part_reminder",
        contributor.review,
        "reviews:review_tasks",
        contributor=contributor,
        parts=parts,
        is_overdue=contributor.is_overdue,
    )


def desk_overdue(curator: User, submissions: list[Submission]) -> None:
    """What the Network should have answered by now, to a curator."""
    _mail(curator, "desk_overdue", "reviews:desk", [], submissions=submissions)


def _mail(person: User, template: str, page: str, args: list, **context) -> None:
    """``page`` is the name of an address; without one the mail leads to the person's own home."""
    with translation.override(person.language):
        url = settings.SITE_URL + (reverse(page, args=args) if page else str(resolve_url(settings.LOGIN_REDIRECT_URL)))
    queue_mail(
        to=person.email, template=template, language=person.language, context={"person": person, "url": url, **context}
    )
