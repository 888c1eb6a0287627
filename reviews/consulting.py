"""The register of who was consulted for a review: kept by its people, told in the methodology, published with it.

Who did not agree to be named stays within the review: a list, a snapshot and a page say the kind alone.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from accounts.models import User
from foundation import richtext
from foundation.dates import format_partial
from foundation.decisions import Decision, Refused
from reviews import drafting
from reviews.answer_tools import Page, Tool
from reviews.enums import ConsultedKind, QuestionKind
from reviews.models import Consultation, Question, Review, Section
from reviews.permissions import Access, access_to, can_edit, can_manage

#: The section that tells of it.
METHODOLOGY = "methodology"


def section_of(review: Review) -> Section | None:
    """The methodology of the review; a questionnaire may be without."""
    return review.questionnaire.sections.filter(code=METHODOLOGY).first()


def may_read(access: Access, section: Section | None) -> bool:
    """The focal points, and those to whose part the methodology belongs."""
    return access.is_focal_point or (section is not None and access.covers_section(section))


def can_record(access: Access, review: Review, section: Section | None) -> Decision:
    """Who may edit the methodology keeps the register, as long as the State has the word."""
    return can_edit(access, review, section) if section else can_manage(access, review)


def _check(review: Review, by: User) -> None:
    """Raises ``Refused``; locks the review, so that a submission holds the register before or after the change."""
    review = Review.objects.select_for_update(no_key=True).get(pk=review.pk)
    decision = can_record(access_to(review, by), review, section_of(review))
    if not decision:
        raise Refused(decision.reason)


def register_of(review: Review) -> list[Consultation]:
    """The entries by kind, in the order of the Compact's list of partners, then by date."""
    order = {kind: position for position, kind in enumerate(ConsultedKind.values)}
    return sorted(review.consultations.all(), key=lambda one: (order[one.kind], one.held_on, one.pk))


def counts_of(entries: Iterable[Consultation]) -> list[tuple[str, str]]:
    """How many consultations there were of each kind: its label, and the number in words."""
    counts = Counter(entry.kind for entry in entries)
    return [
        (label, ngettext("%(count)s consultation", "%(count)s consultations", counts[kind]) % {"count": counts[kind]})
        for kind, label in ConsultedKind.choices
        if counts[kind]
    ]


@transaction.atomic
def add(*, review: Review, by: User, **facts: Any) -> Consultation:
    """Record a consultation; ``facts`` are the fields of ``Consultation``. Raises ``Refused``."""
    _check(review, by)
    return Consultation.objects.create(review=review, added_by=by, **facts)


@transaction.atomic
def change(*, consultation: Consultation, by: User, **facts: Any) -> None:
    """Correct an entry. Raises ``Refused``."""
    _check(consultation.review, by)
    Consultation.objects.filter(pk=consultation.pk).update(**facts)


@transaction.atomic
def remove(*, consultation: Consultation, by: User) -> None:
    """Take an entry out of the register; what was submitted with it stays. Raises ``Refused``."""
    _check(consultation.review, by)
    Consultation.objects.filter(pk=consultation.pk).delete()


# ---------------------------------------------------------------- in the text of the methodology


def question_of(section: Section | None) -> Question | None:
    """The text into which the list goes."""
    return section.questions.filter(kind=QuestionKind.NARRATIVE).first() if section else None


def list_html(entries: Iterable[Consultation], language: str) -> str:
    """Those who agreed to be named as a table in canonical HTML, and how many others there were."""
    entries = list(entries)
    named = [entry for entry in entries if entry.may_be_named]
    with translation.override(language):
        heads = [
            pgettext("consultation", "Who"),
            pgettext("consultation", "Kind"),
            pgettext("consultation", "How"),
            pgettext("consultation", "When"),
            pgettext("consultation", "About what"),
        ]
        rows = [
            [
                entry.name,
                entry.get_kind_display(),
                entry.get_how_display(),
                format_partial(entry.held_on),
                entry.subject,
            ]
            for entry in named
        ]
        html = format_html(
            "<table><caption>{}</caption><thead><tr>{}</tr></thead><tbody>{}</tbody></table>",
            _("Who was consulted"),
            format_html_join("", "<th>{}</th>", ((head,) for head in heads)),
            format_html_join(
                "", "<tr>{}</tr>", ((format_html_join("", "<td>{}</td>", ((cell,) for cell in row)),) for row in rows)
            ),
        )
        others = len(entries) - len(named)
        if others:
            sentence = ngettext(
                "Apart from these there was %(count)s consultation with partners who are not named here.",
                "Apart from these there were %(count)s consultations with partners who are not named here.",
                others,
            )
            html += format_html("<p>{}</p>", sentence % {"count": others})
    return richtext.sanitize(html)


@transaction.atomic
def insert_list(*, review: Review, language: str, by: User) -> bool:
    """Put the list at the end of the methodology's text in ``language``: a version like any other.

    What is stored stays and the list follows it; ``False`` where it stands at the end already.
    Raises ``Refused`` where the person may not edit the text or nobody agreed to be named.
    """
    _check(review, by)
    question = question_of(section_of(review))
    entries = register_of(review)
    if question is None or not any(entry.may_be_named for entry in entries):
        raise Refused(_("Nobody in the register has agreed to be named."))
    answer = drafting.answer_to(review, question)
    text = answer.texts.filter(language=language).first()
    stored = text.html if text else ""
    added = list_html(entries, language)
    if stored.endswith(added):
        return False
    drafting.save_text(
        review=review,
        question=question,
        language=language,
        html=richtext.sanitize(stored + added),
        version=text.version if text else 0,
        by=by,
    )
    return True


def _address(review: Review) -> str:
    return reverse("reviews:consulted", args=[review.country.iso3, review.round.code])


def tool(page: Page) -> dict[int, Tool]:
    """“Who was consulted (5)” beside the text of the methodology."""
    found = {}
    for question in page.questions:
        if question.section.code == METHODOLOGY and question.kind == QuestionKind.NARRATIVE:
            count = page.review.consultations.count()
            label = ngettext("Who was consulted (%(count)s)", "Who was consulted (%(count)s)", count)
            found[question.pk] = Tool(
                "consulted", _address(page.review), label % {"count": count} if count else _("Who was consulted")
            )
            break
    return found


def insert_tool(page: Page) -> dict[int, Tool]:
    """The way from the text to the list that can be put into it; going there saves what was typed."""
    for question in page.questions:
        if question.section.code == METHODOLOGY and question.kind == QuestionKind.NARRATIVE:
            allowed = can_record(page.access, page.review, question.section)
            if not allowed or not page.review.consultations.filter(may_be_named=True).exists():
                break
            href = f"{_address(page.review)}#insert"
            return {question.pk: Tool("insert-consulted", href, _("Insert the list into the text"))}
    return {}


# ---------------------------------------------------------------- in a snapshot


def place_in(snapshot: Mapping[str, Any]) -> str:
    """The code of the section after which readers find the register; empty where there is none.

    Snapshots from before the register have no such key.
    """
    codes = [section["code"] for section in snapshot["sections"]]
    if not snapshot.get("consultations") or not codes:
        return ""
    return METHODOLOGY if METHODOLOGY in codes else codes[0]
