"""Who may see what: every address of the portal against every kind of person, from one table.

An address that is not in the table fails the test, so that nobody adds a page without saying who
may open it. ``.`` stands for 200, ``L`` for the way to the log-in, ``4`` for 404, ``X`` for 403,
``>`` for a redirect, ``P`` for 405 (the page takes POST only).
"""

from pathlib import Path

import pytest
from django.conf import settings
from django.contrib import admin
from django.core.management import call_command
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import translation

from accounts.models import User
from capacity import contributing, requesting
from champions import expressing
from foundation import reference
from mptf import proposing
from network import updating
from network.enums import RegionalRole
from network.models import Entity, NationalNetwork, NationalRoleOfEntity
from reviews import attaching, transitions
from reviews.models import Contributor
from tests.database import triggers_lifted
from tests.network.factories import make_activity, make_entity, make_event, make_representative
from tests.reviews.factories import (
    DECLARATION,
    make_complete,
    make_country,
    make_curator,
    make_focal_point,
    make_review,
    make_round,
    make_user,
    review_at,
)
from tests.reviews.test_attaching import pdf_file, picture_file

PEOPLE = ["anonymous", "focal", "other focal", "section", "objective", "curator", "administrator", "representative"]
OPEN, STATE_ONLY = "........", "L.4..444"
STATUS = {".": {200}, "L": {302}, "4": {404}, "X": {403}, ">": {301, 302}, "P": {405}}

