import re

import pytest
from django.contrib import admin
from django.contrib.auth import get_user
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from accounts.enums import InvitationState, InvitedRole
from accounts.inviting import invite
from accounts.models import Invitation, Mandate, User
from foundation.models import OutboxMessage
from tests.accounts.factories import (
    PASSWORD,
    administrator,
    curator,
    focal_point,
    give_second_factor,
    person,
    sample_country,
)

pytestmark = pytest.mark.django_db

LANGUAGES = ["ar", "en"]


def address(name: str, *args, language: str = "en") -> str:
    with translation.override(language):
        return reverse(f"admin:{name}", args=args)


def act(client, model: str, action: str, *things):
    url = address(f"accounts_{model}_changelist")
    return client.post(url, {"action": action, "_selected_action": [thing.pk for thing in things]}, follow=True)


def invitation_data(**changed) -> dict:
    return {
        "email": "new@example.org",
        "language": "ar",
        "role": InvitedRole.FOCAL_POINT,
        "country": sample_country().pk,
        "kind": "focal_point",
        "can_submit": "on",
        "mandate_ends_on": "",
        "appointed_by": "Ministry",
        "letter": "",
        "message": "",
        **changed,
    }


def test_the_admin_has_no_log_in_of_its_own(client):
    page = address("index")
    asked = client.get(page, follow=True)
    assert asked.redirect_chain[-1][0].startswith(reverse("account_login"))
    user = administrator()
    client.post(address("login"), {"username": user.email, "password": PASSWORD})
    assert get_user(client).is_anonymous
    client.force_login(user)
    assert client.get(address("password_change")).url == reverse("account_change_password")


def test_who_has_a_second_factor_does_not_get_past_it(client):
    user = administrator()
    give_second_factor(user)
    response = client.post(address("login"), {"username": user.email, "password": PASSWORD}, follow=True)
    assert get_user(client).is_anonymous
    assert response.redirect_chain[-1][0].startswith(reverse("account_login"))


def test_focal_points_do_not_get_in(client):
    client.force_login(focal_point(sample_country()))
    assert client.get(address("index"), follow=True).status_code == 403


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("who", [administrator, curator])
def test_lists_and_records_open(client, who, language):
    mandate = focal_point(sample_country()).mandates.get()
    by = curator()
    invitation = invite(
        email="new@example.org", role=InvitedRole.FOCAL_POINT, by=by, country=mandate.country, language="ar"
    )
    client.force_login(who())
    for model, thing in (("user", mandate.user), ("mandate", mandate), ("invitation", invitation)):
        for name, args in (("changelist", ()), ("change", (thing.pk,))):
            response = client.get(address(f"accounts_{model}_{name}", *args, language=language))
            assert response.status_code == 200, (model, name)
            assert f'<html lang="{language}"' in response.text
    for name in ("accounts_mandate_add", "accounts_invitation_add"):
        assert client.get(address(name, language=language)).status_code == 200


@pytest.mark.parametrize(
    ("model", "query"),
    [
        *(("user", f"role={role}") for role in ("administrator", "curator", "focal_point", "none", "other")),
        *(("mandate", f"current={value}") for value in ("yes", "no", "other")),
        *(("invitation", f"state={state}") for state in [*InvitationState.values, "other"]),
        ("user", "q=example"),
        ("mandate", "q=Sample"),
        ("invitation", "q=example"),
    ],
)
def test_lists_are_filtered(client, model, query):
    client.force_login(administrator())
    assert client.get(f"{address(f'accounts_{model}_changelist')}?{query}").status_code == 200


def listed(client, model: str, query: str) -> list:
    return list(client.get(f"{address(f'accounts_{model}_changelist')}?{query}").context["cl"].queryset)


def test_the_filter_of_roles(client):
    root, network = administrator(), curator()
    focal, nobody = focal_point(sample_country()), person()
    client.force_login(root)
    found = {role: set(listed(client, "user", f"role={role}")) for role in ("administrator", "curator", "focal_point")}
    assert found == {"administrator": {root}, "curator": {network}, "focal_point": {focal}}
    assert listed(client, "user", "role=none") == [nobody]


