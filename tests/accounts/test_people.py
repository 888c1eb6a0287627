import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.models import Permission
from django.core.exceptions import ValidationError

from accounts import securing
from accounts.enums import Role
from accounts.models import User
from accounts.roles import sync_roles
from foundation.decisions import Refused
from foundation.models import OutboxMessage
from tests.accounts.factories import administrator, curator, focal_point, give_second_factor, person, sample_country

pytestmark = pytest.mark.django_db


def test_addresses_differ_in_more_than_capitals():
    user = person("  Amal@Example.ORG")
    assert user.email == "amal@example.org"
    assert User.objects.get_by_natural_key("AMAL@example.org") == user
    with pytest.raises(ValidationError) as refused:
        User(email="AMAL@example.org", name="Other", password="x").full_clean()
    assert set(refused.value.error_dict) == {"email"}


def test_the_address_of_an_account_counts_as_confirmed():
    user = person("amal@example.org")
    user.email = "amal@example.net"
    user.save()
    rows = EmailAddress.objects.filter(user=user).values_list("email", "verified", "primary")
    assert list(rows) == [("amal@example.net", True, True)]


def test_roles_follow_from_flags_groups_and_mandates():
    country = sample_country()
    assert administrator().roles == [Role.ADMINISTRATOR]
    assert curator().roles == [Role.CURATOR]
    assert focal_point(country).roles == [Role.FOCAL_POINT]
    assert person().roles == []
    assert person(is_staff=True).roles == []
    assert curator(is_active=False).roles == []


def test_curators_and_administrators_curate():
    both = {administrator(), curator()}
    curator(is_active=False)
    focal_point(sample_country())
    assert set(User.objects.curators()) == both
    assert all(user.is_curator for user in both)


def test_curators_may_change_curated_records_and_see_people():
    user = User.objects.get(pk=curator().pk)
    for allowed in (
        "countries.change_country",
        "objectives.add_objective",
        "network.delete_entity",
        "foundation.change_source",
        "accounts.view_user",
        "accounts.add_invitation",
        "accounts.change_mandate",
    ):
        assert user.has_perm(allowed), allowed
    for refused in (
        "accounts.change_user",
        "accounts.add_user",
        "accounts.delete_user",
        "accounts.delete_mandate",
        "accounts.delete_invitation",
        "auth.change_group",
        "foundation.change_outboxmessage",
        "mfa.delete_authenticator",
    ):
        assert not user.has_perm(refused), refused


def test_the_permissions_of_curators_never_reach_a_states_words():
    group = sync_roles()
    models = set(group.permissions.values_list("content_type__app_label", "content_type__model"))
    for model in ("answer", "answertext", "textrevision", "picture", "attachment", "objectivereport", "contributor"):
        assert ("reviews", model) not in models
    # What was submitted is seen in the administration and changed by the workflow alone.
    for model in ("review", "submission", "publication", "reviewtransition", "rendering"):
        held = group.permissions.filter(content_type__app_label="reviews", content_type__model=model)
        assert list(held.values_list("codename", flat=True)) == [f"view_{model}"]


def test_sync_roles_takes_back_what_should_not_be():
    group = sync_roles()
    extra = Permission.objects.get(codename="delete_user")
    group.permissions.add(extra)
    assert extra not in sync_roles().permissions.all()


def test_closing_an_account_is_for_administrators_and_not_for_ones_own():
    user, by = person(), administrator()
    with pytest.raises(Refused):
        securing.close_account(user=user, by=curator())
    with pytest.raises(Refused):
        securing.close_account(user=by, by=by)
    securing.close_account(user=user, by=by)
    user.refresh_from_db()
    assert not user.is_active
    securing.reopen_account(user=user, by=by)
    user.refresh_from_db()
    assert user.is_active


def test_removing_a_second_factor_tells_its_owner():
    user = person(language="ar")
    give_second_factor(user)
    securing.remove_second_factor(user=user, by=administrator())
    assert not user.authenticator_set.exists()
    assert OutboxMessage.objects.values_list("to", "language", "template").get() == (
        user.email,
        "ar",
        "account_changed",
    )


def test_an_account_keeps_its_history_without_its_password():
    user = person()
    user.is_staff = True
    user.save()
    assert [row.is_staff for row in user.history.order_by("pk")] == [False, True]
    assert not hasattr(user.history.first(), "password")
