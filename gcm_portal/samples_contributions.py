"""Sample contributions to the capacity-building mechanism: of fictional States, in several states."""

import datetime
from decimal import Decimal

from accounts.models import Mandate, User
from capacity import contributing
from capacity.models import MechanismContribution, MechanismPart
from countries.models import Country
from objectives.models import Objective


def load() -> None:
    """Made by the functions that people's own offers go through."""
    curator = User.objects.get(email="curator@example.org")
    zahrana, boreland = Country.objects.get(iso3="XAA"), Country.objects.get(iso3="XBB")
    team = _offer(
        zahrana,
        language="ar",
        numbers=[7, 8],
        part="connection-hub",
        for_countries=[boreland],
        kind="technical",
        topic="فريق تدريب على البحث والإنقاذ (نموذج)",
        text="تعرض زهرانا (وهي دولة خيالية) فريقاً من أربعة مدربين لمدة أسبوعين.",
        institution="وزارة الداخلية في زهرانا (نموذج)",
        available_from=datetime.date(2026, 1, 1),
        available_until=datetime.date(2027, 12, 31),
    )
    contributing.confirm(
        contribution=team,
        texts={
            "title_ar": "فريق تدريب على البحث والإنقاذ (نموذج)",
            "title_en": "A training team for search and rescue (sample)",
            "summary_ar": "تعرض زهرانا (وهي دولة خيالية) فريقاً من أربعة مدربين لمدة أسبوعين.",
            "summary_en": "Zahrana (a fictional State) offers a team of four trainers for two weeks.",
        },
        by=curator,
    )
    _offer(
        boreland,
        language="en",
        numbers=[23],
        part="start-up-fund",
        for_countries=[],
        kind="financial",
        topic="Start-up money for joint programmes (sample)",
        text="Boreland (a fictional State) offers money for the first year of joint programmes.",
        institution="Ministry of Finance of Boreland (sample)",
        amount=Decimal("250000.00"),
        currency="EUR",
        as_of=datetime.date(2026, 3, 1),
    )
    given = _offer(
        boreland,
        language="en",
        numbers=[1],
        part="",
        for_countries=[],
        kind="financial",
        topic="Translation of guidance (sample)",
        text="Boreland (a fictional State) pays for the translation of guidance.",
        institution="Ministry of Finance of Boreland (sample)",
        amount=Decimal("40000.00"),
        currency="USD",
        as_of=datetime.date(2025, 9, 1),
    )
    contributing.confirm(
        contribution=given,
        texts={
            "title_ar": "ترجمة الأدلة الإرشادية (نموذج)",
            "title_en": "Translation of guidance (sample)",
            "summary_ar": "تموّل بورلاند (وهي دولة خيالية) ترجمة الأدلة الإرشادية.",
            "summary_en": "Boreland (a fictional State) pays for the translation of guidance.",
        },
        by=curator,
    )
    contributing.give(
        contribution=given,
        on=datetime.date(2026, 2, 1),
        result="Three guides were translated (sample).",
        language="en",
        by=given.started_by,
    )


def _offer(
    country: Country, *, language: str, numbers: list[int], part: str, for_countries: list[Country], **facts
) -> MechanismContribution:
    by = Mandate.objects.select_related("user").get(country=country).user
    made = contributing.begin(country=country, language=language, by=by)
    facts |= {
        "part": MechanismPart.objects.filter(code=part).first(),
        "contact_name": by.name,
        "contact_email": by.email,
    }
    linked = {"objectives": Objective.objects.filter(number__in=numbers), "for_countries": for_countries}
    contributing.save(contribution=made, version=made.version, facts=facts, linked=linked, by=by)
    contributing.offer(contribution=made, by=by)
    return made