def test_lists_need_the_same_number_of_queries_for_one_and_for_many(client, django_assert_max_num_queries):
    def make(number: int):
        mandate = focal_point(sample_country(f"X{chr(65 + number)}A")).mandates.get()
        invite(
            email=f"new{number}@example.org",
            role=InvitedRole.FOCAL_POINT,
            by=network,
            country=mandate.country,
            language="en",
        )

    network = curator()
    client.force_login(administrator())
    make(0)
    for number in range(1, 6):
        make(number)
    for model in ("user", "mandate", "invitation"):
        with django_assert_max_num_queries(25):
            client.get(address(f"accounts_{model}_changelist"))


# ---------------------------------------------------------------- invitations


def test_a_curator_invites_a_focal_point(client):
    user = curator()
    client.force_login(user)
    response = client.post(address("accounts_invitation_add"), invitation_data())
    assert response.status_code == 302, response.context["adminform"].form.errors
    invitation = Invitation.objects.get()
    assert (invitation.email, invitation.invited_by, invitation.can_submit) == ("new@example.org", user, True)
    assert invitation.is_open
    assert OutboxMessage.objects.values_list("to", "language", "template").get() == (
        "new@example.org",
        "ar",
        "invitation",
    )


def test_a_curator_cannot_invite_a_curator(client):
    client.force_login(curator())
    data = invitation_data(role=InvitedRole.CURATOR, country="")
    assert client.post(address("accounts_invitation_add"), data).status_code == 200
    assert not Invitation.objects.exists()
    client.force_login(administrator())
    assert client.post(address("accounts_invitation_add"), data).status_code == 302
    assert Invitation.objects.get().country is None


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"country": ""}, "country"),
        ({"email": "no address"}, "email"),
        ({"mandate_ends_on": "2020-01-01"}, "mandate_ends_on"),
        ({"role": "administrator"}, "role"),
    ],
)
def test_a_wrong_invitation_says_what_is_wrong_at_the_field(client, changed, field):
    client.force_login(curator())
    response = client.post(address("accounts_invitation_add"), invitation_data(**changed))
    assert response.status_code == 200
    assert list(response.context["adminform"].form.errors) == [field]
    assert not OutboxMessage.objects.exists()


def test_what_was_sent_cannot_be_changed_or_deleted(client):
    user = curator()
    invitation = invite(
        email="new@example.org", role=InvitedRole.FOCAL_POINT, by=user, country=sample_country(), language="en"
    )
    client.force_login(administrator())
    change = address("accounts_invitation_change", invitation.pk)
    assert client.post(change, invitation_data(email="eve@example.org")).status_code == 403
    assert client.post(address("accounts_invitation_delete", invitation.pk), {"post": "yes"}).status_code == 403
    invitation.refresh_from_db()
    assert invitation.email == "new@example.org"


def test_a_curator_sends_again_and_withdraws(client):
    user = curator()
    invitation = invite(
        email="new@example.org", role=InvitedRole.FOCAL_POINT, by=user, country=sample_country(), language="en"
    )
    client.force_login(user)
    before = invitation.token_hash
    act(client, "invitation", "resend_invitations", invitation)
    invitation.refresh_from_db()
    assert invitation.token_hash != before
    assert OutboxMessage.objects.count() == 2

    act(client, "invitation", "revoke_invitations", invitation)
    invitation.refresh_from_db()
    assert (invitation.state, invitation.revoked_by) == (InvitationState.REVOKED, user)

    act(client, "invitation", "resend_invitations", invitation)
    assert OutboxMessage.objects.count() == 2


def test_curators_do_not_see_invitations_of_curators(client):
    hidden = invite(email="new@example.org", role=InvitedRole.CURATOR, by=administrator(), language="en")
    client.force_login(curator())
    assert listed(client, "invitation", "") == []
    act(client, "invitation", "revoke_invitations", hidden)
    hidden.refresh_from_db()
    assert hidden.is_open


# ---------------------------------------------------------------- people and mandates


def test_curators_see_people_and_change_nothing(client):
    user, network = person(), curator()
    client.force_login(network)
    change = address("accounts_user_change", user.pk)
    assert client.get(change).status_code == 200
    data = {"name": "x", "email": "x@example.org", "language": "en", "is_superuser": "on"}
    assert client.post(change, data).status_code == 403
    assert client.post(address("accounts_user_change", network.pk), data).status_code == 403
    for action in ("close_accounts", "remove_second_factors", "end_all_sessions"):
        act(client, "user", action, user)
    user.refresh_from_db()
    assert (user.is_active, user.is_superuser) == (True, False)
    assert not User.objects.get(pk=network.pk).is_superuser


