"""The capacity-building mechanism, as anonymous readers see it."""

import pytest

from capacity.models import MechanismPart, MechanismStatement
from tests.countries.factories import make_source
from tests.network.factories import make_network
from tests.reading import Reading

pytestmark = pytest.mark.django_db


def make_part(code: str, position: int, **fields) -> MechanismPart:
    part = MechanismPart.objects.create(
        code=code,
        position=position,
        name_en=f"Part {code}",
        name_ar=f"جزء {code}",
        does_en="It helps",
        does_ar="يساعد",
        confidence="verified",
        **fields,
    )
    part.sources.add(make_source("test:capacity"))
    return part


@pytest.mark.parametrize(("language", "direction"), [("en", "ltr"), ("ar", "rtl")])
def test_mechanism(client, language, direction):
    make_part("connection-hub", 1, today_en="Part of the Hub", deck_words_ar="دعم المعلومات")
    make_part("start-up-fund", 2)
    MechanismStatement.objects.create(text_en="States contribute", text_ar="تسهم الدول", confidence="verified")
    page = Reading(client.get(f"/{language}/capacity/"))
    assert page.language == (language, direction)
    parts = [page.part(code) for code in ("connection-hub", "start-up-fund")]
    assert parts[0].one("h2").text == {"en": "Part connection-hub", "ar": "جزء connection-hub"}[language]
    # Words that exist in one language only are shown in it, and marked.
    other = {"en": ("ar", "rtl", "دعم المعلومات"), "ar": ("en", "ltr", "Part of the Hub")}[language]
    mark = parts[0].one("span", **{"class": "other-language"})
    assert (mark.attrs["lang"], mark.attrs["dir"], mark.text) == other
    assert f"/{language}/mptf/" in [link.attrs["href"] for link in parts[1].all("a")]
    assert {"en": "States contribute", "ar": "تسهم الدول"}[language] in page.part("contributions").text
    assert "https://example.org/test:capacity" in page.links.values()


def test_mechanism_is_on_the_page_of_the_network(client):
    make_network(1)
    make_part("connection-hub", 1)
    page = Reading(client.get("/en/network/"))
    assert page.links["Part connection-hub"] == "/en/capacity/#connection-hub"


def test_nothing_loaded_is_said(client):
    page = Reading(client.get("/ar/capacity/"))
    assert page.main.all("div", **{"class": "empty-state"})
