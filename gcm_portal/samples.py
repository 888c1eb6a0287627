"""Sample States, people and reviews, made by the same functions that people's data go through."""

from pathlib import Path

import yaml
from django.conf import settings
from django.contrib.auth.models import Group
from django.core.management.base import CommandError
from django.db import transaction

from accounts.models import CURATORS, Mandate, User
from accounts.roles import sync_roles
from countries.enums import UNStatus
from countries.models import Country
from foundation import richtext
from foundation.enums import Confidence
from foundation.models import Source
from gcm_portal import (
    samples_champions,
    samples_contributions,
    samples_hub,
    samples_mptf,
    samples_network,
    samples_proposals,
)
from reviews import drafting, transitions
from reviews.enums import Level, SectionKind
from reviews.models import Contributor, Question, Review, Round, Section

SAMPLES = Path(__file__).parent / "data" / "samples.yaml"
PASSWORD = "sample-password-2026"  # noqa: S105  Printed for everyone; refused where HTTPS is demanded.
ROUND = "imrf-2026"


def read() -> dict:
    """The file of samples, parsed."""
    return yaml.safe_load(SAMPLES.read_text(encoding="utf-8"))


def accounts() -> list[tuple[str, str, str]]:
    """E-mail address, password and role of each sample account, for the person who starts the portal."""
    return [(account["email"], PASSWORD, account["role"]) for account in read()["accounts"]]


@transaction.atomic
def load() -> bool:
    """Make the samples once; ``False`` where they are there already.

    Raises ``CommandError`` in a deployment that demands HTTPS: accounts with a known password
    have no place there.
    """
    if settings.HTTPS_ONLY:
        raise CommandError("Sample accounts have a known password. They are not made where HTTPS_ONLY is set.")
    if Country.objects.filter(un_status=UNStatus.SAMPLE).exists():
        return False
    data = read()
    _make_countries(data["countries"])
    _make_accounts(data["accounts"])
    for review in data["reviews"]:
        _make_review(review)
    _make_contributors(data["accounts"])
    samples_champions.load()
    samples_hub.load()
    samples_contributions.load()
    samples_mptf.load()
    samples_network.load(User.objects.get(email="organization@example.org"))
    samples_proposals.load()
    return True


def _make_countries(entries: list[dict]) -> None:
    source, _created = Source.objects.get_or_create(
        code="samples:fictional", defaults={"title": "Fictional State, made for trying the portal"}
    )
    for entry in entries:
        country = Country.objects.create(un_status=UNStatus.SAMPLE, confidence=Confidence.VERIFIED, **entry)
        country.sources.add(source)


def _make_accounts(entries: list[dict]) -> None:
    sync_roles()
    for entry in entries:
        if entry["role"] == "administrator":
            User.objects.create_superuser(entry["email"], PASSWORD, name=entry["name"], language=entry["language"])
            continue
        user = User.objects.create_user(
            entry["email"],
            PASSWORD,
            name=entry["name"],
            language=entry["language"],
            is_staff=entry["role"] == "curator",
        )
        if entry["role"] == "curator":
            user.groups.add(Group.objects.get(name=CURATORS))
        if entry["role"] == "focal_point":
            Mandate.objects.create(
                user=user, country=Country.objects.get(iso3=entry["country"]), can_submit=entry["can_submit"]
            )


def _make_contributors(entries: list[dict]) -> None:
    for entry in entries:
        if entry["role"] != "contributor":
            continue
        review = Review.objects.get(country__iso3=entry["country"])
        contributor = Contributor.objects.create(
            review=review,
            user=User.objects.get(email=entry["email"]),
            email=entry["email"],
            added_by=review.started_by,
        )
        contributor.sections.set(review.questionnaire.sections.filter(code=entry["section"]))


def _save(review: Review, question: Question, texts: dict[str, str], by: User, report=None) -> None:
    for language, markdown in texts.items():
        drafting.save_text(
            review=review,
            question=question,
            report=report,
            language=language,
            html=richtext.from_markdown(markdown),
            version=0,
            by=by,
        )


def _make_review(entry: dict) -> None:
    country = Country.objects.get(iso3=entry["country"])
    by = Mandate.objects.select_related("user").get(country=country).user
    review = drafting.start_review(country=country, round=Round.objects.get(code=ROUND), by=by, level=Level.NATIONAL)
    questions = {
        question.identifier: question
        for question in Question.objects.filter(section__questionnaire=review.questionnaire).select_related("section")
    }
    objectives = entry["objectives"]
    drafting.choose_objectives(
        review=review,
        chosen=set(objectives),
        priorities={number for number, objective in objectives.items() if objective["priority"]},
        by=by,
    )
    for identifier, texts in entry["sections"].items():
        _save(review, questions[identifier], texts, by)
    section = Section.objects.get(questionnaire=review.questionnaire, kind=SectionKind.OBJECTIVES)
    for report in review.objective_reports.select_related("objective", "review"):
        objective = objectives[report.objective.number]
        drafting.save_objective(report=report, stage=objective["stage"], is_priority=objective["priority"], by=by)
        for name in section.questions.values_list("identifier", flat=True):
            texts = objective.get(name.removeprefix("objectives."))
            if texts:
                _save(review, questions[name], texts, by, report)
    if entry["publish"]:
        transitions.submit(review=review, by=by, **entry["declaration"])
        curator = User.objects.curators().exclude(is_superuser=True).first()
        transitions.publish(review=review, by=curator)
