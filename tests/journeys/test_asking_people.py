"""Parts of a review in the hands of others: invited by mail, written, said to be ready, reminded."""

import datetime
import re

import pytest
from django.utils import timezone, translation
from django.utils.translation import gettext

from foundation.models import OutboxMessage
from reviews.models import Contributor
from tests.journeys.test_review_to_publication import field, log_in, save, type_text
from tests.reviews.factories import make_complete, make_country, make_focal_point, make_review

pytestmark = pytest.mark.django_db(transaction=True)

PASSWORD = "a-long-enough-phrase"


@pytest.fixture
def said(language):
    """The words of the page in the language of the walk."""

    def words(lookup, *arguments, **values):
        with translation.override(language):
            return lookup(*arguments) % values if values else lookup(*arguments)

    return words


def press(page, name):
    page.get_by_role("button", name=name, exact=True).first.click()
    page.wait_for_load_state()


def invite(page, language, email, right, code, message):
    """As a focal point does, on the page of the people."""
    page.locator("#id_email").fill(email)
    page.locator("#id_language").select_option(language)
    page.locator(f"input[name=can_edit][value={right}]").check()
    page.locator(f"input[name=sections][value='{code}']").check()
    page.locator("#id_due_on").fill((timezone.localdate() + datetime.timedelta(days=9)).isoformat())
    page.locator("#id_message").fill(message)


def link(email):
    text = OutboxMessage.objects.filter(to=email).latest("pk").text
    return re.search(r"https?://\S+(/(?:ar|en)/accounts/invitation/[\w-]+/)", text)[1]


@pytest.mark.parametrize("language", ["ar", "en"])
def test_parts_are_asked_for_written_and_reminded(new_page, axe, language, said):
    country = make_country()
    focal_point = make_focal_point(country, language=language)
    review = make_complete(make_review(country, by=focal_point))
    sections = {one.code: one.pk for one in review.questionnaire.sections.all()}
    draft = f"/{language}/workspace/reviews/XAA/regional-2028/"
    mine = new_page()
    log_in(mine, focal_point, language)
    mine.goto(f"{draft}people/")
    axe(mine)
    for email, right, code in (
        ("editor@example.org", "edit", "summary"),
        ("commenter@example.org", "comment", "principles"),
    ):
        invite(mine, language, email, right, sections[code], "نرجو ذكر عام 2025.")
        press(mine, said(gettext, "Send the invitation"))
        mine.wait_for_url(f"**{draft}people/")
    axe(mine)
    assert mine.locator(".threads__item").count() == 2

    # Each opens the link in the mail, makes an account and sees what is theirs.
    pages = {}
    for email, name in (("editor@example.org", "Editor"), ("commenter@example.org", "Commenter")):
        page = pages[name] = new_page()
        page.goto(link(email))
        page.locator("#id_name").fill(name)
        page.locator(f"input[name=language][value={language}]").check()
        page.locator("#id_password").fill(PASSWORD)
        press(page, said(gettext, "Accept and open the account"))
        page.goto(f"/{language}/workspace/")
        page.locator(f"main a[href='{draft}']").first.click()
        page.wait_for_url(f"**{draft}")
        axe(page)
        assert page.locator("#my-part [lang=ar][dir=rtl]", has_text="نرجو ذكر عام 2025.").is_visible()
    editor, commenter = pages["Editor"], pages["Commenter"]
    assert editor.locator(f"a[href='{draft}sections/summary/']").count() == 1
    assert editor.locator(f"a[href='{draft}sections/principles/']").count() == 0
    assert commenter.locator(f"a[href='{draft}sections/principles/']").count() == 1
    assert commenter.locator(f"a[href='{draft}sections/summary/']").count() == 0
    assert commenter.goto(f"{draft}sections/summary/").status == 404
    commenter.goto(f"{draft}sections/principles/1/")
    sentence = said(gettext, "You were invited to read and comment on this section, not to edit it.")
    assert commenter.get_by_text(sentence).is_visible()
    assert commenter.locator("[contenteditable=true]").count() == 0

    editor.goto(f"{draft}sections/summary/")
    type_text(editor, field(review, "summary.text", "en"), "Written by the ministry in 2025.")
    save(editor, said(gettext, "Save and continue"))
    editor.goto(draft)
    press(editor, said(gettext, "My part is ready"))
    assert editor.get_by_role("button", name=said(gettext, "My part is not ready after all")).is_visible()
    assert OutboxMessage.objects.filter(to=focal_point.email, template="part_ready").count() == 1

    mine.goto(f"{draft}people/")
    one, other = (
        mine.locator(f"#person-{Contributor.objects.get(email=email).pk}")
        for email in ("editor@example.org", "commenter@example.org")
    )
    with translation.override(language):
        ready = gettext("said to be ready on %(date)s").partition("%")[0].strip()
    assert one.get_by_text(ready).is_visible()
    assert one.get_by_role("button", name=said(gettext, "Remind")).count() == 0
    other.get_by_role("button", name=said(gettext, "Remind")).click()
    mine.wait_for_load_state()
    axe(mine)
    assert mine.get_by_text(said(gettext, "The reminder has been sent.")).is_visible()
    reminder = OutboxMessage.objects.get(template="part_reminder")
    assert (reminder.to, reminder.language) == ("commenter@example.org", language)
    # Within the hour a second press says why nothing is sent.
    other.get_by_role("button", name=said(gettext, "Remind")).click()
    mine.wait_for_load_state()
    assert mine.get_by_text(said(gettext, "A mail was sent to this person less than an hour ago.")).is_visible()
    assert OutboxMessage.objects.filter(template="part_reminder").count() == 1
