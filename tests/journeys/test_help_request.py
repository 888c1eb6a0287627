"""A government asks for support; the Network finds who can help; an offer is accepted; the outcome is counted."""

import pytest
from django.utils import translation
from django.utils.translation import gettext, pgettext

from capacity import requesting
from capacity.models import Match, SupportRequest
from tests.countries.factories import make_real_country
from tests.journeys.test_review_to_publication import log_in
from tests.network.factories import make_representative
from tests.reviews.factories import make_curator, make_focal_point, make_objective, make_user

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.parametrize("language", ["ar", "en"])]

TOPIC = {"ar": "إحصاءات العمال الموسميين", "en": "Statistics of seasonal workers"}
OFFER = {"ar": "عشرة أيام من المشورة.", "en": "Ten days of advice."}


@pytest.fixture
def said(language):
    """The words of the page in the language of the walk."""

    def words(lookup, *arguments):
        with translation.override(language):
            return lookup(*arguments)

    return words


def press(page, name):
    page.get_by_role("button", name=name, exact=True).first.click()
    page.wait_for_load_state()


def test_a_request_to_its_outcome(new_page, axe, language, said, monkeypatch):
    monkeypatch.setattr(requesting, "FEWEST_SHOWN", 1)
    make_objective(1)
    country = make_real_country("MAR", regions=["ECA"])
    focal_point, curator = make_focal_point(country, language=language), make_curator(language=language)
    helper = make_representative("IOM", user=make_user("Representative", language=language))
    mine, desk, other = new_page(), new_page(), new_page()
    for page, person in ((mine, focal_point), (desk, curator), (other, helper.user)):
        log_in(page, person, language)
    path = f"/{language}/capacity/hub/requests/"

    # Asked: an incomplete request is kept and says what is missing.
    mine.goto(f"/{language}/capacity/hub/")
    axe(mine)
    mine.get_by_role("link", name=said(gettext, "Ask for support")).first.click()
    mine.wait_for_url(f"**{path}")
    axe(mine)
    mine.locator("#ask button").click()
    mine.wait_for_url(f"**{path}MAR/1/")
    axe(mine)
    mine.locator("#id_topic").fill(TOPIC[language])
    press(mine, said(gettext, "Submit to the UN Network"))
    assert said(gettext, "Say what is needed.") in mine.locator(".error-summary").inner_text()
    assert mine.locator("#id_topic").input_value() == TOPIC[language]
    mine.locator("#id_text").fill(TOPIC[language])
    mine.locator("input[name=kind][value=data]").focus()
    mine.keyboard.press("Space")
    mine.locator("input[name=objectives]").first.check()
    press(mine, said(gettext, "Submit to the UN Network"))
    assert SupportRequest.objects.get().state == "submitted"

    # Triage, a question and its answer, and somebody who is asked to help.
    desk.goto(path)
    axe(desk)
    desk.locator("#requests a").first.click()
    desk.wait_for_url(f"**{path}MAR/1/")
    desk.get_by_role("link", name=said(gettext, "Take it up")).click()
    press(desk, said(gettext, "Take it up"))
    desk.get_by_role("link", name=said(gettext, "Put a question")).click()
    desk.locator("#id_note").fill(TOPIC[language])
    press(desk, said(gettext, "Put a question"))
    mine.goto(f"/{language}/workspace/")
    mine.locator("#waiting a").first.click()
    mine.get_by_role("link", name=said(gettext, "Answer the question")).click()
    mine.locator("#id_note").fill(TOPIC[language])
    press(mine, said(gettext, "Answer the question"))
    desk.goto(f"{path}MAR/1/")
    axe(desk)
    desk.get_by_role("link", name=said(gettext, "Ask somebody to help")).click()
    axe(desk)
    desk.locator("#id_entity").select_option(str(helper.entity.pk))
    press(desk, said(gettext, "Ask somebody to help"))

    # The offer, its acceptance, the outcome.
    other.goto(f"/{language}/workspace/")
    other.locator("#waiting a").first.click()
    other.wait_for_url(f"**/capacity/hub/matches/{Match.objects.get().pk}/")
    axe(other)
    other.locator("#id_offer").fill(OFFER[language])
    press(other, said(gettext, "Make this offer"))
    mine.goto(f"{path}MAR/1/")
    assert OFFER[language] in mine.locator("#matches").inner_text()
    mine.get_by_role("link", name=said(gettext, "Accept the offer"), exact=True).click()
    press(mine, said(gettext, "Accept the offer"))
    mine.get_by_role("link", name=said(gettext, "Record the outcome")).click()
    mine.locator("#id_note").fill(OFFER[language])
    press(mine, said(gettext, "Record the outcome"))
    desk.goto(f"{path}MAR/1/")
    desk.get_by_role("link", name=said(gettext, "Confirm the outcome and close")).click()
    press(desk, said(gettext, "Confirm the outcome and close"))
    axe(desk)
    assert SupportRequest.objects.get().state == "closed"

    # In public: a number, and nothing of the request.
    reader = new_page()
    reader.goto(f"/{language}/capacity/hub/")
    axe(reader)
    row = reader.locator("#hub-states tr", has_text=said(pgettext, "request for support", "Closed"))
    assert row.locator("td").inner_text() == "1"
    assert TOPIC[language] not in reader.content()