DRAFT, DONE = ["XAA", "walls"], ["XBB", "walls"]
#: Name of the address → (arguments, expected answer for each of ``PEOPLE``).
TABLE: dict[str, tuple[list, str]] = {
    # Open to everyone.
    "healthz": ([], OPEN),
    "robots": ([], OPEN),
    "sitemap": ([], OPEN),
    "favicon": ([], ">>>>>>>>"),
    "progress:home": ([], OPEN),
    "progress:about": ([], OPEN),
    "progress:source_list": ([], OPEN),
    "progress:accessibility": ([], OPEN),
    "objectives:objective_list": ([], OPEN),
    "objectives:objective_detail": ([7], OPEN),
    "objectives:principle_list": ([], OPEN),
    "objectives:principle_detail": ([1], OPEN),
    "countries:country_list": ([], OPEN),
    "countries:country_detail": (["XAA"], OPEN),
    "champions:champion_list": ([], OPEN),
    "champions:champion_detail": (["MAR"], OPEN),
    "champions:exchange_list": ([], OPEN),
    # No document was opened to everyone.
    "champions:champion_document": (["MAR", 1], "44444444"),
    # Expressions of interest: the State's own people, and the Network once one is submitted.
    "champions:interest_list": ([], "L......."),
    "champions:interest_begin": (["XAA"], "PPPPPPPP"),
    "champions:interest": (["XAA"], "L.444444"),
    "champions:interest_letter": (["XAA"], "L4444444"),
    "champions:interest_step": (["XAA", "withdraw"], "L.444444"),
    "network:network": ([], OPEN),
    "network:entity_list": ([], OPEN),
    "network:entity_detail": (["IOM"], OPEN),
    "network:membership": ([], OPEN),
    "network:group_list": ([], OPEN),
    "network:regional_detail": (["mena"], OPEN),
    "network:national_list": ([], OPEN),
    "network:national_detail": (["KEN"], OPEN),
    "network:priority_list": ([], OPEN),
    "network:activity_detail": (["walls"], OPEN),
    "network:event_list": ([], OPEN),
    "network:event_calendar": ([], OPEN),
    "network:event_detail": (["walls"], OPEN),
    "network:event_file": (["walls"], OPEN),
    # IOM leads the activity and coordinates the network of KEN; ILO, another organization, has no part in them.
    "network:update_list": ([], "L4444..."),
    "network:activity_update": (["walls"], "L4444..."),
    "network:national_update": (["KEN"], "L4444XX."),
    "network:update_detail": (["{update}"], "L4444..."),
    "capacity:mechanism": ([], OPEN),
    "capacity:hub": ([], OPEN),
    "capacity:expert_list": ([], OPEN),
    # Nobody has agreed to be shown; and an address that no mail contains.
    "capacity:expert": (["nobody"], "44444444"),
    "capacity:expert_own": (["guessed"], "44444444"),
    # Requests for support: who asks, and the Network once one is submitted.
    "capacity:request_list": ([], "L......."),
    "capacity:request_begin": ([], "PPPPPPPP"),
    "capacity:request": (["XAA", 1], "L.444444"),
    "capacity:request_step": (["XAA", 1, "withdraw"], "L.444444"),
    "capacity:match": ([1], "L4444444"),
    "capacity:contribution_list": ([], OPEN),
    # None is confirmed in this test; tests/capacity/test_contributions.py walks those that are.
    "capacity:contribution_detail": (["XAA", 1], "44444444"),
    # A draft of XAA: for its own focal points alone.
    "capacity:offer_list": ([], "L......."),
    "capacity:offer_begin": ([], "PPPPPPPP"),
    "capacity:offer": (["XAA", 1], "L.444444"),
    "capacity:offer_edit": (["XAA", 1], "L.444444"),
    "capacity:offer_step": (["XAA", 1, "offer"], "L.444444"),
    "capacity:practice_list": ([], OPEN),
    "capacity:practice_criteria": ([], OPEN),
    # None is published in this test; tests/capacity/test_practices.py walks those that are.
    "capacity:practice_detail": (["none"], "44444444"),
    "capacity:practice_version": (["none", 1], "44444444"),
    "capacity:practice_file": (["none", 1, 1], "44444444"),
    "capacity:practice_desk": ([], "L......."),
    "capacity:practice_begin": ([], "PPPPPPPP"),
    "capacity:practice_work": ([1], "L4444444"),
    "capacity:practice_material_add": ([1], "PPPPPPPP"),
    "capacity:practice_material": ([1, 1], "L4444444"),
    "capacity:practice_material_remove": ([1, 1], "PPPPPPPP"),
    "capacity:practice_assign": ([1], "L4444444"),
    "capacity:practice_check": ([1], "L4444444"),
    "capacity:practice_edit": ([1], "L4444444"),
    "capacity:practice_step": ([1, "accept"], "L4444444"),
    "mptf:fund": ([], OPEN),
    "mptf:area_detail": ([1], OPEN),
    "mptf:programme_list": ([], OPEN),
    "mptf:programme_detail": (["morocco-social-cohesion"], OPEN),
    "mptf:money": ([], OPEN),
    # Without a format: the way to the page of the Fund.
    "mptf:money_by": (["area"], ">>>>>>>>"),
    "mptf:contributions": ([], OPEN),
    "mptf_machines:iati_activities": ([], OPEN),
    "mptf_machines:iati_activity": (["moldova-diaspora"], OPEN),
    # No document is kept in this test.
    "mptf:programme_document": (["morocco-social-cohesion", 1], "44444444"),
    "mptf:apply": ([], OPEN),
    "mptf:apply_template": ([], OPEN),
    "mptf:pipeline": ([], OPEN),
    "mptf:meeting_list": ([], OPEN),
    "mptf:meetings_calendar": ([], OPEN),
    # No meeting is kept in this test.
    "mptf:meeting": ([1], "44444444"),
    "mptf:meeting_minutes": ([1], "44444444"),
    # A concept note of XAA and the IOM: for its focal points and the representatives of the organization.
    "mptf:proposal_list": ([], "L..4444."),
    "mptf:proposal_new": ([], "L..XXXX."),
    "mptf:proposal": (["{proposal}"], "L.44444."),
    "mptf:proposal_read": (["{proposal}"], "L.44444."),
    "mptf:proposal_section": (["{proposal}", "about"], "L.44444."),
    "mptf:proposal_withdraw": (["{proposal}"], "L.44444."),
    "mptf:proposal_attach": (["{proposal}"], "L.44444."),
    # It has no file.
    "mptf:proposal_file": (["{proposal}", 1], "L4444444"),
    "mptf:proposal_endorse": (["{proposal}"], "PPPPPPPP"),
    "mptf:proposal_submit": (["{proposal}"], "PPPPPPPP"),
    "mptf:proposal_deliver": (["{proposal}"], "PPPPPPPP"),
    "mptf:proposal_message": (["{proposal}", "network"], "PPPPPPPP"),
    "mptf:proposal_detach": (["{proposal}", 1], "PPPPPPPP"),
    # It was not submitted yet: the Network has not seen it.
    "mptf:desk": ([], "L4444..4"),
    "mptf:desk_proposal": (["{proposal}"], "L4444444"),
    "mptf:desk_do": (["{proposal}", "back"], "PPPPPPPP"),
    "mptf:desk_meeting": ([1], "L4444444"),
    "reviews:review_list": ([], OPEN),
    "reviews:about": ([], OPEN),
    "reviews:round_list": ([], OPEN),
    "reviews:round_detail": (["imrf-2022"], OPEN),
    "reviews:round_calendar": (["imrf-2022"], OPEN),
    "reviews:publication": (DONE, OPEN),
    "reviews:publication_version": ([*DONE, 1], OPEN),
    # The published review is the country's first: there is nothing to compare it with.
    "reviews:publication_changes": (DONE, "44444444"),
    "reviews:publication_asset": ([*DONE, 1, "{published picture}"], OPEN),
    # No PDF was made in this test: not there for anyone, published or not.
    "reviews:publication_pdf": (DONE, "44444444"),
    "reviews:publication_version_pdf": ([*DONE, 1], "44444444"),
    # The draft of XAA: its own people, and of those the contributors as far as their parts go.
    "reviews:review_start": ([], "PPPPPPPP"),
    "reviews:review_tasks": (DRAFT, STATE_ONLY),
    "reviews:review_objectives": (DRAFT, "L.4XX444"),
    "reviews:review_objective": ([*DRAFT, 7], "L.44.444"),
    "reviews:review_section": ([*DRAFT, "summary"], "L.4.4444"),
    "reviews:review_principle": ([*DRAFT, "principles", 1], "L.444444"),
    "reviews:attachment_remove": ([*DRAFT, "annexes", 1], "PPPPPPPP"),
    "reviews:here": (DRAFT, "PPPPPPPP"),
    "reviews:stage_save": ([*DRAFT, 7], "PPPPPPPP"),
    "reviews:answer_save": ([*DRAFT, "{summary}"], "PPPPPPPP"),
    "reviews:answer_evidence": ([*DRAFT, "{summary}"], "L.4.4444"),
    "reviews:evidence_file_remove": ([*DRAFT, "{summary}", 1], "PPPPPPPP"),
    "reviews:evidence_link_remove": ([*DRAFT, "{summary}", 1], "PPPPPPPP"),
    "reviews:answer_registers": ([*DRAFT, "{summary}"], "L.4.4444"),
    "reviews:answer_history": ([*DRAFT, "{summary}"], "L.4.4444"),
    "reviews:answer_restore": ([*DRAFT, "{summary}"], "PPPPPPPP"),
    "reviews:answer_comments": ([*DRAFT, "{summary}"], "L.4.4444"),
    "reviews:review_comments": (DRAFT, STATE_ONLY),
    "reviews:comment_resolve": ([*DRAFT, 1], "PPPPPPPP"),
    "reviews:comment_reopen": ([*DRAFT, 1], "PPPPPPPP"),
    "reviews:answer_check": ([*DRAFT, "{summary}"], "L.4.4444"),
    "reviews:answer_languages": ([*DRAFT, "{summary}"], "L.4.4444"),
    "reviews:review_earlier": (DRAFT, STATE_ONLY),
    # The draft is the country's first review: there is no earlier answer to open.
    "reviews:review_earlier_part": ([*DRAFT, "summary"], "L4444444"),
    "reviews:answer_earlier": ([*DRAFT, 1], "L4444444"),
    "reviews:review_help": (DRAFT, STATE_ONLY),
    "reviews:help_ask": ([*DRAFT, "summary"], "L.4.4444"),
    # No request was made.
    "reviews:help_request": ([*DRAFT, 1], "L4444444"),
    "reviews:help_close": ([*DRAFT, 1], "PPPPPPPP"),
    # Nothing was asked in a return of this draft: the points of others are not there.
    "reviews:review_point": ([*DRAFT, 1], "L4444444"),
    "reviews:point_reopen": ([*DRAFT, 1], "PPPPPPPP"),
    "reviews:deadline_calendar": (DRAFT, "L4444444"),
    "reviews:extension_ask": (DRAFT, "L.4XX444"),
    "reviews:embargo": (DRAFT, "LX4XX444"),
    "reviews:extension_grant": (DONE, "L4444..4"),
    "reviews:schedule_cancel": ([*DONE, 1], "PPPPPPPP"),
    "reviews:review_offline": (DRAFT, STATE_ONLY),
    "reviews:offline_changes": ([*DRAFT, 1], "L4444444"),
    "reviews:offline_download": ([*DRAFT, "en", "docx"], STATE_ONLY),
    "reviews:review_preview": (DRAFT, STATE_ONLY),
    "reviews:preview_status": (DRAFT, STATE_ONLY),
    "reviews:preview_request": (DRAFT, "PPPPPPPP"),
    "reviews:preview_pdf": ([*DRAFT, 1], "L4444444"),
    "reviews:picture_add": (DRAFT, "PPPPPPPP"),
    "reviews:draft_picture": ([*DRAFT, "{picture}"], STATE_ONLY),
    "reviews:draft_attachment": ([*DRAFT, "{attachment}"], "L.444444"),
    # The methodology is nobody's part but the focal point's.
    "reviews:consulted": (DRAFT, "L.444444"),
    "reviews:consulted_insert": (DRAFT, "PPPPPPPP"),
    "reviews:consultation_change": ([*DRAFT, 1], "L4444444"),
    "reviews:consultation_remove": ([*DRAFT, 1], "PPPPPPPP"),
    "reviews:review_people": (DRAFT, "L.4XX444"),
    "reviews:contributors_remind": (DRAFT, "PPPPPPPP"),
    "reviews:contributor_change": ([*DRAFT, "{contributor}"], "L.4XX444"),
    "reviews:contributor_remind": ([*DRAFT, 1], "PPPPPPPP"),
    "reviews:part_ready": (DRAFT, "PPPPPPPP"),
    "reviews:contributor_remove": ([*DRAFT, 1], "PPPPPPPP"),
    "reviews:review_check": (DRAFT, "L.4XX444"),
    "reviews:review_submit": (DRAFT, "L.4XX444"),
    "reviews:receipt": (DRAFT, "L>4>>444"),
    "reviews:receipt_status": (DRAFT, STATE_ONLY),
    "reviews:rendering_retry": ([*DRAFT, 1], "PPPPPPPP"),
    "reviews:review_withdraw": (DRAFT, "L.4XX444"),
    "reviews:review_reopen": (DRAFT, "LX4XX444"),
    # What was submitted: the Network reads it too.
    "reviews:submission_pdf": ([*DONE, 1], "L4444444"),
    "reviews:submission_asset": ([*DONE, 2, "{published picture}"], "L4444..4"),
    "reviews:desk": ([], "L4444..4"),
    "reviews:desk_help": ([], "L4444..4"),
    "reviews:desk_help_request": ([1], "L4444444"),
    "reviews:desk_review": (DONE, "L4444..4"),
    "reviews:desk_return": (DONE, "L4444>>4"),
    "reviews:desk_publish": (DONE, "PPPPPPPP"),
    # Of the administration: who does not work in it is led to its log-in.
    "translations": ([], ">>>>>..>"),
    "translations_assign": ([], ">>>>>PP>"),
    "workspace:home": ([], "L......."),
    # One's own mandate, for the country that it is for.
    "workspace:handover": (["XAA"], "L.444444"),
    "workspace:handover_withdraw": (["XAA"], "PPPPPPPP"),
    "workspace:handover_again": (["XAA"], "PPPPPPPP"),
}
#: Addresses of packages and of rooms whose own tests walk them.
ELSEWHERE = ("admin:", "api:", "account_", "accounts:", "mfa_", "usersessions_", "set_language")