def test_accounts_are_neither_made_nor_deleted_in_the_admin(client):
    user = person()
    client.force_login(administrator())
    assert client.get(address("accounts_user_add")).status_code == 403
    assert client.post(address("accounts_user_delete", user.pk), {"post": "yes"}).status_code == 403
    act(client, "user", "delete_selected", user)
    assert User.objects.filter(pk=user.pk).exists()


def test_an_administrator_closes_an_account_and_its_sessions(client):
    user, by = person(), administrator()
    theirs = Client()
    theirs.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    assert get_user(theirs) == user
    client.force_login(by)

    act(client, "user", "close_accounts", user, by)

    user.refresh_from_db()
    by.refresh_from_db()
    assert (user.is_active, by.is_active) == (False, True)
    assert theirs.get(reverse("accounts:profile")).status_code == 302
    act(client, "user", "reopen_accounts", user)
    user.refresh_from_db()
    assert user.is_active
    assert theirs.get(reverse("accounts:profile")).status_code == 302


def test_an_administrator_removes_a_lost_second_factor(client):
    user = person()
    give_second_factor(user)
    client.force_login(administrator())
    act(client, "user", "remove_second_factors", user)
    assert not user.authenticator_set.exists()
    assert OutboxMessage.objects.filter(to=user.email, template="account_changed").exists()


def user_data(user, **changed) -> dict:
    data = {
        "name": user.name,
        "email": user.email,
        "language": user.language,
        "is_active": "on",
        "mandates-TOTAL_FORMS": 0,
        "mandates-INITIAL_FORMS": 0,
        **changed,
    }
    return {name: value for name, value in data.items() if value is not None}


def test_an_administrator_names_another(client):
    user = person()
    client.force_login(administrator())
    response = client.post(address("accounts_user_change", user.pk), user_data(user, is_superuser="on"))
    assert response.status_code == 302, response.context["errors"]
    user.refresh_from_db()
    assert user.is_administrator
    assert user.is_staff


def test_an_administrator_cannot_take_away_their_own_rights(client):
    by = administrator()
    client.force_login(by)
    client.post(address("accounts_user_change", by.pk), user_data(by, is_active=None))
    by.refresh_from_db()
    assert by.is_administrator


def test_a_mandate_is_given_beside_the_person(client):
    user, country = person(), sample_country()
    client.force_login(administrator())
    inline = {
        "mandates-TOTAL_FORMS": 1,
        "mandates-0-country": country.pk,
        "mandates-0-kind": "focal_point",
        "mandates-0-starts_on": "2026-02-01",
        "mandates-0-ends_on": "2026-01-01",
    }
    url = address("accounts_user_change", user.pk)
    refused = client.post(url, user_data(user, **inline))
    assert refused.status_code == 200
    assert not Mandate.objects.exists()
    assert client.post(url, user_data(user, **inline | {"mandates-0-ends_on": ""})).status_code == 302
    assert Mandate.objects.get().country == country


def test_a_curator_ends_a_mandate_and_cannot_delete_it(client):
    mandate = focal_point(sample_country()).mandates.get()
    client.force_login(curator())
    data = {
        "user": mandate.user_id,
        "country": mandate.country_id,
        "kind": mandate.kind,
        "starts_on": "2020-01-01",
        "ends_on": "2020-12-31",
    }
    assert client.post(address("accounts_mandate_change", mandate.pk), data).status_code == 302
    assert not mandate.user.is_focal_point
    assert client.post(address("accounts_mandate_delete", mandate.pk), {"post": "yes"}).status_code == 403
    assert mandate.history.first().history_user is not None
    assert mandate.history.first().history_date.date() == timezone.localdate()
    assert client.get(address("accounts_mandate_history", mandate.pk)).status_code == 200


def test_groups_and_the_tables_of_packages_are_not_in_the_admin(client):
    assert Group not in admin.site._registry
    client.force_login(administrator())
    index = client.get(address("index")).text
    for word in ("/auth/group/", "/mfa/", "/usersessions/", "/account/emailaddress/"):
        assert not re.search(re.escape(word), index)
