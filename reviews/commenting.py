"""Comments on answers: conversations of the people who prepare a review. The Network never sees them.

Comments are the team's own and no part of what is submitted, so they stay open while the Network
has the word; only a withdrawn review is closed to them.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import timedelta

from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from foundation.decisions import Decision, Refused
from reviews import notifications
from reviews.answer_tools import Page, Tool
from reviews.enums import ReviewState
from reviews.models import Comment, ObjectiveReport, Question, Review, Section, Thread
from reviews.permissions import Access, access_to, people_who_cover

#: How long the author may mend a comment to which nobody has replied.
CORRECTABLE = timedelta(minutes=15)


def can_comment(access: Access, review: Review, section: Section, objective: int | None = None) -> Decision:
    """Everyone whose part covers the answer, whether they may edit it or only read it."""
    if not access.is_author or not access.covers(section, objective):
        return Decision(False, _("This section was not assigned to you."))
    if review.state == ReviewState.WITHDRAWN:
        return Decision(False, _("This review has been withdrawn; its comments can only be read."))
    return Decision(True)


def _check(thread: Thread, by: User) -> None:
    """Raises ``Refused`` unless the person may comment there."""
    review, report = thread.review, thread.objective_report
    decision = can_comment(
        access_to(review, by),
        review,
        thread.question.section,
        report.objective.number if report else None,
    )
    if not decision:
        raise Refused(decision.reason)


def threads_of(review: Review) -> QuerySet[Thread]:
    """The threads of a review with all that a page of them shows; those of dropped objectives rest."""
    return (
        review.threads.filter(Q(objective_report=None) | Q(objective_report__dropped_at=None))
        .select_related(
            "review__country", "review__round", "question__section", "objective_report__objective", "resolved_by"
        )
        .prefetch_related("comments__by")
    )


def threads_on(review: Review, question: Question, report: ObjectiveReport | None) -> list[Thread]:
    """The threads on one answer, open ones first."""
    threads = threads_of(review).filter(question=question, objective_report=report)
    return sorted(threads, key=lambda thread: thread.resolved_at is not None)


def covered(access: Access, threads: Iterable[Thread]) -> list[Thread]:
    """Those of the threads that this person may read."""
    return [
        thread
        for thread in threads
        if access.covers(
            thread.question.section, thread.objective_report.objective.number if thread.objective_report else None
        )
    ]


def open_by_place(review: Review, access: Access) -> Counter[tuple[int, int | None]]:
    """How many threads are open, by section and objective number, as far as this person reads them; one query."""
    threads = (
        review.threads.open()
        .filter(Q(objective_report=None) | Q(objective_report__dropped_at=None))
        .select_related("question__section", "objective_report__objective")
    )
    return Counter(
        (
            thread.question.section_id,
            thread.objective_report.objective.number if thread.objective_report else None,
        )
        for thread in covered(access, threads)
    )


def tool(page: Page) -> dict[int, Tool]:
    """“Comments” beside each answer, with how many are open."""
    open_threads = dict(
        page.review.threads.open()
        .filter(question__in=page.questions, objective_report=page.report)
        .order_by()
        .values_list("question")
        .annotate(Count("pk"))
    )
    found = {}
    for question in page.questions:
        count = open_threads.get(question.pk, 0)
        label = ngettext("Comments (%(count)s open)", "Comments (%(count)s open)", count) % {"count": count}
        found[question.pk] = Tool(
            "comments", page.address("answer_comments", question), label if count else _("Comments"), bool(count)
        )
    return found


@transaction.atomic
def open_thread(
    *, review: Review, question: Question, report: ObjectiveReport | None, text: str, by: User, language: str = ""
) -> Thread:
    """Begin a conversation on an answer, of its text in ``language`` or of the whole; tells those who cover it.

    Raises ``Refused`` when the person's part does not cover the answer or the review was withdrawn.
    """
    thread = Thread(review=review, question=question, objective_report=report, language=language)
    _check(thread, by)
    thread.save()
    comment = Comment.objects.create(thread=thread, text=text, by=by)
    people = people_who_cover(review, question.section, report.objective.number if report else None)
    notifications.commented(comment, [person for person in people if person.pk != by.pk], is_new=True)
    return thread


@transaction.atomic
def reply(*, thread: Thread, text: str, by: User) -> Comment:
    """Say something in a thread and tell the others in it. A reply to a resolved thread opens it again.

    Raises ``Refused`` as ``open_thread``.
    """
    _check(thread, by)
    comment = Comment.objects.create(thread=thread, text=text, by=by)
    Thread.objects.filter(pk=thread.pk).exclude(resolved_at=None).update(resolved_at=None, resolved_by=None)
    report = thread.objective_report
    people = people_who_cover(thread.review, thread.question.section, report.objective.number if report else None)
    others = set(thread.comments.values_list("by", flat=True)) - {by.pk}
    notifications.commented(comment, [person for person in people if person.pk in others], is_new=False)
    return comment


@transaction.atomic
def resolve(*, thread: Thread, by: User) -> bool:
    """Say that a thread is settled; ``False`` when somebody else did meanwhile. Raises ``Refused``."""
    _check(thread, by)
    return bool(
        Thread.objects.filter(pk=thread.pk, resolved_at=None).update(resolved_at=timezone.now(), resolved_by=by)
    )


@transaction.atomic
def reopen(*, thread: Thread, by: User) -> bool:
    """Open a resolved thread again; ``False`` when it is open already. Raises ``Refused``."""
    _check(thread, by)
    return bool(
        Thread.objects.filter(pk=thread.pk).exclude(resolved_at=None).update(resolved_at=None, resolved_by=None)
    )


def may_correct(comment: Comment, comments: list[Comment], user: User) -> bool:
    """The author, for a quarter of an hour, while it is the last word of its thread."""
    return comment.by_id == user.pk and comments[-1].pk == comment.pk and timezone.now() - comment.at < CORRECTABLE


@transaction.atomic
def correct(*, comment: Comment, text: str, by: User) -> None:
    """Mend a comment that nobody has replied to yet. Raises ``Refused``."""
    thread = comment.thread
    _check(thread, by)
    if not may_correct(comment, list(thread.comments.select_for_update()), by):
        raise Refused(_("This comment can no longer be corrected. Write a further one."))
    Comment.objects.filter(pk=comment.pk).update(text=text)
