"""What supports an answer: files and pages on the web, each with its title and language, private until published."""

from django.core.files import File
from django.db import IntegrityError, transaction
from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from foundation.decisions import Refused
from reviews import attaching
from reviews.answer_tools import Page, Tool
from reviews.models import Attachment, EvidenceLink, ObjectiveReport, Question, Review
from reviews.permissions import access_to, check_edit

#: Of one answer, files and links together; a review as a whole has ``attaching.MAX_ATTACHMENTS`` files.
MAX_PER_ANSWER = 10


def files_of(review: Review, question: Question, report: ObjectiveReport | None) -> list[Attachment]:
    return list(review.attachments.filter(question=question, objective_report=report).order_by("added_at", "pk"))


def links_of(review: Review, question: Question, report: ObjectiveReport | None) -> list[EvidenceLink]:
    return list(review.evidencelinks.filter(question=question, objective_report=report))


def _room(review: Review, question: Question, report: ObjectiveReport | None) -> None:
    count = len(files_of(review, question, report)) + len(links_of(review, question, report))
    if count >= MAX_PER_ANSWER:
        raise Refused(_("An answer may have up to %(count)s files and links.") % {"count": MAX_PER_ANSWER})


@transaction.atomic
def add_file(
    *,
    review: Review,
    question: Question,
    report: ObjectiveReport | None,
    file: File,
    title: str,
    language: str,
    by: User,
) -> Attachment:
    """Annex a file to an answer; raises as ``attaching.add_attachment``, and ``Refused`` when there is no room."""
    _room(review, question, report)
    return attaching.add_attachment(
        review=review,
        section=question.section,
        question=question,
        report=report,
        file=file,
        title=title,
        language=language,
        by=by,
    )


@transaction.atomic
def add_link(
    *,
    review: Review,
    question: Question,
    report: ObjectiveReport | None,
    url: str,
    title: str,
    language: str,
    by: User,
) -> EvidenceLink:
    """Name a page on the web in support of an answer; it is not fetched. Raises ``Refused``."""
    check_edit(access_to(review, by), review, question, report.objective.number if report else None)
    _room(review, question, report)
    try:
        with transaction.atomic():
            return EvidenceLink.objects.create(
                review=review,
                question=question,
                objective_report=report,
                url=url,
                title=title,
                language=language,
                added_by=by,
            )
    except IntegrityError:
        raise Refused(_("This address is already named here.")) from None


@transaction.atomic
def remove_link(*, link: EvidenceLink, by: User) -> None:
    """Take a link out of the working copy. Raises ``Refused``."""
    report = link.objective_report
    check_edit(access_to(link.review, by), link.review, link.question, report.objective.number if report else None)
    link.delete()


def tool(page: Page) -> dict[int, Tool]:
    """“Files and links (3)” beside each answer."""
    counts: dict[int, int] = {}
    for rows in (page.review.attachments, page.review.evidencelinks):
        found = (
            rows.filter(question__in=page.questions, objective_report=page.report)
            .order_by()
            .values_list("question")
            .annotate(Count("pk"))
        )
        for question, count in found:
            counts[question] = counts.get(question, 0) + count
    tools = {}
    for question in page.questions:
        count = counts.get(question.pk, 0)
        label = ngettext("Files and links (%(count)s)", "Files and links (%(count)s)", count) % {"count": count}
        tools[question.pk] = Tool(
            "evidence", page.address("answer_evidence", question), label if count else _("Files and links")
        )
    return tools
