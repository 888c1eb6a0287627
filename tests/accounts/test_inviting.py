import datetime
import re
import threading

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import timezone

from accounts import inviting
from accounts.enums import InvitationState, InvitedRole, MandateKind
from accounts.inviting import InvitationUnusable
from accounts.mandates import is_focal_point, may_submit
from accounts.models import Invitation, Mandate, User
from foundation.decisions import Refused
from foundation.models import OutboxMessage
from tests.accounts.factories import PASSWORD, administrator, curator, focal_point, person, sample_country

pytestmark = pytest.mark.django_db


def invite_focal_point(**facts):
    facts = {
        "email": "new@example.org",
        "role": InvitedRole.FOCAL_POINT,
        "by": None,
        "country": None,
        "language": "en",
        **facts,
    }
    facts["by"] = facts["by"] or curator()
    facts["country"] = facts["country"] or sample_country()
    return inviting.invite(**facts)


def token_in_mail(address: str = "new@example.org") -> str:
    text = OutboxMessage.objects.filter(to=address).latest("pk").text
    return re.search(r"/accounts/invitation/([\w-]+)/", text)[1]


def accept_new(token: str) -> User:
    return inviting.accept(token=token, name="Nour", password=PASSWORD, language="ar")


def test_accept_makes_the_account_and_gives_the_mandate():
    country = sample_country()
    ends_on = timezone.localdate() + datetime.timedelta(days=400)
    invite_focal_point(
        email="  New@Example.org ",
        country=country,
        kind=MandateKind.ALTERNATE,
        can_submit=True,
        mandate_ends_on=ends_on,
        appointed_by="Ministry",
    )

    user = accept_new(token_in_mail())

    assert (user.email, user.name, user.language) == ("new@example.org", "Nour", "ar")
    assert user.check_password(PASSWORD)
    assert not user.is_staff
    mandate = user.mandates.get()
    assert (mandate.country, mandate.kind, mandate.can_submit) == (country, MandateKind.ALTERNATE, True)
    assert (mandate.starts_on, mandate.ends_on, mandate.appointed_by) == (timezone.localdate(), ends_on, "Ministry")
    invitation = Invitation.objects.get()
    assert invitation.accepted_by == user
    assert invitation.state == InvitationState.ACCEPTED


def test_accept_as_curator_gives_the_group_and_no_mandate():
    inviting.invite(email="new@example.org", role=InvitedRole.CURATOR, by=administrator(), language="en")

    user = accept_new(token_in_mail())

    assert user.is_curator
    assert not user.is_administrator
    assert not user.is_focal_point
    assert user.has_perm("countries.change_country")


def test_accept_works_once():
    invite_focal_point()
    token = token_in_mail()
    accept_new(token)

    with pytest.raises(InvitationUnusable) as refused:
        accept_new(token)

    assert refused.value.state == InvitationState.ACCEPTED
    assert User.objects.filter(email="new@example.org").count() == 1
    assert Mandate.objects.count() == 1


def test_accept_after_two_weeks_is_refused_and_leaves_nothing():
    invitation = invite_focal_point()
    assert invitation.expires_at - invitation.invited_at == pytest.approx(
        datetime.timedelta(days=14), abs=datetime.timedelta(seconds=5)
    )
    Invitation.objects.update(expires_at=timezone.now() - datetime.timedelta(seconds=1))

    with pytest.raises(InvitationUnusable) as refused:
        accept_new(token_in_mail())

    assert refused.value.state == InvitationState.EXPIRED
    assert not User.objects.filter(email="new@example.org").exists()


def test_accept_of_a_withdrawn_invitation_is_refused():
    by = curator()
    invitation = invite_focal_point(by=by)
    inviting.revoke(invitation=invitation, by=by)

    with pytest.raises(InvitationUnusable) as refused:
        accept_new(token_in_mail())

    assert refused.value.state == InvitationState.REVOKED
    with pytest.raises(InvitationUnusable):
        inviting.revoke(invitation=invitation, by=by)


def test_accept_of_a_made_up_token_is_refused():
    invite_focal_point()
    with pytest.raises(InvitationUnusable):
        accept_new("x" * 43)


def test_the_token_is_in_the_mail_and_nowhere_else():
    invitation = invite_focal_point()
    token = token_in_mail()
    row = Invitation.objects.filter(pk=invitation.pk).values().get()
    assert token not in str(row)
    assert len(token) >= 43


def test_resend_makes_the_old_link_useless():
    by = curator()
    invitation = invite_focal_point(by=by)
    first = token_in_mail()
    Invitation.objects.update(expires_at=timezone.now() - datetime.timedelta(days=1))

    inviting.resend(invitation=invitation, by=by)

    second = token_in_mail()
    assert second != first
    assert inviting.find(first) is None
    assert accept_new(second).email == "new@example.org"
    with pytest.raises(InvitationUnusable):
        inviting.resend(invitation=invitation, by=by)


def test_inviting_again_withdraws_the_earlier_invitation():
    by, country = curator(), sample_country()
    first = invite_focal_point(by=by, country=country)
    other = invite_focal_point(by=by, country=sample_country("XBB"))
    second = invite_focal_point(by=by, country=country)

    first.refresh_from_db()
    other.refresh_from_db()
    assert [first.state, other.state, second.state] == [
        InvitationState.REVOKED,
        InvitationState.OPEN,
        InvitationState.OPEN,
    ]
    assert first.revoked_by == by


