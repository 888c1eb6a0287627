"""Builders for reviews: small questionnaires, and states reached through the real transitions."""

import datetime
import itertools

from django.contrib.auth.models import Group
from django.utils import timezone

from accounts.models import CURATORS, Mandate, User
from countries.enums import UNStatus
from countries.models import Country
from foundation import richtext
from objectives.models import Objective, Principle
from reviews import drafting, transitions
from reviews.enums import RoundKind, SectionKind
from reviews.models import ObjectiveReport, Publication, Question, Questionnaire, Review, Round, Section

_numbers = itertools.count(1)
DECLARATION = {"name": "Sample Minister", "post": "Minister", "institution": "Ministry of Samples"}


def make_country(iso3: str = "XAA") -> Country:
    names = {"name_en": f"Sample State {iso3}", "name_ar": f"دولة مثال {iso3}"}
    return Country.objects.get_or_create(iso3=iso3, defaults={"un_status": UNStatus.SAMPLE, **names})[0]


def make_user(name: str = "Person", **fields) -> User:
    return User.objects.create_user(f"person{next(_numbers)}@example.org", "sample-password-2026", name=name, **fields)


def make_focal_point(country: Country, *, can_submit: bool = True, **fields) -> User:
    user = make_user("Focal Point", **fields)
    Mandate.objects.create(
        user=user,
        country=country,
        can_submit=can_submit,
        starts_on=timezone.localdate() - datetime.timedelta(days=30),
    )
    return user


def make_curator(**fields) -> User:
    user = make_user("Curator", is_staff=True, **fields)
    user.groups.add(Group.objects.get_or_create(name=CURATORS)[0])
    return user


def make_objective(number: int) -> Objective:
    return Objective.objects.get_or_create(
        number=number,
        defaults={
            "slug": f"objective-{number}",
            "title_en": f"Objective title {number}",
            "title_ar": f"عنوان الهدف {number}",
            "short_title_en": f"Short {number}",
            "short_title_ar": f"قصير {number}",
            "gcm_paragraph": str(number + 16),
        },
    )[0]


def make_principle(number: int) -> Principle:
    return Principle.objects.get_or_create(
        number=number,
        defaults={
            "code": f"principle-{number}",
            "name_en": f"Principle {number}",
            "name_ar": f"المبدأ {number}",
            "gcm_paragraph": "15",
        },
    )[0]


def make_round(code: str = "regional-2028", *, is_open: bool = True) -> Round:
    """A round with a questionnaire of four sections and three objectives to choose from."""
    round_, created = Round.objects.get_or_create(
        code=code,
        defaults={
            "kind": RoundKind.REGIONAL,
            "name_en": f"Round {code}",
            "name_ar": f"الجولة {code}",
            "is_open": is_open,
        },
    )
    if not created:
        return round_
    questionnaire = Questionnaire.objects.create(round=round_)

    def section(number: int, code: str, kind: str = SectionKind.NARRATIVE) -> Section:
        return Section.objects.create(
            questionnaire=questionnaire,
            code=code,
            kind=kind,
            position=number,
            title_en=f"Section {code}",
            title_ar=f"القسم {code}",
            guidance_en="What happened?\nWhat is planned?",
            guidance_ar="ماذا حدث؟\nماذا يُعتزم؟",
        )

    def question(section: Section, name: str, **fields) -> Question:
        return Question.objects.create(
            section=section,
            identifier=f"{section.code}.{name}",
            title_en=f"Question {name}",
            title_ar=f"السؤال {name}",
            **fields,
        )

    question(section(1, "summary"), "text", is_required=True, word_limit=50)
    principles = section(2, "principles", SectionKind.PRINCIPLES)
    for number in (1, 2):
        question(principles, f"principle-{number}", principle=make_principle(number), position=number)
    objectives = section(3, "objectives", SectionKind.OBJECTIVES)
    question(objectives, "measures", is_required=True, position=1)
    question(objectives, "challenges", position=2)
    section(4, "annexes", SectionKind.ATTACHMENTS)
    for number in (1, 7, 11):
        make_objective(number)
    return round_


def make_review(country: Country | None = None, *, by: User | None = None, round_: Round | None = None) -> Review:
    country = country or make_country()
    by = by or make_focal_point(country)
    return drafting.start_review(country=country, round=round_ or make_round(), by=by)


def question_of(review: Review, identifier: str) -> Question:
    return Question.objects.select_related("section").get(
        section__questionnaire=review.questionnaire, identifier=identifier
    )


def write(
    review: Review,
    identifier: str,
    text: str,
    *,
    language: str = "en",
    objective: int | None = None,
    version: int = 0,
    by: User | None = None,
) -> drafting.Saved:
    report = ObjectiveReport.objects.get(review=review, objective__number=objective) if objective else None
    return drafting.save_text(
        review=review,
        question=question_of(review, identifier),
        report=report,
        language=language,
        html=richtext.from_markdown(text),
        version=version,
        by=by or review.started_by,
    )


def make_complete(review: Review) -> Review:
    """Everything that is required, and no more: one objective, reported on in Arabic."""
    by = review.started_by
    drafting.choose_objectives(review=review, chosen={7}, priorities={7}, by=by)
    write(review, "summary.text", "ملخص الاستعراض في فقرة واحدة.", language="ar")
    report = review.objective_reports.select_related("review", "objective").get(objective__number=7)
    drafting.save_objective(report=report, stage="under-way", is_priority=True, by=by)
    write(review, "objectives.measures", "أُنشئت نقاط استقبال على طول الممر.", language="ar", objective=7)
    return review


def review_at(state: str, *, country: Country | None = None, round_: Round | None = None) -> Review:
    """A review in this state, taken there by the people who would take it there."""
    review = make_complete(make_review(country, round_=round_))
    if state == "draft":
        return review
    if state == "withdrawn":
        transitions.withdraw(review=review, by=review.started_by, note="Not this round.")
        return review
    transitions.submit(review=review, by=review.started_by, **DECLARATION)
    if state == "submitted":
        return review
    curator = make_curator()
    if state == "returned":
        transitions.send_back(review=review, by=curator, note="Please add the sources.")
    else:
        transitions.publish(review=review, by=curator)
    return review


def make_publication(country: Country | None = None, round_: Round | None = None) -> Publication:
    review = review_at("published", country=country, round_=round_)
    return Publication.objects.get(submission__review=review)
