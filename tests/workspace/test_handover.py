"""Handing a mandate over: who may, what the successor finds, what the predecessor no longer opens."""

import datetime
import re

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone, translation

from accounts import handing_over, inviting
from accounts.models import Invitation, Mandate, User
from foundation.decisions import Refused
from foundation.models import OutboxMessage
from reviews import commenting, delegating
from reviews.models import Contributor
from tests.reviews.factories import (
    make_complete,
    make_country,
    make_curator,
    make_focal_point,
    make_review,
    make_user,
    question_of,
    write,
)

pytestmark = pytest.mark.django_db

PASSWORD = "sample-password-2026"
NEW = "successor@example.org"


def page(name="handover", iso3="XAA", language="en"):
    with translation.override(language):
        return reverse(f"workspace:{name}", args=[iso3])


def mandate_of(user):
    return Mandate.objects.get(user=user)


def hand_over(user, **facts):
    facts = {"email": NEW, "can_submit": True, "appointed_by": "Ministry of Samples", "language": "en", **facts}
    return handing_over.offer(mandate=mandate_of(user), by=user, **facts)


def token(email=NEW):
    text = OutboxMessage.objects.filter(to=email, template="invitation").latest("pk").text
    return re.search(r"/accounts/invitation/([\w-]+)/", text)[1]


def accept(**facts):
    return inviting.accept(token=token(), **({"name": "Successor", "password": PASSWORD} | facts))


@pytest.fixture
def focal_point():
    return make_focal_point(make_country(), language="ar")


def test_the_successor_finds_everything_and_the_predecessor_opens_nothing(client, focal_point):
    review = make_complete(make_review(focal_point.mandates.get().country, by=focal_point))
    contributor = delegating.add_contributor(
        review=review,
        email="partner@example.org",
        sections=review.questionnaire.sections.filter(code="summary"),
        objectives=[],
        can_edit=True,
        language="en",
        by=focal_point,
    )
    commenting.open_thread(
        review=review,
        question=question_of(review, "summary.text"),
        report=None,
        text="Which year?",
        language="",
        by=focal_point,
    )
    client.force_login(focal_point)
    assert client.get(review.get_absolute_url()).status_code == 200
    assert page() in client.get(reverse("workspace:home")).content.decode()
    data = {"email": NEW, "language": "en", "appointed_by": "Ministry", "letter": "No. 7", "can_submit": "on"}
    assert client.post(page(), data).status_code == 302
    mail = OutboxMessage.objects.get(to=NEW)
    assert f"You take over from {focal_point.name}" in mail.text
    assert f"You take over from {focal_point.name}" in mail.html
    successor = accept()

    # Still signed in, and out of it from this moment.
    assert client.get(review.get_absolute_url()).status_code == 404
    assert client.get(page()).status_code == 404
    old = mandate_of(focal_point)
    assert old.ends_on == timezone.localdate() - datetime.timedelta(days=1)
    new = mandate_of(successor)
    assert (new.starts_on, new.ends_on, new.can_submit) == (timezone.localdate(), None, True)
    assert (new.appointed_by, new.letter, new.kind) == ("Ministry", "No. 7", old.kind)
    for mandate in (old, new):
        assert focal_point.email in mandate.history.first().history_change_reason
        assert successor.email in mandate.history.first().history_change_reason
    assert old.history.first().history_user == successor

    client.force_login(successor)
    with translation.override("en"):
        assert client.get(review.get_absolute_url()).status_code == 200
        people = client.get(f"{review.get_absolute_url()}people/").content.decode()
        assert contributor.email in people
        assert "Which year?" in client.get(f"{review.get_absolute_url()}comments/").content.decode()
    assert write(review, "summary.text", "ملخص الخلف.", language="ar", version=1, by=successor).changed
    delegating.send_new_link(contributor=Contributor.objects.get(), by=successor)

    mails = OutboxMessage.objects.filter(template="handover_done")
    assert {(mail.to, mail.language) for mail in mails} == {(focal_point.email, "ar"), (NEW, "en")}


