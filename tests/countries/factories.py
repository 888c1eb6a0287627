"""Builders for countries and commissions. ``make_country`` of reviews makes sample States; these are real."""

from countries.enums import UNStatus
from countries.models import Commission, CommissionMembership, Country
from foundation.enums import Confidence
from foundation.models import Source


def make_source(code: str = "test:source", **fields) -> Source:
    return Source.objects.get_or_create(
        code=code, defaults={"title": f"Source {code}", "url": f"https://example.org/{code}"} | fields
    )[0]


def make_commission(code: str = "ECA", **fields) -> Commission:
    return Commission.objects.get_or_create(
        code=code,
        defaults={
            "name_en": f"Commission {code}",
            "name_ar": f"اللجنة {code}",
            "review_region_en": f"Region {code}",
            "review_region_ar": f"المنطقة {code}",
            "confidence": Confidence.VERIFIED,
        }
        | fields,
    )[0]


def make_real_country(iso3: str = "MAR", name_en: str = "", name_ar: str = "", *, regions=(), **fields) -> Country:
    """``regions``: codes of commissions in whose region it lies."""
    country = Country.objects.get_or_create(
        iso3=iso3,
        defaults={
            "iso2": iso3[:2],
            "m49": "504",
            "name_en": name_en or f"Country {iso3}",
            "name_ar": name_ar or f"بلد {iso3}",
            "un_status": UNStatus.MEMBER,
            "confidence": Confidence.VERIFIED,
        }
        | fields,
    )[0]
    country.sources.add(make_source("test:countries"))
    for code in regions:
        CommissionMembership.objects.get_or_create(country=country, commission=make_commission(code))
    return country
