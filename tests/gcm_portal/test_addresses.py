"""Addresses without a language, and what search engines are told."""

import xml.etree.ElementTree as ET

import pytest
from django.conf import settings

from champions.enums import ChampionStatus
from tests.champions.factories import make_champion
from tests.countries.factories import make_real_country
from tests.mptf.factories import make_programme
from tests.objectives.factories import make_objective, make_principle
from tests.reviews.factories import make_country as make_sample
from tests.reviews.factories import make_publication

SITEMAP = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}


@pytest.mark.parametrize(
    ("accepts", "home"), [("ar-MA,ar;q=0.9,en;q=0.5", "/ar/"), ("en-GB", "/en/"), ("fr", "/en/"), ("", "/en/")]
)
def test_bare_address_leads_to_the_language_of_the_reader(client, accepts, home):
    response = client.get("/", headers={"accept-language": accepts})
    assert (response.status_code, response["Location"]) == (302, home)
    assert "Accept-Language" in response["Vary"]


@pytest.mark.django_db
def test_address_without_language_keeps_its_page(client):
    response = client.get("/objectives/7/?x=1", headers={"accept-language": "ar"})
    assert (response.status_code, response["Location"]) == (302, "/ar/objectives/7/?x=1")


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/fr/", "/xx/countries/", "/ar/nothing/", "/en/countries"])
def test_unknown_address_answers_404_or_leads_on(client, path):
    response = client.get(path, follow=True)
    assert response.status_code in (200, 404)
    assert response.status_code == (200 if path == "/en/countries" else 404)


def test_robots_keep_out_of_private_pages(client):
    response = client.get("/robots.txt")
    assert response["Content-Type"].startswith("text/plain")
    lines = response.content.decode().splitlines()
    for code, _name in settings.LANGUAGES:
        for part in ("workspace", "accounts", "admin"):
            assert f"Disallow: /{code}/{part}/" in lines
    assert "Sitemap: http://testserver/sitemap.xml" in lines


@pytest.mark.django_db
def test_sitemap_names_each_public_page_in_each_language(client):
    make_champion("MAR")
    make_champion("KHM", status=ChampionStatus.UNCONFIRMED)
    make_programme(countries=["MAR"])
    make_objective(7)
    make_principle(1)
    make_real_country("KEN")
    make_publication(make_sample("XAA"))
    make_publication(make_real_country("PRT"))
    response = client.get("/sitemap.xml")
    assert response["Content-Type"].startswith("application/xml")
    root = ET.fromstring(response.content)  # noqa: S314 – our own answer
    found = {}
    for url in root.findall("s:url", SITEMAP):
        alternates = {link.get("hreflang") for link in url.findall("x:link", SITEMAP)}
        found[url.findtext("s:loc", namespaces=SITEMAP).removeprefix("http://testserver")] = alternates
    for language in ("ar", "en"):
        for path in ["", "objectives/7/", "principles/1/", "countries/KEN/", "champions/MAR/", "network/",
                     "mptf/areas/1/", "mptf/programmes/programme-1/", "reviews/", "about/",
                     "rounds/regional-2028/", "reviews/PRT/regional-2028/"]:  # fmt: skip
            assert found[f"/{language}/{path}"] == {"ar", "en"}
        for path in ["countries/XAA/", "champions/KHM/", "reviews/XAA/regional-2028/"]:
            assert f"/{language}/{path}" not in found


def test_favicon_is_found_where_browsers_look(client):
    response = client.get("/favicon.ico")
    assert response.status_code == 302
    assert response["Location"].startswith("/static/img/favicon")


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/en/", "/ar/countries/", "/en/objectives/7/", "/robots.txt", "/sitemap.xml"])
def test_open_pages_are_for_reading_only(client, path):
    make_objective(7)
    assert client.post(path).status_code == 405
