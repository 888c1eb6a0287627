"""A proposal to the Fund: from the concept note through the committee to a running programme with its money."""

import pytest
from django.utils import translation
from django.utils.translation import gettext, pgettext

from mptf.models import BudgetLine, Proposal
from tests.accounts.factories import sample_country
from tests.journeys.test_review_to_publication import log_in
from tests.mptf.factories_proposals import fill, make_meeting, make_rules
from tests.network.factories import make_entity, make_representative
from tests.reviews.factories import make_curator, make_focal_point, make_user

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.parametrize("language", ["ar", "en"])]

TITLE = {"ar": "مقترح عينة", "en": "Sample proposal"}


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


def test_from_a_concept_note_to_a_running_programme(new_page, axe, language, said):
    make_rules()
    country, lead = sample_country(), make_entity("IOM")
    focal_point = make_focal_point(country, language=language)
    curator = make_curator(language=language)
    speaker = make_representative("IOM", user=make_user("Representative", language=language)).user
    mine, theirs, desk = new_page(), new_page(), new_page()
    for page, person in ((mine, focal_point), (theirs, speaker), (desk, curator)):
        log_in(page, person, language)

    # The focal point begins; the first section is written by keyboard.
    mine.goto(f"/{language}/mptf/proposals/new/")
    axe(mine)
    mine.locator("#id_title").fill(TITLE[language])
    mine.locator("#id_country").select_option(str(country.pk))
    mine.locator("#id_lead").select_option(str(lead.pk))
    press(mine, said(pgettext, "concept note", "Begin"))
    proposal = Proposal.objects.get()
    note = f"/{language}/mptf/proposals/{proposal.pk}/"
    mine.goto(f"{note}sections/about/")
    axe(mine)
    mine.locator("#id_summary").focus()
    mine.keyboard.type(TITLE[language])
    mine.locator("main form button.button").first.focus()
    with mine.expect_navigation():
        mine.keyboard.press("Enter")
    proposal.refresh_from_db()
    assert proposal.summary == TITLE[language]

    # The rest of the note is as their colleagues have written it; both sides endorse, and it is submitted.
    fill(proposal)
    mine.goto(note)
    axe(mine)
    press(mine, said(gettext, "Endorse for %(party)s") % {"party": country_name(country, language)})
    theirs.goto(note)
    press(theirs, said(gettext, "Endorse for %(party)s") % {"party": lead})
    mine.goto(note)
    press(mine, said(gettext, "Submit the proposal"))
    assert Proposal.objects.get().state == "submitted"

    # A curator answers the rules of the Fund and puts it on the agenda of the committee.
    meeting = make_meeting()
    desk.goto(f"/{language}/mptf/desk/")
    axe(desk)
    checked = f"/{language}/mptf/desk/{proposal.pk}/"
    desk.goto(checked)
    axe(desk)
    for choice in desk.locator("#rules input[type=radio][value=yes], #rules input[type=radio][value=True]").all():
        choice.check()
    for choice in desk.locator("#rules select").all():
        choice.select_option(index=1)
    press(desk, said(gettext, "Save and find eligible"))
    assert Proposal.objects.get().state == "pipeline"
    desk.goto(checked)
    desk.locator("#agenda select").first.select_option(str(meeting.pk))
    press(desk, said(gettext, "Put on the agenda"))

    # The committee approves: a decision needs its reason.
    desk.goto(f"/{language}/mptf/desk/meetings/{meeting.pk}/")
    axe(desk)
    decisions = desk.locator("#decisions")
    approve = decisions.locator("input[type=radio][value=approve]")
    if approve.count():
        approve.first.check()
    else:
        decisions.locator("select").first.select_option("approve")
    press(desk, said(gettext, "Record the decisions"))
    assert Proposal.objects.get().state == "agenda"
    assert desk.locator(".error-summary").is_visible()
    decisions.locator("textarea").first.fill(TITLE[language])
    press(desk, said(gettext, "Record the decisions"))
    proposal.refresh_from_db()
    assert proposal.state == "approved"

    # It starts, and its page shows money that adds up.
    desk.goto(checked)
    desk.locator("#start input[type=date], #start input[type=text]").first.fill("2099-06-01")
    press(desk, said(gettext, "Record the start"))
    proposal.refresh_from_db()
    assert (proposal.state, proposal.programme.stage) == ("running", "running")
    lines = list(BudgetLine.objects.filter(programme=proposal.programme).values_list("amount", flat=True))
    assert sum(lines) == 200_000
    reader = new_page()
    reader.goto(f"/{language}/mptf/programmes/{proposal.programme.slug}/")
    axe(reader)
    text = reader.locator("main").inner_text().replace("\u200f", "").replace("\u200e", "")
    assert "200,000" in text
    reader.locator("#lines > summary").click()
    assert reader.locator("#line-table").inner_text().count("100,000") == 2
    axe(reader)
    reader.goto(f"/{language}/mptf/pipeline/")
    axe(reader)


def country_name(country, language):
    return getattr(country, f"name_{language}")
