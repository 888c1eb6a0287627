"""Countries as open data: both names, commissions, samples."""

import pytest

from countries.models import CommissionMembership
from tests.countries.factories import make_commission, make_real_country
from tests.reviews.factories import make_country as make_sample

pytestmark = pytest.mark.django_db


@pytest.fixture
def countries():
    morocco = make_real_country("MAR", "Morocco", "المغرب", regions=["ECA", "ESCWA"], note="for curators")
    CommissionMembership.objects.create(
        country=make_real_country("NLD", "Netherlands", "هولندا", regions=["ECE"]),
        commission=make_commission("ECLAC"),
        is_in_region=False,
        note="territories",
    )
    make_sample("XAA")
    return morocco


def codes(client, **query):
    return [record["iso3"] for record in client.get("/api/v1/countries/", query).json()["results"]]


def test_a_country_has_both_names_its_commissions_and_its_sources(client, countries):
    assert client.get("/api/v1/countries/MAR/").json() == {
        "iso3": "MAR",
        "iso2": "MA",
        "m49": "504",
        "un_status": "member",
        "is_sample": False,
        "commissions": [
            {"commission": "ECA", "is_in_region": True, "since_year": None, "until_year": None},
            {"commission": "ESCWA", "is_in_region": True, "since_year": None, "until_year": None},
        ],
        "name": {"ar": "المغرب", "en": "Morocco"},
        "sources": [
            {
                "code": "test:countries",
                "title": "Source test:countries",
                "url": "https://example.org/test:countries",
            }
        ],
        "verification": {"level": "verified", "fields_that_differ": {}, "confirmed_on": None},
    }


def test_a_member_from_outside_the_region_counts_for_the_commission_and_not_for_the_region(client, countries):
    assert codes(client, commission="ECLAC") == ["NLD"]
    assert codes(client, region="ECLAC") == []
    assert codes(client, region="ECA") == ["MAR"]


def test_samples_are_marked_and_can_be_left_out(client, countries):
    assert codes(client) == ["MAR", "NLD", "XAA"]
    assert codes(client, is_sample="false") == ["MAR", "NLD"]
    assert codes(client, is_sample="true") == ["XAA"]
    assert client.get("/api/v1/countries/XAA/").json()["is_sample"] is True


def test_the_order_is_that_of_the_language_asked_for(client, countries):
    assert codes(client, is_sample="false", ordering="name_ar") == ["MAR", "NLD"]
    assert codes(client, is_sample="false", ordering="-name_en") == ["NLD", "MAR"]


def test_an_unknown_code_is_an_error_in_the_language_of_the_reader(client, countries):
    response = client.get("/api/v1/countries/", {"region": "EUROPE"}, headers={"accept-language": "en"})
    assert (response.status_code, response.json()) == (400, {"region": ["“EUROPE” is not known here."]})