def test_curators_hear_of_a_handover(focal_point):
    curator = make_curator()
    hand_over(focal_point)
    accept()
    assert OutboxMessage.objects.filter(template="handover_done", to=curator.email).count() == 1


def test_a_mandate_of_today_leaves_its_history_alone(focal_point):
    Mandate.objects.update(starts_on=timezone.localdate())
    hand_over(focal_point)
    successor = accept()
    assert list(Mandate.objects.values_list("user", flat=True)) == [successor.pk]
    gone = Mandate.history.filter(user=focal_point).first()
    assert gone.history_type == "-"
    assert successor.email in gone.history_change_reason


def test_every_mandate_for_the_country_ends_and_none_for_another(focal_point):
    country = focal_point.mandates.get().country
    handed = mandate_of(focal_point)
    Mandate.objects.filter(pk=handed.pk).update(ends_on=timezone.localdate() + datetime.timedelta(days=9))
    later = Mandate.objects.create(
        user=focal_point, country=country, starts_on=timezone.localdate() + datetime.timedelta(days=10)
    )
    other = Mandate.objects.create(user=focal_point, country=make_country("XBB"))
    handed.refresh_from_db()
    handing_over.offer(mandate=handed, email=NEW, can_submit=False, appointed_by="M", by=focal_point, language="en")
    successor = accept()
    assert mandate_of(successor).ends_on == timezone.localdate() + datetime.timedelta(days=9)
    assert not Mandate.objects.filter(pk=later.pk).exists()
    assert list(focal_point.mandates.current()) == [other]


def test_a_link_works_once_and_not_after_it_was_withdrawn(client, focal_point):
    hand_over(focal_point)
    client.force_login(focal_point)
    assert client.post(page("handover_withdraw")).status_code == 302
    with pytest.raises(inviting.InvitationUnusable):
        accept()
    client.post(page("handover_withdraw"))
    assert mandate_of(focal_point).is_current
    hand_over(focal_point)
    accept()
    with pytest.raises(inviting.InvitationUnusable):
        accept()
    assert Mandate.objects.count() == 2


def test_a_new_link_replaces_one_that_expired_and_a_new_offer_the_one_before(client, focal_point):
    hand_over(focal_point)
    first = token()
    Invitation.objects.update(expires_at=timezone.now())
    client.force_login(focal_point)
    assert "expired" in client.get(page()).content.decode()
    assert client.post(page("handover_again")).status_code == 302
    assert token() != first
    hand_over(focal_point, email="another@example.org")
    with pytest.raises(inviting.InvitationUnusable):
        accept()
    assert handing_over.offers_of(mandate_of(focal_point)).get().email == "another@example.org"
    handing_over.withdraw(mandate=mandate_of(focal_point), by=focal_point)
    assert client.post(page("handover_again"), follow=True).status_code == 200
    assert not handing_over.offers_of(mandate_of(focal_point)).exists()


@pytest.mark.parametrize(
    "spoil",
    [
        {"ends_on": timezone.localdate() - datetime.timedelta(days=1)},
        {"can_submit": False},
    ],
)
def test_what_the_network_has_ended_cannot_be_handed_over(focal_point, spoil):
    hand_over(focal_point)
    Mandate.objects.update(**spoil)
    with pytest.raises(Refused):
        accept()
    assert not User.objects.filter(email=NEW).exists()
    assert Invitation.objects.get().is_open


def test_a_closed_account_hands_nothing_over(focal_point):
    hand_over(focal_point)
    User.objects.filter(pk=focal_point.pk).update(is_active=False)
    with pytest.raises(Refused):
        accept()