def names(patterns, prefix=""):
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
            yield from names(pattern.url_patterns, inner)
        elif isinstance(pattern, URLPattern) and pattern.name:
            yield f"{prefix}{pattern.name}", str(pattern.pattern)


def is_elsewhere(name):
    return name.startswith(ELSEWHERE) or name in open_data_names()


def open_data_names():
    import gcm_portal.api

    found = {name for name, _pattern in names(gcm_portal.api.urlpatterns)}
    return found | {"api-root", "schema", "readyz", "styleguide", "data:api", "open_data"}


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """A draft of XAA, a published review of XBB, and people with every kind of part in them."""
    with django_db_blocker.unblock():
        reference.load_all()
        country, other = make_country("XAA"), make_country("XBB")
        round_ = make_round("walls")
        focal = make_focal_point(country)
        draft = make_complete(make_review(country, by=focal, round_=round_))
        picture = attaching.add_picture(review=draft, file=picture_file(), by=focal)
        attachment = attaching.add_attachment(
            review=draft,
            section=draft.questionnaire.sections.get(code="annexes"),
            file=pdf_file(),
            title="Law",
            language="en",
            by=focal,
        )
        published = review_at("submitted", country=other, round_=round_)
        people = {
            "focal": focal,
            "other focal": make_focal_point(make_country("XCC")),
            "section": make_user("Section"),
            "objective": make_user("Objective"),
            "curator": make_curator(),
            "representative": make_representative("IOM").user,
            "administrator": User.objects.create_superuser("administrator@example.org", "x" * 20, name="Admin"),
        }
        for name in ("section", "objective"):
            contributor = Contributor.objects.create(
                review=draft, user=people[name], email=people[name].email, added_by=focal
            )
            if name == "section":
                contributor.sections.set(draft.questionnaire.sections.filter(code="summary"))
            else:
                contributor.objectives.set([draft.objective_reports.get(objective__number=7).objective])
        transitions.send_back(review=published, by=people["curator"], note="Add the map.")
        map_ = attaching.add_attachment(
            review=published,
            section=published.questionnaire.sections.get(code="annexes"),
            file=picture_file(color="navy"),
            title="Map",
            language="en",
            by=published.started_by,
        )
        transitions.submit(review=published, by=published.started_by, **DECLARATION)
        transitions.publish(review=published, by=people["curator"])
        expressing.begin(country=country, language="en", by=focal)
        activity = make_activity("walls", leads=["IOM"], countries=["KEN"])
        make_event("walls")
        NationalRoleOfEntity.objects.create(
            network=NationalNetwork.objects.get(country__iso3="KEN"),
            entity=make_entity("IOM"),
            role=RegionalRole.COORDINATOR,
        )
        update = updating.propose_activity(
            activity=activity, action="begin", text="", language="en", by=people["representative"]
        )
        requesting.begin(country=country, language="en", by=focal)
        contributing.begin(country=country, language="en", by=focal)
        files = {path: path.read_bytes() for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()}
        yield {
            "files": files,
            "people": people,
            "{picture}": picture.sha256,
            "{attachment}": attachment.sha256,
            "{published picture}": map_.sha256,
            "{contributor}": contributor.pk,
            "{update}": update.pk,
            "{proposal}": proposing.begin(
                by=focal, title="Note", language="en", country=country, lead=Entity.objects.get(acronym="IOM")
            ).pk,
            "{summary}": draft.questionnaire.sections.get(code="summary").questions.get().pk,
        }
        with triggers_lifted():
            call_command("flush", verbosity=0, interactive=False)


