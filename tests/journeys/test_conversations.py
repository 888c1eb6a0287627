"""What is said over a review: comments, a return that is settled point by point, a request for help."""

import pytest
from django.utils import translation
from django.utils.translation import gettext, ngettext, pgettext

from reviews import transitions
from reviews.models import HelpRequest, ReturnReason, Review, Thread
from tests.journeys.test_review_to_publication import log_in
from tests.reviews.factories import (
    DECLARATION,
    make_complete,
    make_country,
    make_curator,
    make_focal_point,
    make_review,
)
from tests.reviews.test_commenting import make_contributor

pytestmark = pytest.mark.django_db(transaction=True)

LANGUAGES = pytest.mark.parametrize("language", ["ar", "en"])


def press(page, name):
    page.get_by_role("button", name=name, exact=True).click()
    page.wait_for_load_state()


@pytest.fixture
def said(language):
    """The words of the page: ``said(gettext, "Reply")``."""

    def words(lookup, *arguments, **values):
        with translation.override(language):
            return lookup(*arguments) % values if values else lookup(*arguments)

    return words


@pytest.fixture
def review(language):
    country = make_country()
    return make_complete(make_review(country, by=make_focal_point(country, language=language)))


@pytest.fixture
def draft(language):
    return f"/{language}/workspace/reviews/XAA/regional-2028/"


@LANGUAGES
def test_two_people_discuss_an_answer_and_settle_it(new_page, axe, language, said, review, draft):
    reader = make_contributor(review, "summary", can_edit=False, language=language)
    theirs, mine = new_page(), new_page()
    log_in(theirs, reader, language)
    theirs.goto(f"{draft}sections/summary/")
    theirs.locator(".answer-tools").get_by_role("link", name=said(gettext, "Comments"), exact=True).click()
    theirs.wait_for_url("**/comments/")
    theirs.locator("#id_thread-text").fill("أي الأعوام هذه؟\nنرجو ذكرها.")
    theirs.locator("#id_thread-language").select_option("ar")
    press(theirs, said(gettext, "Add the comment"))
    axe(theirs)
    comment = theirs.locator(".comment [lang=ar][dir=rtl]", has_text="أي الأعوام هذه؟")
    assert comment.is_visible()

    # The focal point sees below the answer that something is open; the way there saves what was typed.
    log_in(mine, review.started_by, language)
    mine.goto(f"{draft}sections/summary/")
    open_label = said(ngettext, "Comments (%(count)s open)", "Comments (%(count)s open)", 1, count=1)
    mine.locator(".answer-tools").get_by_role("button", name=open_label, exact=True).click()
    mine.wait_for_url("**/comments/")
    mine.locator("textarea[name^=reply-]").fill("From 2022 to 2025.")
    press(mine, said(gettext, "Send the reply"))
    assert mine.locator(".comment [lang=en][dir=ltr]", has_text="From 2022 to 2025.").is_visible()
    axe(mine)
    press(mine, said(gettext, "Mark as resolved"))
    assert Thread.objects.get().resolved_by == review.started_by

    theirs.goto(f"{draft}comments/")
    theirs.get_by_role("link", name=said(pgettext, "threads", "Resolved")).click()
    axe(theirs)
    theirs.locator(".threads a").first.click()
    theirs.wait_for_url("**/answers/**")
    # The address of the thread unfolds what it is folded into.
    press(theirs, said(pgettext, "thread", "Open again"))
    assert Thread.objects.open().exists()


