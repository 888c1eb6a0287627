"""The roster of experts: nobody is shown who has not agreed, and as long as they agree."""

import datetime
import re

import pytest
from django.utils import timezone

from capacity import consenting, requesting
from capacity.enums import ConsentScope
from capacity.models import Consent, Expert
from capacity.models.experts import CONSENT_DAYS
from foundation.decisions import Refused
from foundation.models import OutboxMessage
from tests.reading import Reading
from tests.reviews.factories import make_country, make_curator, make_focal_point, make_objective, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def expert():
    made = Expert.objects.create(
        slug="nour",
        name_en="Nour",
        name_ar="نور",
        email="nour@example.org",
        kinds=["data"],
        languages="ar, en",
        added_by=make_curator(),
    )
    made.objectives.add(make_objective(7))
    return made


def own_page(expert) -> str:
    consenting.send_link(expert)
    return re.search(r"https?://[^/]+(/\S+)", OutboxMessage.objects.latest("pk").text)[1]


def test_nobody_is_shown_before_they_agree_and_after_they_take_it_back(client, expert):
    public = ["/en/capacity/experts/nour/", "/ar/capacity/experts/nour/", "/api/v1/experts/nour/"]
    assert [client.get(path).status_code for path in public] == [404] * 3
    address = own_page(expert)
    assert client.get(address).status_code == 200
    assert client.post(address, {}).status_code == 422
    assert client.post(address, {"scope": "public"}).status_code == 302
    assert [client.get(path).status_code for path in public] == [200] * 3
    page = client.get("/en/capacity/experts/").content.decode()
    assert "Nour" in page and "nour@example.org" not in page
    assert "nour@example.org" not in client.get("/api/v1/experts/").content.decode()
    assert "Nour" in Reading(client.get("/en/objectives/7/")).part("experts").text
    assert client.post(address, {"withdraw": ""}).status_code == 302
    assert [client.get(path).status_code for path in public] == [404] * 3
    assert Consent.objects.get().withdrawn_at is not None


def test_consent_for_the_desk_alone_is_not_public(client, expert):
    consenting.agree(expert=expert, scope=ConsentScope.DESK)
    assert client.get("/en/capacity/experts/nour/").status_code == 404
    assert Expert.objects.suggestible().get() == expert


def test_consent_ends_by_itself(client, expert):
    consenting.agree(expert=expert, scope=ConsentScope.PUBLIC)
    Consent.objects.update(given_at=timezone.now() - datetime.timedelta(days=CONSENT_DAYS + 1))
    assert client.get("/en/capacity/experts/nour/").status_code == 404
    assert not Expert.objects.suggestible().exists()


def test_an_expert_who_has_not_agreed_cannot_be_asked_to_help(expert):
    country = make_country("XAA")
    person, curator = make_focal_point(country), make_curator()
    asked = requesting.begin(country=country, language="en", by=person)
    with pytest.raises(Refused):
        requesting.match(request=asked, by=curator, expert=expert)


def test_only_curators_ask_for_consent(expert):
    with pytest.raises(Refused):
        consenting.invite(expert=expert, by=make_user())


@pytest.mark.parametrize("token", ["x", "1:2:3", "a" * 200])
def test_a_guessed_link_is_not_there(client, expert, token):
    assert client.get(f"/en/capacity/experts/own/{token}/").status_code == 404


def test_a_message_is_passed_on_without_giving_the_address(client, expert):
    consenting.agree(expert=expert, scope=ConsentScope.PUBLIC)
    path = "/en/capacity/experts/nour/"
    assert client.post(path, {"text": "Hello"}).status_code == 302  # to the log-in
    assert not OutboxMessage.objects.exists()
    sender = make_user("Sam")
    client.force_login(sender)
    assert client.post(path, {"text": ""}).status_code == 422
    assert client.post(path, {"text": "Hello"}).status_code == 302
    mail = OutboxMessage.objects.get()
    assert (mail.to, sender.email in mail.text, "Hello" in mail.text) == ("nour@example.org", True, True)
    for _number in range(4):
        client.post(path, {"text": "Hello"})
    full = client.post(path, {"text": "Kept words"})
    assert full.status_code == 429 and "Kept words" in full.content.decode()


def test_the_administration_asks_for_consent(client, expert):
    client.force_login(make_curator())
    page = client.get("/en/admin/capacity/expert/")
    assert page.status_code in (200, 302)