def test_inviting_to_two_parts_keeps_both_invitations():
    country = sample_country()
    by = focal_point(country)
    for number in (1, 2):
        inviting.invite(
            email="new@example.org",
            role=InvitedRole.CONTRIBUTOR,
            by=by,
            country=country,
            payload={"contributor": number},
        )
    assert Invitation.objects.open().count() == 2


def test_accept_with_an_account_needs_its_owner():
    owner, stranger = person("new@example.org"), person()
    invite_focal_point(can_submit=True)
    token = token_in_mail()

    with pytest.raises(Refused):
        inviting.accept(token=token, by=stranger)
    with pytest.raises(Refused):
        accept_new(token)
    assert Invitation.objects.get().is_open

    assert inviting.accept(token=token, by=owner) == owner
    assert may_submit(owner, sample_country())
    owner.refresh_from_db()
    assert owner.check_password(PASSWORD)


def test_accept_replaces_the_mandate_in_force():
    country = sample_country()
    owner = focal_point(country, "new@example.org", can_submit=False)
    owner.mandates.update(starts_on=timezone.localdate() - datetime.timedelta(days=30))
    invite_focal_point(can_submit=True)

    inviting.accept(token=token_in_mail(), by=owner)

    old, new = owner.mandates.order_by("starts_on")
    assert old.ends_on == timezone.localdate() - datetime.timedelta(days=1)
    assert (new.starts_on, new.ends_on, new.can_submit) == (timezone.localdate(), None, True)
    assert owner.mandates.current().get() == new


def test_accept_tells_the_callbacks_in_its_transaction(monkeypatch):
    heard = []
    monkeypatch.setattr(inviting, "_callbacks", [])
    inviting.on_accept(lambda *, invitation, user: heard.append((invitation.payload, user.email)))
    country = sample_country()
    inviting.invite(
        email="new@example.org",
        role=InvitedRole.CONTRIBUTOR,
        by=focal_point(country),
        country=country,
        payload={"contributor": 7},
    )

    user = accept_new(token_in_mail())

    assert heard == [({"contributor": 7}, "new@example.org")]
    assert not user.mandates.exists()
    assert not is_focal_point(user, country)


def test_a_callback_that_fails_undoes_the_acceptance(monkeypatch):
    def fails(**facts):
        raise RuntimeError

    monkeypatch.setattr(inviting, "_callbacks", [fails])
    invite_focal_point()

    with pytest.raises(RuntimeError):
        accept_new(token_in_mail())

    assert Invitation.objects.get().is_open
    assert not User.objects.filter(email="new@example.org").exists()


def test_who_may_invite_whom():
    country, other = sample_country(), sample_country("XBB")
    people = {
        "administrator": administrator(),
        "curator": curator(),
        "focal point": focal_point(country),
        "of another country": focal_point(other),
        "nobody": person(),
    }
    may = {
        role: {
            name
            for name, user in people.items()
            if _invites(user, role, country if role != InvitedRole.CURATOR else None)
        }
        for role in InvitedRole
    }
    assert may == {
        InvitedRole.CURATOR: {"administrator"},
        InvitedRole.FOCAL_POINT: {"administrator", "curator"},
        InvitedRole.CONTRIBUTOR: {"administrator", "curator", "focal point"},
        InvitedRole.REPRESENTATIVE: {"administrator", "curator"},
    }


def _invites(user, role, country) -> bool:
    try:
        inviting.invite(email="new@example.org", role=role, by=user, country=country)
    except Refused:
        return False
    return True


@pytest.mark.parametrize(
    "wrong",
    [
        {"email": "no address"},
        {"language": "xx"},
        {"mandate_ends_on": datetime.date(2020, 1, 1)},
        {"message": "x" * 1001},
    ],
)
def test_invite_with_wrong_data_is_refused_and_sends_nothing(wrong):
    with pytest.raises(ValidationError):
        invite_focal_point(**wrong)
    assert not OutboxMessage.objects.exists()


def test_a_focal_point_is_invited_for_a_country():
    with pytest.raises(ValidationError) as refused:
        inviting.invite(email="new@example.org", role=InvitedRole.FOCAL_POINT, by=curator(), country=None)
    assert [error.code for error in refused.value.error_dict["__all__"]] == ["country_by_role"]


def test_the_mail_is_in_the_language_of_the_account_unless_one_is_named():
    person("new@example.org", language="ar")
    by = curator(language="en")
    invite_focal_point(by=by, language="")
    assert OutboxMessage.objects.latest("pk").language == "ar"
    invite_focal_point(by=by, language="", email="other@example.org")
    assert OutboxMessage.objects.latest("pk").language == "en"


@pytest.mark.django_db(transaction=True)
def test_accept_by_several_at_once_happens_once():
    invite_focal_point(can_submit=True)
    token = token_in_mail()
    outcomes, start = [], threading.Barrier(6)

    def accept():
        start.wait()
        try:
            outcomes.append(accept_new(token).email)
        except InvitationUnusable as unusable:
            outcomes.append(unusable.state)
        finally:
            connection.close()

    threads = [threading.Thread(target=accept) for _number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(map(str, outcomes)) == ["accepted"] * 5 + ["new@example.org"]
    assert Mandate.objects.count() == 1
