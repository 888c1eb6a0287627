"""The page that explains the open data to people, drawn from what machines read."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from gcm_portal.api import GROUPS

LISTS = [prefix for group in GROUPS for prefix in group.viewsets]


def page(client, language):
    response = client.get(f"/{language}/data/api/")
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser").main


@pytest.mark.parametrize("language", ["ar", "en"])
def test_the_page_names_every_list_with_its_filters(client, language):
    articles = {article.h3.a["href"]: article for article in page(client, language).select("article")}
    assert list(articles) == [f"/api/v1/{path}/" for path in LISTS]
    assert all(article.p.text for article in articles.values())
    programmes = articles["/api/v1/mptf/programmes/"]
    filters = [term.text.strip() for term in programmes.select("dt")]
    assert filters == [
        "area", "country", "marker", "objective", "ordering", "organization", "principle", "region", "scope", "stage",
    ]  # fmt: skip
    codes = {code.text for code in programmes.select("dd code")}
    assert {"concept-note", "unknown", "budget_usd"} <= codes
    assert "-budget_usd" not in codes
    assert {code.text for code in articles["/api/v1/reviews/"].select("dd code")} >= {"true", "false", "under-way"}


def test_values_are_explained_in_the_language_of_the_page(client):
    assert page(client, "en").find(string=lambda text: "Concept note" in text)
    assert page(client, "ar").find(string=lambda text: "مذكرة مفاهيمية" in text)


@pytest.mark.parametrize("language", ["ar", "en"])
def test_the_page_leads_to_the_description_and_is_led_to(client, language):
    links = {link["href"] for link in page(client, language).select("a.download")}
    assert links == {
        reverse("api-root"),
        reverse("schema"),
        reverse("schema") + "?format=json",
        reverse("mptf_machines:iati_activities"),
    }
    footer = BeautifulSoup(client.get(f"/{language}/data/api/").content, "html.parser").footer
    assert footer.select_one(f'a[href="/{language}/data/api/"]')