@LANGUAGES
def test_a_return_is_settled_point_by_point_and_answered_to_the_desk(new_page, axe, language, said, review, draft):
    transitions.submit(review=review, by=review.started_by, **DECLARATION)
    desk, mine = new_page(), new_page()
    log_in(desk, make_curator(language=language), language)
    desk.goto(f"/{language}/workspace/desk/XAA/regional-2028/")
    desk.locator("#parts > summary").click()
    desk.locator("#id_section-summary").fill("Which years does this cover?")
    desk.locator("#id_objective-7").fill("يرجى ذكر الوزارات.\nويرجى ذكر القانون.")
    axe(desk)
    press(desk, said(gettext, "Return the review"))

    log_in(mine, review.started_by, language)
    mine.goto(draft)
    axe(mine)
    mine.locator("#points a").first.click()
    mine.wait_for_url("**/sections/summary/#q-point-*")
    axe(mine)
    mine.locator("summary", has_text=said(gettext, "Say that this is settled")).click()
    mine.locator("textarea[name$=-answer]").fill("2022 to 2025, now in the first line.")
    press(mine, said(gettext, "Mark as settled"))
    assert ReturnReason.objects.open().count() == 1
    mine.goto(draft)
    assert mine.locator("#points progress").get_attribute("value") == "1"
    mine.goto(f"{draft}check/")
    mine.locator(".notice a[href*=q-point-]").click()
    mine.wait_for_url("**/objectives/7/#q-point-*")
    mine.locator("summary", has_text=said(gettext, "Say that this is settled")).click()
    mine.locator("textarea[name$=-answer]").fill("أُضيفت الوزارات.")
    press(mine, said(gettext, "Mark as settled"))
    assert not ReturnReason.objects.open().exists()
    # One is taken up again and left open: that stands in nobody's way.
    mine.locator("summary", has_text=said(gettext, "Settled: a point that the UN Network raised")).click()
    press(mine, said(gettext, "Open this point again"))
    mine.goto(f"{draft}submit/")
    for name in ("name", "post", "institution"):
        mine.locator(f"#id_{name}").fill("Sample")
    mine.locator("#id_confirmed").check()
    press(mine, said(gettext, "Submit the review"))
    mine.wait_for_url(f"**{draft}receipt/")

    desk.goto(f"/{language}/workspace/desk/XAA/regional-2028/")
    assert desk.locator("#points", has_text="2022 to 2025, now in the first line.").is_visible()
    assert desk.locator("#points li").first.get_by_text("يرجى ذكر القانون.").is_visible()
    # What is open is there to be asked again.
    assert desk.locator("#id_objective-7").input_value() == "يرجى ذكر الوزارات.\nويرجى ذكر القانون."
    axe(desk)


@LANGUAGES
def test_a_request_for_help_is_answered_and_closed(new_page, axe, language, said, review, draft):
    mine, desk = new_page(), new_page()
    log_in(mine, review.started_by, language)
    mine.goto(f"{draft}objectives/7/")
    press(mine, said(gettext, "Ask the UN Network for help with this part"))
    mine.wait_for_url("**/help/ask/objectives/7/")
    axe(mine)
    mine.locator("#id_text").fill("Which figures does the Network have?\nWe lack those of 2024.")
    press(mine, said(gettext, "Send the request"))
    asked = HelpRequest.objects.get()
    axe(mine)

    log_in(desk, make_curator(language=language), language)
    desk.get_by_role("link", name=said(gettext, "Requests for help"), exact=True).click()
    desk.wait_for_url("**/workspace/desk/help/")
    axe(desk)
    desk.locator(".threads a").click()
    desk.wait_for_url(f"**/workspace/desk/help/{asked.pk}/")
    assert desk.get_by_text("We lack those of 2024.").is_visible()
    desk.locator("#id_text").fill("تجدونها في ورقة المعلومات.")
    press(desk, said(gettext, "Send the answer"))
    axe(desk)

    mine.goto(f"{draft}help/")
    axe(mine)
    mine.locator(".threads a").click()
    mine.wait_for_url(f"**/help/{asked.pk}/")
    assert mine.locator(".comment [lang=ar][dir=rtl]", has_text="تجدونها في ورقة المعلومات.").is_visible()
    press(mine, said(gettext, "My question is answered"))
    mine.wait_for_url(f"**{draft}help/")
    asked.refresh_from_db()
    assert asked.state == "closed"
    assert Review.objects.get().state == "draft"