def test_nobody_hands_over_more_than_they_have(client):
    writer = make_focal_point(make_country(), can_submit=False)
    with pytest.raises(Refused):
        hand_over(writer)
    client.force_login(writer)
    assert "id_can_submit" not in client.get(page()).content.decode()
    # A forged field gives nothing.
    data = {"email": NEW, "language": "en", "appointed_by": "Ministry", "can_submit": "on"}
    assert client.post(page(), data).status_code == 302
    assert Invitation.objects.get().can_submit is False
    assert mandate_of(accept()).can_submit is False


def test_a_successor_who_has_an_account_and_a_mandate_takes_over_too(focal_point):
    colleague = make_focal_point(mandate_of(focal_point).country, can_submit=True)
    with pytest.raises(ValidationError):
        hand_over(focal_point, email=colleague.email, can_submit=False)
    invitation = hand_over(focal_point, email=colleague.email)
    inviting.accept(token=token(colleague.email), by=colleague)
    invitation.refresh_from_db()
    assert invitation.accepted_by == colleague
    assert colleague.mandates.current().get().can_submit
    assert not focal_point.mandates.current().exists()


def test_nobody_hands_over_for_others(focal_point):
    mandate = mandate_of(focal_point)
    for by in (make_user(), make_curator(), make_focal_point(make_country("XBB")), make_focal_point(mandate.country)):
        with pytest.raises(Refused):
            handing_over.offer(mandate=mandate, email=NEW, can_submit=False, appointed_by="M", by=by)
        with pytest.raises(Refused):
            handing_over.withdraw(mandate=mandate, by=by)


@pytest.mark.parametrize("language", ["ar", "en"])
def test_the_page_opens_in_both_languages_and_keeps_what_was_typed(client, focal_point, language):
    client.force_login(focal_point)
    hand_over(focal_point)
    response = client.get(page(language=language))
    assert response.status_code == 200
    assert NEW in response.content.decode()
    response = client.post(page(language=language), {"email": focal_point.email, "language": "en", "letter": "Kept"})
    assert response.status_code == 422
    assert set(response.context["form"].errors) == {"appointed_by"}
    assert "Kept" in response.content.decode()
    own = {"email": focal_point.email, "language": "en", "appointed_by": "Ministry"}
    response = client.post(page(language=language), own)
    assert response.status_code == 422
    assert set(response.context["form"].errors) == {"email"}


# ---------------------------------------------------------------- in the administration


def name_in_admin(client, mandate, **changed):
    data = {
        "email": NEW,
        "language": "en",
        "role": "focal_point",
        "country": "",
        "replaces": mandate.pk,
        "kind": "focal_point",
        "can_submit": "on",
        "mandate_ends_on": "",
        "appointed_by": "Ministry",
        "letter": "",
        "message": "",
    }
    with translation.override("en"):
        return client.post(reverse("admin:accounts_invitation_add"), data | changed)


def test_a_curator_names_a_successor_in_the_administration(client, focal_point):
    client.force_login(make_curator())
    mandate = mandate_of(focal_point)
    assert name_in_admin(client, mandate, email=focal_point.email).status_code == 200
    assert name_in_admin(client, mandate, country=make_country("XBB").pk).status_code == 200
    assert not Invitation.objects.exists()
    assert name_in_admin(client, mandate).status_code == 302
    invitation = Invitation.objects.get()
    assert (invitation.country, invitation.payload) == (mandate.country, {"replaces": mandate.pk})
    with translation.override("en"):
        shown = client.get(reverse("admin:accounts_invitation_change", args=[invitation.pk]))
    assert shown.status_code == 200
    successor = accept()
    assert successor.mandates.current().get().can_submit
    assert not focal_point.mandates.current().exists()


def test_what_a_curator_named_holds_when_the_mandate_has_ended_already(client, focal_point):
    client.force_login(make_curator())
    name_in_admin(client, mandate_of(focal_point))
    Mandate.objects.update(ends_on=timezone.localdate() - datetime.timedelta(days=3))
    assert accept().mandates.current().exists()
    assert mandate_of(focal_point).ends_on == timezone.localdate() - datetime.timedelta(days=3)
