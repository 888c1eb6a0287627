"""Handing parts of a review to people: what they are asked, see and say, who is reminded of what and when."""

import datetime
import re

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone, translation

from accounts import inviting
from accounts.models import Invitation, User
from foundation.decisions import Refused
from foundation.models import OutboxMessage
from reviews import delegating, drafting, reminding, transitions
from reviews.contributions import shares_of
from reviews.models import Contributor
from reviews.permissions import access_to
from tests.reading import Reading
from tests.reviews.factories import (
    DECLARATION,
    make_complete,
    make_country,
    make_curator,
    make_focal_point,
    make_review,
    make_user,
    write,
)
from tests.reviews.test_draft_pages import address, form_of

pytestmark = pytest.mark.django_db

PASSWORD = "sample-password-2026"


@pytest.fixture
def review():
    return make_complete(make_review())


def day(days):
    return timezone.localdate() + datetime.timedelta(days=days)


def ask(review, *codes, email="partner@example.org", objectives=(), **fields):
    """Invite somebody to sections and objectives, as a focal point does."""
    return delegating.add_contributor(
        review=review,
        email=email,
        sections=review.questionnaire.sections.filter(code__in=codes),
        objectives=[one.objective for one in review.objective_reports.filter(objective__number__in=objectives)],
        **{"can_edit": True, "language": "en", "by": review.started_by, **fields},
    )


def link_in_mail(email="partner@example.org"):
    text = OutboxMessage.objects.filter(to=email).latest("pk").text
    return re.search(r"/accounts/invitation/([\w-]+)/", text)[1]


def come(contributor, language="en"):
    """The person accepts by the link in the mail."""
    person = inviting.accept(token=link_in_mail(contributor.email), name="Nour", password=PASSWORD, language=language)
    contributor.refresh_from_db()
    return person


def share_of(contributor):
    return shares_of(contributor.review, [contributor])[0]


def reminded(contributor, **ago):
    """As if the person had been reminded that long ago."""
    Contributor.objects.filter(pk=contributor.pk).update(reminded_at=timezone.now() - datetime.timedelta(**ago))


# ---------------------------------------------------------------- the invitation


@pytest.mark.parametrize("language", ["ar", "en"])
def test_the_invitation_names_the_review_its_parts_the_date_and_the_message(review, language):
    ask(review, "summary", objectives=[7], due_on=day(10), message="Please add 2025.\nThank you.", language=language)
    mail = OutboxMessage.objects.get(to="partner@example.org")
    assert mail.language == language
    with translation.override(language):
        for words in (str(review), str(review.questionnaire.sections.get(code="summary")), "Please add 2025."):
            assert words in mail.text
            assert words in mail.html
        assert str(review.objective_reports.get(objective__number=7).objective) in mail.text
        assert f"/{language}/accounts/invitation/" in mail.text


def test_what_a_state_asks_of_its_people_is_not_in_the_invitation_that_curators_see(review):
    ask(review, "summary", message="Keep this between us.")
    assert "between us" not in str(Invitation.objects.values().get())


def test_a_link_works_once_and_for_a_time(review):
    contributor = ask(review, "summary")
    token = link_in_mail()
    come(contributor)
    with pytest.raises(inviting.InvitationUnusable):
        inviting.accept(token=token, name="Again", password=PASSWORD)
    late = ask(review, "summary", email="late@example.org")
    Invitation.objects.filter(email=late.email).update(expires_at=timezone.now())
    with pytest.raises(inviting.InvitationUnusable):
        come(late)
    assert not User.objects.filter(email=late.email).exists()


@pytest.mark.parametrize("spoil", ["expire", "revoke"])
def test_a_new_link_is_sent_for_one_that_expired_or_was_withdrawn(review, spoil):
    contributor = ask(review, "summary", message="The same as before.")
    first = link_in_mail()
    invitation = Invitation.objects.get()
    if spoil == "expire":
        Invitation.objects.update(expires_at=timezone.now())
    else:
        inviting.revoke(invitation=invitation, by=make_curator())
    reminding.remind(contributor=contributor, by=review.started_by)
    assert link_in_mail() != first
    assert "The same as before." in OutboxMessage.objects.latest("pk").text
    person = come(contributor)
    assert access_to(review, person).is_contributor


