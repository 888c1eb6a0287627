"""An organization says that its activity is done, a curator accepts, everyone reads it; a reader takes a list away."""

import pytest
from django.utils import translation
from django.utils.translation import gettext, pgettext
from icalendar import Calendar

from network.enums import ActivityState, Maturity
from network.models import Activity
from tests.journeys.test_review_to_publication import log_in
from tests.network.factories import make_activity, make_event, make_national_network, make_representative
from tests.reviews.factories import make_curator, make_user

pytestmark = pytest.mark.django_db(transaction=True)

LANGUAGES = pytest.mark.parametrize("language", ["ar", "en"])


@pytest.fixture
def said(language):
    """The words of the page: ``said(gettext, "Reply")``."""

    def words(lookup, *arguments):
        with translation.override(language):
            return lookup(*arguments)

    return words


@LANGUAGES
def test_an_update_goes_from_the_organization_to_the_readers(new_page, axe, language, said):
    activity = make_activity("run", state=ActivityState.UNDER_WAY, countries=["KEN"])
    speaker = make_user("أمل", language=language)
    make_representative("IOM", user=speaker)
    decider = make_curator(language=language)

    theirs = new_page(locale=language)
    log_in(theirs, speaker, language)
    theirs.get_by_role("link", name=said(gettext, "Activities and national networks")).click()
    theirs.wait_for_url("**/workspace/network/")
    axe(theirs)
    theirs.get_by_role("link", name={"ar": "عنوان run", "en": "Title of run"}[language]).click()
    theirs.wait_for_url("**/workspace/network/activities/run/")
    # A stop without a reason: the sentence stands at the field, and nothing typed is lost.
    theirs.get_by_label(said(pgettext, "activity", "It has been stopped")).check()
    theirs.locator("#id_evidence").fill("https://example.org/report")
    theirs.get_by_role("button", name=said(gettext, "Send the update")).click()
    theirs.locator("#id_text_error").wait_for()
    axe(theirs)
    assert theirs.locator("#id_evidence").input_value() == "https://example.org/report"
    theirs.get_by_label(said(pgettext, "activity", "It is done")).check()
    theirs.locator("#id_text").fill("صدر الدليل بلغتين.")
    theirs.locator("#id_language").select_option("ar")
    theirs.get_by_role("button", name=said(gettext, "Send the update")).click()
    theirs.wait_for_url("**/workspace/network/")
    assert Activity.objects.get().state == ActivityState.UNDER_WAY

    mine = new_page(locale=language)
    log_in(mine, decider, language)
    mine.goto(f"/{language}/workspace/network/")
    axe(mine)
    mine.locator("#updates .threads a").click()
    mine.wait_for_url("**/workspace/network/updates/*/")
    axe(mine)
    mine.get_by_role("button", name=said(pgettext, "update", "Accept and publish")).click()
    mine.wait_for_url("**/workspace/network/")

    reader = new_page(locale=language)
    reader.goto(f"/{language}/network/priorities/")
    axe(reader)
    row = reader.locator("#activities-table tbody tr")
    assert said(pgettext, "activity", "done") in row.inner_text()
    row.get_by_role("link").click()
    reader.wait_for_url("**/network/activities/run/")
    axe(reader)
    update = reader.get_by_text("صدر الدليل بلغتين.")
    assert update.evaluate("element => getComputedStyle(element).direction") == "rtl"
    activity.refresh_from_db()
    assert activity.state == ActivityState.DONE


@LANGUAGES
def test_a_reader_narrows_the_networks_and_takes_list_and_calendar(new_page, axe, language, said, tmp_path):
    make_national_network("KEN", regions=["ECA"], maturity=Maturity.ADVANCED)
    make_national_network("MAR", regions=["ECA", "ESCWA"])
    make_event("meeting", countries=["KEN"])
    make_event("elsewhere", countries=["MAR"])
    page = new_page(locale=language)

    page.goto(f"/{language}/network/national/")
    axe(page)
    page.locator(".facet summary").filter(has_text=said(gettext, "Maturity")).click()
    page.locator(".facet__option").filter(has_text=said(lambda: str(Maturity.ADVANCED.label))).click()
    page.wait_for_url("**maturity=advanced**")
    assert page.locator("#national-networks tbody tr").count() == 1
    with page.expect_download() as taken:
        page.locator(".take-away__link").first.click()
    taken.value.save_as(tmp_path / "networks.csv")
    lines = (tmp_path / "networks.csv").read_text(encoding="utf-8-sig").splitlines()
    assert [line.split(",")[0] for line in lines[1:]] == ["KEN"]
    page.locator("#national-networks tbody a").first.click()
    page.wait_for_url("**/network/national/KEN/")
    axe(page)

    page.goto(f"/{language}/network/events/?country=KEN")
    axe(page)
    with page.expect_download() as taken:
        page.locator('a[href*="events.ics"]').click()
    taken.value.save_as(tmp_path / "events.ics")
    (entry,) = Calendar.from_ical((tmp_path / "events.ics").read_bytes()).walk("VEVENT")
    assert str(entry["summary"]) == {"ar": "عنوان meeting", "en": "Title of meeting"}[language]
    page.get_by_role("link", name=str(entry["summary"])).click()
    page.wait_for_url("**/network/events/meeting/")
    axe(page)
