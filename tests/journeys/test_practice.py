"""A practice from a government's first word through two independent checks to the public library."""

import pytest
from django.utils import translation
from django.utils.translation import gettext, pgettext

from capacity.models import Practice, PracticeCriterion, PracticeEdit, PracticeKind
from capacity.models.practices import TEXTS
from tests.journeys.test_review_to_publication import log_in
from tests.network.factories import make_representative
from tests.reviews.factories import make_country, make_curator, make_focal_point, make_objective, make_user

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.parametrize("language", ["ar", "en"])]

TITLE = {"ar": "سجلّ المهارات في البلديات", "en": "A register of skills in municipalities"}
RESULT = {"ar": "اعتمدت سبع بلديات السجلّ.", "en": "Seven municipalities use the register."}
NOTE = "A private note of a checker."


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


def step(page, name, note=""):
    """Follow the link of a step, say what goes with it, and take it."""
    page.get_by_role("link", name=name, exact=True).first.click()
    page.wait_for_load_state()
    if note:
        page.locator("#id_note").fill(note)
    press(page, name)


def test_from_the_first_word_to_the_library(new_page, axe, language, said):
    make_objective(18)
    country = make_country("XAA")
    PracticeKind.objects.create(code="tool", name_en="Tool", name_ar="أداة")
    for position, (english, arabic) in enumerate([("It can be repeated", "يمكن تكرارها")], start=1):
        PracticeCriterion.objects.create(position=position, text_en=english, text_ar=arabic)
    author, curator = make_focal_point(country, language=language), make_curator(language=language)
    peer = make_representative("IOM", user=make_user("Peer", language=language)).user
    mine, desk, other = new_page(), new_page(), new_page()
    for page, person in ((mine, author), (desk, curator), (other, peer)):
        log_in(page, person, language)
    work = f"/{language}/capacity/practices/"

    # Begun from the desk; what is missing is said, with links, and what was typed is kept.
    mine.goto(work)
    axe(mine)
    mine.locator("#begin form button").first.focus()
    with mine.expect_navigation():
        mine.keyboard.press("Enter")
    practice = Practice.objects.get()
    mine.locator("#id_title").fill(TITLE[language])
    press(mine, said(gettext, "Submit to the UN Network"))
    axe(mine)
    assert mine.locator(".error-summary a").count() >= 5
    assert mine.locator("#id_title").input_value() == TITLE[language]
    assert Practice.objects.get().state == "draft"
    for name in TEXTS[1:10]:
        mine.locator(f"#id_{name}").fill(RESULT[language])
    mine.locator("#id_institution").fill(TITLE[language])
    mine.locator("#id_kind").select_option(index=1)
    mine.locator("input[name=objectives]").first.check()
    mine.locator("#id_countries").select_option(str(country.pk))
    mine.locator("#id_consent").check()
    press(mine, said(gettext, "Submit to the UN Network"))
    assert Practice.objects.get().state == "submitted"

    # Two people check it, neither seeing the other's check before theirs is given.
    desk.goto(f"{work}{practice.pk}/")
    axe(desk)
    desk.get_by_role("link", name=said(gettext, "Choose the checkers")).click()
    axe(desk)
    desk.locator(f"input[name=checkers][value='{curator.pk}']").check()
    press(desk, said(gettext, "Choose the checkers"))
    assert desk.locator(".error-summary").is_visible()
    desk.locator(f"input[name=checkers][value='{peer.pk}']").check()
    press(desk, said(gettext, "Choose the checkers"))
    for page in (desk, other):
        page.goto(f"{work}{practice.pk}/")
        assert NOTE not in page.content()
        page.get_by_role("link", name=said(gettext, "Your check")).click()
        axe(page)
        page.locator("input[name=verdict_1][value=met]").check()
        page.locator("#id_note_1").fill(NOTE)
        press(page, said(gettext, "Your check"))

    # Accepted; the text for publication needs both languages; the author agrees; it is published.
    desk.goto(f"{work}{practice.pk}/")
    step(desk, said(gettext, "Accept for publication"))
    desk.goto(f"{work}{practice.pk}/edit/")
    axe(desk)
    second = {"ar": "en", "en": "ar"}[language]
    step(desk, said(gettext, "Send the text to the author"))
    assert desk.locator(".error-summary").is_visible()
    desk.goto(f"{work}{practice.pk}/edit/")
    for name in TEXTS:
        if desk.locator(f"#id_{name}_{language}").input_value():
            desk.locator(f"#id_{name}_{second}").fill((TITLE if name == "title" else RESULT)[second])
    press(desk, said(pgettext, "button", "Save"))
    assert getattr(PracticeEdit.objects.get(), f"title_{second}") == TITLE[second]
    step(desk, said(gettext, "Send the text to the author"))
    mine.goto(f"/{language}/workspace/")
    mine.locator("#waiting a").first.click()
    mine.wait_for_url(f"**{work}?state=agreement")
    mine.locator("#all").get_by_role("link", name=TITLE[language]).click()
    mine.wait_for_url(f"**{work}{practice.pk}/")
    axe(mine)
    step(mine, said(gettext, "Agree to the text"))
    desk.goto(f"{work}{practice.pk}/")
    step(desk, said(gettext, "Publish the practice"))
    practice.refresh_from_db()
    assert practice.state == "published"

    # Everyone finds it however it is spelled, in either language, without the notes of the checkers.
    reader = new_page()
    for code, words in (("ar", "سجل المهارات"), ("en", "REGISTER of skills")):
        reader.goto(f"/{code}/capacity/knowledge/")
        axe(reader)
        reader.locator("input[name=q]").first.fill(words)
        reader.locator("input[name=q]").first.press("Enter")
        reader.wait_for_url("**q=*")
        reader.get_by_role("link", name=TITLE[code]).first.click()
        reader.wait_for_url(f"**/{code}/capacity/knowledge/practices/{practice.slug}/")
        axe(reader)
        assert RESULT[code] in reader.locator("main").inner_text()
        assert reader.locator("#outcome tbody tr").count() == 1
        assert NOTE not in reader.content()
    assert reader.goto(f"/{language}/countries/XAA/").ok
    assert reader.get_by_role("link", name=TITLE[language]).count()
