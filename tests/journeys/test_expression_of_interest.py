"""A State expresses its interest, is asked and invited, confirms; its page as a champion country is public."""

import pytest
from django.utils import translation
from django.utils.translation import gettext, pgettext

from champions.models import Champion, Interest
from foundation.models import OutboxMessage
from tests.champions.factories import make_initiative
from tests.journeys.test_review_to_publication import log_in
from tests.reviews.factories import make_country, make_curator, make_focal_point, make_objective

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.parametrize("language", ["ar", "en"])]

WORDS = {"ar": "نريد أن نشارك ما تعلمناه.", "en": "We want to share what we have learned."}


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


def test_from_interest_to_a_confirmed_champion_page(new_page, axe, language, said):
    make_initiative(1)
    make_objective(7)
    country = make_country("XAA")
    focal_point, curator = make_focal_point(country, language=language), make_curator(language=language)
    mine, desk = new_page(), new_page()
    log_in(mine, focal_point, language)
    log_in(desk, curator, language)
    path = f"/{language}/champions/interest/"

    # The focal point begins, leaves, comes back, and submits without having said everything.
    mine.goto(path)
    axe(mine)
    mine.locator("#begin button").click()
    mine.wait_for_url(f"**{path}XAA/")
    axe(mine)
    mine.locator("#id_motivation").fill(WORDS[language])
    press(mine, said(pgettext, "button", "Save"))
    mine.goto(path)
    mine.goto(f"{path}XAA/")
    assert mine.locator("#id_motivation").input_value() == WORDS[language]
    press(mine, said(gettext, "Submit in the name of the State"))
    summary = mine.locator(".error-summary")
    assert said(gettext, "Name the institution in charge.") in summary.inner_text()
    axe(mine)
    # By keyboard: the error leads to its field.
    summary.get_by_role("link", name=said(gettext, "Name the institution in charge.")).focus()
    mine.keyboard.press("Enter")
    assert mine.evaluate("document.activeElement.id") == "id_institution"
    mine.keyboard.type("وزارة الهجرة" if language == "ar" else "Ministry of Migration")
    mine.locator("#id_contact_email").fill("ministry@example.org")
    mine.locator("input[name=objectives]").first.focus()
    mine.keyboard.press("Space")
    mine.locator("#id_support_1").fill(WORDS[language])
    press(mine, said(gettext, "Submit in the name of the State"))
    assert Interest.objects.get().state == "submitted"

    # A curator takes it up, asks, and after the answer invites.
    desk.goto(path)
    axe(desk)
    desk.locator("#all a").first.click()
    desk.wait_for_url(f"**{path}XAA/")
    axe(desk)
    desk.get_by_role("link", name=said(gettext, "Take it up")).click()
    press(desk, said(gettext, "Take it up"))
    desk.get_by_role("link", name=said(gettext, "Put a question to the State")).click()
    axe(desk)
    desk.locator("#id_note").fill("؟ من يرأس المجلس" if language == "ar" else "Who chairs the council?")
    press(desk, said(gettext, "Put a question to the State"))
    mine.goto(f"/{language}/workspace/")
    mine.locator("#waiting a").first.click()
    mine.wait_for_url(f"**{path}XAA/")
    mine.get_by_role("link", name=said(gettext, "Answer the question")).click()
    mine.locator("#id_note").fill("الوزارة" if language == "ar" else "The ministry.")
    press(mine, said(gettext, "Answer the question"))
    desk.goto(f"{path}XAA/")
    desk.get_by_role("link", name=said(gettext, "Invite the State to confirm")).click()
    press(desk, said(gettext, "Invite the State to confirm"))

    # The State confirms with a letter; now everybody can read the page.
    reader = new_page()
    assert reader.goto(f"/{language}/champions/XAA/").status == 404
    mine.goto(f"{path}XAA/")
    mine.get_by_role("link", name=said(gettext, "Confirm in the name of the State")).click()
    axe(mine)
    letter = {"name": "letter.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4\n%%EOF\n"}
    mine.locator("#id_letter").set_input_files(letter)
    mine.locator("#id_title").fill("Note 12")
    press(mine, said(gettext, "Confirm in the name of the State"))
    assert Champion.objects.shown().get().country == country
    assert reader.goto(f"/{language}/champions/XAA/").status == 200
    assert WORDS[language] in reader.locator("#support").inner_text()
    axe(reader)
    reader.goto(f"/{language}/champions/")
    axe(reader)
    assert OutboxMessage.objects.filter(to=focal_point.email, language=language).count() >= 4
