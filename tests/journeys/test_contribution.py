"""A contribution from a State's first word through a question of the Network to the register, and to its end."""

import pytest
from django.utils import translation
from django.utils.translation import gettext, pgettext

from capacity.models import MechanismContribution, MechanismPart
from tests.journeys.test_review_to_publication import log_in
from tests.reviews.factories import make_country, make_curator, make_focal_point, make_objective

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.parametrize("language", ["ar", "en"])]

TITLE = {"ar": "أموال للبرامج المشتركة", "en": "Money for joint programmes"}
TEXT = {"ar": "أموال للسنة الأولى.", "en": "Money for the first year."}
PRIVATE = "private@example.org"


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


def follow(page, name):
    page.get_by_role("link", name=name, exact=True).first.click()
    page.wait_for_load_state()


def test_from_the_first_word_to_the_register(new_page, axe, language, said):
    make_objective(7)
    MechanismPart.objects.create(code="connection-hub", name_en="Connection hub", name_ar="مركز الاتصال")
    country = make_country("XAA")
    second = {"ar": "en", "en": "ar"}[language]
    mine, desk, colleague = new_page(), new_page(), new_page()
    log_in(mine, make_focal_point(country, language=language), language)
    log_in(colleague, make_focal_point(country, language=language, can_submit=False), language)
    log_in(desk, make_curator(language=language), language)
    offers = f"/{language}/capacity/contributions/offers/"
    path = f"{offers}XAA/1/"

    # A colleague drafts it and cannot send it; an amount without the kind is refused at its field and kept.
    colleague.goto(f"/{language}/workspace/")
    follow(colleague, said(gettext, "Offer a contribution"))
    axe(colleague)
    press(colleague, colleague.locator("#begin form button").first.inner_text())
    axe(colleague)
    assert colleague.locator("button[name=send]").count() == 0
    colleague.locator("#id_topic").fill(TITLE[language])
    colleague.locator("#id_amount").fill("250000")
    press(colleague, said(pgettext, "button", "Save"))
    axe(colleague)
    assert colleague.locator(".error-summary").is_visible()
    assert colleague.locator("#id_amount").input_value() == "250000"
    colleague.locator("input[name=kind][value=financial]").check()
    press(colleague, said(pgettext, "button", "Save"))
    axe(colleague)
    assert MechanismContribution.objects.get().state == "draft"

    # Who may speak for the State completes it, is told what is missing, and sends it.
    mine.goto(path)
    follow(mine, said(gettext, "Go on writing"))
    mine.locator("#id_text").fill(TEXT[language])
    press(mine, said(gettext, "Save and send"))
    axe(mine)
    assert mine.locator(".error-summary a").count() == 4
    mine.locator("#id_currency").fill("EUR")
    mine.locator("#id_as_of").fill("2026-03-01")
    mine.locator("#id_institution").fill(TITLE[language])
    mine.locator("#id_contact_email").fill(PRIVATE)
    mine.locator("input[name=objectives]").first.check()
    press(mine, said(gettext, "Save and send"))
    axe(mine)
    press(mine, said(gettext, "Send to the UN Network"))
    assert MechanismContribution.objects.get().state == "offered"
    axe(mine)

    # The Network asks; the State changes its words and answers; the Network confirms in both languages.
    desk.goto(offers)
    axe(desk)
    follow(desk, f"{TITLE[language]} XAA-1")
    follow(desk, said(gettext, "Ask the State"))
    desk.locator("#id_note").fill(TEXT[language])
    press(desk, said(gettext, "Ask the State"))
    mine.goto(path)
    follow(mine, said(gettext, "Change the offer"))
    mine.locator("#id_amount").fill("300000")
    press(mine, said(gettext, "Save and answer the question"))
    mine.locator("#id_note").fill(TEXT[language])
    press(mine, said(gettext, "Answer the question"))
    desk.goto(path)
    follow(desk, said(gettext, "Confirm and publish"))
    press(desk, said(gettext, "Confirm and publish"))
    axe(desk)
    assert desk.locator(".error-summary a").count() == 2
    desk.locator(f"#id_title_{second}").fill(TITLE[second])
    desk.locator(f"#id_summary_{second}").fill(TEXT[second])
    press(desk, said(gettext, "Confirm and publish"))
    assert MechanismContribution.objects.get().state == "confirmed"

    # It was given; everyone reads it in both languages, and nothing of what was not to be published.
    mine.goto(path)
    follow(mine, said(gettext, "Record that it was given"))
    axe(mine)
    mine.locator("#id_note").fill(TEXT[language])
    press(mine, said(gettext, "Record that it was given"))
    assert MechanismContribution.objects.get().state == "given"
    reader = new_page()
    for code in ("ar", "en"):
        reader.goto(f"/{code}/capacity/contributions/?kind=financial&part=whole&objective=7")
        axe(reader)
        follow(reader, TITLE[code])
        reader.wait_for_url(f"**/{code}/capacity/contributions/XAA/1/")
        axe(reader)
        assert "300,000" in reader.locator("main").inner_text()
        assert PRIVATE not in reader.content()
    reader.goto(f"/{language}/countries/XAA/")
    assert reader.locator("#mechanism-contributions").get_by_role("link", name=TITLE[language]).count()