def test_removing_a_person_withdraws_the_link(review):
    contributor = ask(review, "summary")
    delegating.remove_contributor(contributor=contributor, by=review.started_by)
    with pytest.raises(inviting.InvitationUnusable):
        come(contributor)


def test_an_address_with_an_account_accepts_with_it_and_finds_the_part_in_the_workspace(client, review):
    person = make_user("Partner")
    ask(review, "summary", email=person.email)
    client.force_login(person)
    assert review.get_absolute_url() not in client.get(reverse("workspace:home")).content.decode()
    page = reverse("accounts:invitation_accept", args=[link_in_mail(person.email)])
    assert client.post(page).status_code == 302
    assert review.get_absolute_url() in client.get(reverse("workspace:home")).content.decode()
    assert client.get(page).status_code == 410


def test_whom_one_may_not_invite(review):
    colleague = make_focal_point(review.country)
    for email in (colleague.email, colleague.email.upper()):
        with pytest.raises(Refused, match="focal point"):
            ask(review, "summary", email=email)
    ask(review, "summary")
    with pytest.raises(Refused, match="already"):
        ask(review, "summary", email="Partner@example.org")
    with pytest.raises(ValidationError):
        ask(review, "summary", email="new@example.org", due_on=day(-1))
    with pytest.raises(Refused):
        ask(review, "summary", email="new@example.org", by=make_user())
    assert not Contributor.objects.filter(email="new@example.org").exists()


# ---------------------------------------------------------------- what a contributor sees and may do


def test_a_contributor_sees_their_own_parts_and_nothing_of_others(client, review):
    drafting.choose_objectives(review=review, chosen={7, 11}, priorities=set(), by=review.started_by)
    person = come(ask(review, "summary", objectives=[7], message="أضيفوا عام 2025.", due_on=day(3)))
    client.force_login(person)
    page = client.get(review.get_absolute_url()).content.decode()
    assert 'lang="ar" dir="rtl"' in page
    assert "أضيفوا عام 2025." in page
    assert client.get(address("review_section", review, "summary")).status_code == 200
    assert client.get(address("review_objective", review, 7)).status_code == 200
    for closed in (
        address("review_objective", review, 11),
        address("review_section", review, "principles"),
        address("review_section", review, "annexes"),
    ):
        assert closed not in page
        assert client.get(closed).status_code == 404
    other = make_review(make_country("XBB"))
    assert client.get(other.get_absolute_url()).status_code == 404
    for name in ("contributor_remind", "contributor_remove"):
        number = Contributor.objects.get().pk
        assert client.post(address(name, review, number)).status_code == 403
        assert client.post(address(name, other, number)).status_code == 404


def test_who_may_comment_only_is_told_so_and_saves_nothing(client, review):
    person = come(ask(review, "summary", can_edit=False))
    client.force_login(person)
    page = client.get(address("review_section", review, "summary"))
    assert "You were invited to read and comment on this section, not to edit it." in page.content.decode()
    refused = client.post(address("review_section", review, "summary"), form_of(review, "summary.text", ar="كلمة"))
    assert refused.status_code == 403


def test_saying_ready_tells_the_focal_points_once_and_closes_nothing(client, review):
    contributor = ask(review, "summary")
    person = come(contributor)
    client.force_login(person)
    for _ in range(2):
        assert client.post(address("part_ready", review)).status_code == 302
    contributor.refresh_from_db()
    assert contributor.done_at
    assert [mail.to for mail in OutboxMessage.objects.filter(template="part_ready")] == [review.started_by.email]
    assert write(review, "summary.text", "More.", version=0, by=person).changed
    client.post(address("part_ready", review), {"take_back": "1"})
    contributor.refresh_from_db()
    assert contributor.done_at is None


def test_only_the_person_says_that_their_part_is_ready_and_only_while_it_can_be_edited(client, review):
    contributor = ask(review, "summary")
    person = come(contributor)
    with pytest.raises(Refused):
        delegating.say_ready(contributor=contributor, by=review.started_by)
    client.force_login(review.started_by)
    assert client.post(address("part_ready", review)).status_code == 404
    transitions.submit(review=review, by=review.started_by, **DECLARATION)
    client.force_login(person)
    assert client.post(address("part_ready", review)).status_code == 403


# ---------------------------------------------------------------- what the focal point sees and changes


