"""Builders for contributions to the mechanism: states reached through the real steps."""

import datetime
from decimal import Decimal

from capacity import contributing
from capacity.models import MechanismContribution
from tests.reviews.factories import make_curator, make_focal_point

TEXTS = {
    "title_en": "A training team",
    "title_ar": "فريق تدريب",
    "summary_en": "Four trainers for two weeks.",
    "summary_ar": "أربعة مدربين لمدة أسبوعين.",
}
MONEY = {"kind": "financial", "amount": Decimal("100.50"), "currency": "EUR", "as_of": datetime.date(2026, 3, 1)}


def make_offer(country, *, by=None, objectives=(), for_countries=(), **facts) -> MechanismContribution:
    """A draft with everything that is needed to send it."""
    by = by or make_focal_point(country)
    made = contributing.begin(country=country, language="en", by=by)
    facts = {
        "kind": "technical",
        "topic": "Own heading",
        "text": "Own words.",
        "institution": "Ministry of Labour",
        "contact_name": "Private Person",
        "contact_email": "private@example.org",
    } | facts
    linked = {"objectives": objectives, "for_countries": for_countries}
    return contributing.save(contribution=made, version=made.version, facts=facts, linked=linked, by=by)


def make_confirmed(country, *, by=None, texts=None, **facts) -> MechanismContribution:
    by = by or make_focal_point(country)
    made = make_offer(country, by=by, **facts)
    contributing.offer(contribution=made, by=by)
    contributing.confirm(contribution=made, texts=TEXTS | (texts or {}), by=make_curator())
    return made