@pytest.fixture
def _files(world):
    """Each test leaves an empty folder of files to the next; these belong to all of them."""
    for path, content in world["files"].items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def test_every_address_is_in_the_table():
    missing = sorted(
        {name for name, _pattern in names(get_resolver().url_patterns) if name not in TABLE and not is_elsewhere(name)}
    )
    assert missing == []


@pytest.mark.django_db
@pytest.mark.parametrize("name", TABLE)
@pytest.mark.parametrize(("position", "person"), list(enumerate(PEOPLE)))
def test_who_may_open_what(client, world, _files, name, position, person):
    arguments, expected = TABLE[name]
    arguments = [world.get(one, one) if isinstance(one, str) else one for one in arguments]
    with translation.override("en"):
        address = reverse(name, args=arguments)
    if person != "anonymous":
        client.force_login(world["people"][person])
    response = client.get(address)
    if response.streaming:
        response.close()
    assert response.status_code in STATUS[expected[position]], f"{person}: {address}"
    if expected[position] == "L":
        assert "/accounts/login/" in response.url


def admin_lists():
    return sorted(f"{model._meta.app_label}_{model._meta.model_name}" for model in admin.site._registry)


@pytest.mark.django_db
@pytest.mark.parametrize("model", admin_lists())
def test_the_admin_is_for_staff_only(client, world, model):
    with translation.override("en"):
        address = reverse(f"admin:{model}_changelist")
    assert client.get(address).status_code == 302
    for person in ("focal", "section"):
        client.force_login(world["people"][person])
        assert client.get(address).status_code in {302, 403}
    client.force_login(world["people"]["administrator"])
    assert client.get(address).status_code == 200


def test_no_model_with_the_words_of_a_draft_is_registered():
    registered = {model._meta.label for model in admin.site._registry}
    private = ("Answer", "AnswerText", "TextRevision", "Picture", "Attachment", "Contributor", "ObjectiveReport")
    private += ("Thread", "Comment", "ReturnReason", "HelpRequest", "HelpMessage", "Consultation")
    assert registered.isdisjoint({f"reviews.{name}" for name in private})


@pytest.mark.django_db
def test_a_curator_does_not_see_a_draft_in_the_list_of_reviews(client, world):
    client.force_login(world["people"]["curator"])
    with translation.override("en"):
        html = client.get(reverse("admin:reviews_review_changelist")).content.decode()
    assert "Sample State XBB" in html
    assert "Sample State XAA" not in html