def test_the_people_page_says_who_did_what(client, review):
    contributor = ask(review, "summary", "principles", objectives=[7], due_on=day(5))
    person = come(contributor)
    write(review, "summary.text", "English too.", by=person)
    write(review, "summary.text", "ملخص جديد.", language="ar", version=1, by=person)
    summary, principles, objective = share_of(contributor).parts
    assert (summary.words, summary.edited, summary.is_open) == ("answered", 1, False)
    assert summary.edited_at
    assert (principles.words, principles.edited, principles.is_open) == ("0 of 2 questions answered", 0, True)
    assert (objective.words, objective.edited, objective.is_open) == ("1 of 2 questions answered", 0, False)
    delegating.say_ready(contributor=contributor, by=person)
    client.force_login(review.started_by)
    text = Reading(client.get(address("review_people", review))).text
    assert "said to be ready on" in text
    assert "1 answer" in text


def test_the_people_page_says_where_an_invitation_stands(client, review):
    ask(review, "summary")
    client.force_login(review.started_by)
    page = address("review_people", review)
    assert "invited, link good until" in client.get(page).content.decode()
    Invitation.objects.update(expires_at=timezone.now())
    html = client.get(page).content.decode()
    assert "link expired" in html
    assert "Send a new link" in html


@pytest.mark.parametrize("language", ["ar", "en"])
def test_the_pages_of_people_open_in_both_languages(client, review, language):
    contributor = ask(review, "summary", objectives=[7], due_on=day(1), message="Hello")
    Contributor.objects.update(due_on=day(-1))
    client.force_login(review.started_by)
    for name, args in (("review_people", []), ("contributor_change", [contributor.pk])):
        response = client.get(address(name, review, *args, language=language))
        assert response.status_code == 200
        assert response.content.decode().count("<h1") == 1


def test_a_bad_invitation_is_refused_at_its_field_and_kept(client, review):
    client.force_login(review.started_by)
    data = {"email": "no address", "language": "en", "can_edit": "edit", "due_on": "2020-01-01", "message": "Kept."}
    response = client.post(address("review_people", review), data)
    assert response.status_code == 422
    assert set(response.context["form"].errors) == {"email", "due_on", "sections"}
    assert "Kept." in response.content.decode()
    assert not Contributor.objects.exists()


def change(client, contributor, **data):
    stored = {
        "can_edit": "edit" if contributor.can_edit else "comment",
        "sections": [one.pk for one in contributor.sections.all()],
        "objectives": [one.pk for one in contributor.objectives.all()],
        "due_on": contributor.due_on or "",
        "message": contributor.message,
    }
    return client.post(address("contributor_change", contributor.review, contributor.pk), stored | data)


def test_parts_rights_and_date_are_changed_and_told(client, review):
    contributor = ask(review, "summary")
    person = come(contributor, language="ar")
    delegating.say_ready(contributor=contributor, by=person)
    client.force_login(review.started_by)
    assert change(client, contributor).status_code == 302
    assert not OutboxMessage.objects.filter(template="part_changed").exists()
    # Less to do leaves the word that it is ready, more takes it back.
    change(client, contributor, can_edit="comment", due_on=day(4).isoformat())
    contributor.refresh_from_db()
    assert (contributor.can_edit, contributor.due_on, bool(contributor.done_at)) == (False, day(4), True)
    change(client, contributor, sections=[one.pk for one in review.questionnaire.sections.exclude(kind="objectives")])
    contributor.refresh_from_db()
    assert contributor.sections.count() == 3
    assert contributor.done_at is None
    mails = OutboxMessage.objects.filter(template="part_changed")
    assert {(mail.to, mail.language) for mail in mails} == {(person.email, "ar")}
    assert mails.count() == 2


def test_a_date_that_has_passed_may_stay_and_none_may_be_set(client, review):
    contributor = ask(review, "summary", due_on=day(1))
    Contributor.objects.update(due_on=day(-3))
    contributor.refresh_from_db()
    client.force_login(review.started_by)
    assert change(client, contributor, message="Still.").status_code == 302
    assert change(client, contributor, due_on=day(-1).isoformat()).status_code == 422


# ---------------------------------------------------------------- reminders


def test_one_press_reminds_with_the_open_parts_in_the_persons_language(client, review):
    contributor = ask(review, "summary", "principles", due_on=day(2), message="Name the sources.")
    person = come(contributor, language="ar")
    client.force_login(review.started_by)
    client.post(address("contributor_remind", review, contributor.pk))
    mail = OutboxMessage.objects.get(template="part_reminder")
    assert (mail.to, mail.language) == (person.email, "ar")
    assert "القسم principles" in mail.text
    assert "القسم summary" not in mail.text
    assert "Name the sources." in mail.text
    contributor.refresh_from_db()
    assert contributor.reminded_at
    assert "last reminded on" in client.get(address("review_people", review)).content.decode()


def test_nobody_is_reminded_twice_within_an_hour(client, review):
    contributor = ask(review, "principles")
    come(contributor)
    client.force_login(review.started_by)
    page = address("contributor_remind", review, contributor.pk)
    client.post(page)
    again = client.post(page, follow=True)
    assert "less than an hour ago" in again.content.decode()
    assert OutboxMessage.objects.filter(template="part_reminder").count() == 1
    reminded(contributor, minutes=61)
    client.post(page)
    assert OutboxMessage.objects.filter(template="part_reminder").count() == 2


def test_who_is_ready_is_not_reminded_and_a_stranger_reminds_nobody(review):
    contributor = ask(review, "principles")
    person = come(contributor)
    for by in (person, make_focal_point(make_country("XBB")), make_curator()):
        with pytest.raises(Refused):
            reminding.remind(contributor=contributor, by=by)
    delegating.say_ready(contributor=contributor, by=person)
    contributor.refresh_from_db()
    with pytest.raises(Refused):
        reminding.remind(contributor=contributor, by=review.started_by)
    assert not OutboxMessage.objects.filter(template="part_reminder").exists()


def test_all_who_are_overdue_are_reminded_with_one_press(client, review):
    late, early, absent = (
        ask(review, "principles", email=f"{name}@example.org", due_on=day(1)) for name in ("late", "early", "absent")
    )
    come(late)
    come(early)
    Contributor.objects.filter(pk__in=[late.pk, absent.pk]).update(due_on=day(-1))
    OutboxMessage.objects.all().delete()
    client.force_login(review.started_by)
    page = address("contributors_remind", review)
    assert "2 people have been reminded." in client.post(page, follow=True).content.decode()
    assert set(OutboxMessage.objects.values_list("to", "template")) == {
        ("late@example.org", "part_reminder"),
        ("absent@example.org", "contributor_invited"),
    }
    assert "Nobody was reminded" in client.post(page, follow=True).content.decode()


def backdated(contributor):
    Contributor.objects.filter(pk=contributor.pk).update(added_at=timezone.now() - datetime.timedelta(days=40))


def test_each_step_before_the_date_is_one_mail(review):
    contributor = ask(review, "principles", due_on=day(7))
    come(contributor)
    # Who was asked today has just been told.
    assert reminding.remind_before_due() == 0
    backdated(contributor)
    assert [reminding.remind_before_due() for _ in range(3)] == [1, 0, 0]
    # Six days later; the day itself is made up for where it was missed.
    for left in (1, 0):
        Contributor.objects.update(due_on=day(left))
        reminded(contributor, days=6)
        assert [reminding.remind_before_due() for _ in range(2)] == [1, 0]
    Contributor.objects.update(due_on=day(-1))
    reminded(contributor, days=6)
    assert reminding.remind_before_due() == 0


def test_who_is_ready_absent_removed_or_waits_for_the_network_is_not_reminded(review):
    ready, absent, removed, there = (
        ask(review, "principles", email=f"{name}@example.org", due_on=day(1))
        for name in ("ready", "absent", "removed", "there")
    )
    for contributor in (ready, removed, there):
        come(contributor)
    for contributor in (ready, absent, removed, there):
        backdated(contributor)
    delegating.say_ready(contributor=ready, by=ready.user)
    delegating.remove_contributor(contributor=removed, by=review.started_by)
    transitions.submit(review=review, by=review.started_by, **DECLARATION)
    assert reminding.remind_before_due() == 0
    transitions.send_back(review=review, by=make_curator(), note="More.")
    assert reminding.remind_before_due() == 1
    assert OutboxMessage.objects.get(template="part_reminder").to == there.email


def test_beat_knows_the_task(settings):
    from reviews import tasks

    names = {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}
    assert tasks.remind_contributors.name in names
