import re

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from allauth.usersessions.models import UserSession
from django.contrib.auth import get_user
from django.test import Client
from django.urls import reverse
from django.utils import translation

from accounts import inviting
from accounts.enums import InvitedRole
from accounts.models import Invitation, User
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
        return reverse(name, args=args)


def log_in(client, user, language: str = "en", next_page: str = "", password: str = PASSWORD):
    url = address("account_login", language=language)
    return client.post(url, {"login": user.email, "password": password, "next": next_page})


def code_of(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def invited(email: str = "new@example.org", language: str = "en", **facts) -> str:
    """The path of an invitation's page."""
    facts = {"role": InvitedRole.FOCAL_POINT, "country": sample_country(), **facts}
    facts.setdefault("by", None)
    facts["by"] = facts["by"] or curator()
    inviting.invite(email=email, language=language, **facts)
    text = OutboxMessage.objects.filter(to=email).latest("pk").text
    return re.search(r"http://[^/\s]+(/\w\w/accounts/invitation/[\w-]+/)", text)[1]


def heading(response) -> str:
    return re.sub(r"<[^>]+>", "", re.search(r"<h1[^>]*>(.*?)</h1>", response.text, re.DOTALL)[1]).strip()


# ---------------------------------------------------------------- log-in


@pytest.mark.parametrize("language", LANGUAGES)
def test_log_in_and_out(client, language):
    user = person()
    response = log_in(client, user, language)
    assert response.status_code == 302
    assert response.url == address("workspace:home", language=language)
    assert get_user(client) == user

    page = address("account_logout", language=language)
    assert client.get(page).status_code == 200
    assert get_user(client) == user
    assert client.post(page).url == address("progress:home", language=language)
    assert get_user(client).is_anonymous


def test_the_address_may_be_typed_in_capitals(client):
    user = person("amal@example.org")
    response = client.post(address("account_login"), {"login": "Amal@Example.org", "password": PASSWORD})
    assert response.status_code == 302
    assert get_user(client) == user


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(client, language):
    user = person()
    url = address("account_login", language=language)
    wrong = client.post(url, {"login": user.email, "password": "not-the-password"})
    unknown = client.post(url, {"login": "nobody@example.org", "password": "not-the-password"})
    assert wrong.status_code == unknown.status_code == 422
    assert wrong.context["form"].errors == unknown.context["form"].errors
    assert user.email in wrong.text, "what was typed is still there"


def test_a_closed_account_does_not_open(client):
    user = person(is_active=False)
    response = log_in(client, user)
    assert response.url == address("account_inactive")
    assert get_user(client).is_anonymous
    assert client.get(response.url).status_code == 200


def test_too_many_attempts_are_slowed_down(client):
    user = person()
    answers = {log_in(client, user, password="wrong").context["form"].non_field_errors()[0] for _try in range(6)}
    assert len(answers) == 2
    refused = log_in(client, user)
    assert refused.status_code == 422
    assert get_user(client).is_anonymous


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_flood_of_attempts_gets_a_page_that_says_so(client, language):
    url = address("account_login", language=language)
    answers = [client.post(url, {"login": f"{number}@example.org", "password": "x"}) for number in range(31)]
    assert answers[-1].status_code == 429
    assert f'<html lang="{language}"' in answers[-1].text


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example/", r"\\evil.example", "javascript:1"])
def test_next_leads_to_our_own_pages_only(client, elsewhere):
    user = person()
    assert log_in(client, user, next_page=elsewhere).url == address("workspace:home")
    assert client.post(address("account_logout"), {"next": elsewhere}).url == address("progress:home")
    profile = address("accounts:profile", language="ar")
    assert log_in(client, user, next_page=profile).url == profile


@pytest.mark.parametrize("language", LANGUAGES)
def test_sign_up_is_closed(client, language):
    url = address("account_signup", language=language)
    data = {"email": "new@example.org", "password1": PASSWORD, "password2": PASSWORD}
    for response in (client.get(url), client.post(url, data)):
        assert response.status_code == 200
        assert "<form" not in response.text.split("<main", 1)[-1].split("</main>")[0]
    assert not User.objects.exists()


@pytest.mark.parametrize(
    "name", ["account_email", "account_set_password", "account_email_verification_sent", "account_confirm_login_code"]
)
def test_pages_that_the_portal_does_not_offer(client, name):
    client.force_login(person())
    assert client.get(address(name)).status_code == 404


# ---------------------------------------------------------------- password


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_reset_of_a_password_does_not_tell_who_has_an_account(client, language):
    person("amal@example.org")
    person("closed@example.org", is_active=False)
    url = address("account_reset_password", language=language)
    answers = []
    for email in ("amal@example.org", "nobody@example.org", "closed@example.org"):
        answer = client.post(url, {"email": email})
        answers.append((answer.status_code, answer.url, client.get(answer.url).text))
    assert answers[0] == answers[1] == answers[2]
    sent = dict(OutboxMessage.objects.values_list("to", "template"))
    assert sent == {
        "amal@example.org": "password_reset",
        "nobody@example.org": "unknown_account",
        "closed@example.org": "unknown_account",
    }


def test_a_password_is_reset_by_mail_once(client):
    user = person("amal@example.org", language="ar")
    client.post(address("account_reset_password"), {"email": user.email})
    message = OutboxMessage.objects.get()
    assert message.language == "ar", "mail is in the language of the account"
    link = re.search(r"http://[^/\s]+(/ar/accounts/password/reset/key/\S+)", message.text)[1]

    form = client.get(link)
    assert form.status_code == 302
    assert client.get(form.url).status_code == 200
    differing = client.post(form.url, {"password1": "quite-another-phrase", "password2": "different"})
    assert differing.status_code == 422
    weak = client.post(form.url, {"password1": "12345", "password2": "12345"})
    assert weak.status_code == 422
    done = client.post(form.url, {"password1": "quite-another-phrase", "password2": "quite-another-phrase"})
    assert done.status_code == 302
    assert client.get(done.url).status_code == 200
    user.refresh_from_db()
    assert user.check_password("quite-another-phrase")
    assert OutboxMessage.objects.latest("pk").template == "account_changed"

    again = Client().get(link)
    assert again.status_code == 200
    assert "password1" not in again.text


def test_a_changed_password_is_told_by_mail_and_keeps_the_session(client):
    user = person(language="ar")
    log_in(client, user)
    url = address("account_change_password")
    data = {"oldpassword": PASSWORD, "password1": "quite-another-phrase", "password2": "quite-another-phrase"}
    assert client.post(url, data | {"oldpassword": "wrong"}).status_code == 422
    assert client.post(url, data).url == address("accounts:profile")
    assert get_user(client) == user
    message = OutboxMessage.objects.get()
    assert (message.to, message.language, message.template) == (user.email, "ar", "account_changed")


# ---------------------------------------------------------------- second factor


@pytest.fixture
def second_factor_demanded(settings):
    settings.REQUIRE_SECOND_FACTOR = True


def people_who_must():
    return [administrator(), curator(), focal_point(sample_country(), can_submit=True)]


@pytest.mark.usefixtures("second_factor_demanded")
@pytest.mark.parametrize("number", range(3))
def test_whoever_may_act_for_others_sets_up_a_second_factor_first(client, number):
    user = people_who_must()[number]
    log_in(client, user)
    setup = address("mfa_activate_totp")
    for name in (
        "workspace:home",
        "progress:home",
        "accounts:profile",
        "admin:index",
        "mfa_index",
        "usersessions_list",
    ):
        assert client.get(address(name)).url == setup, name
    assert client.post(address("accounts:profile"), {"name": "x"}).url == setup
    htmx = client.get(address("workspace:home"), headers={"HX-Request": "true"})
    assert (htmx.status_code, htmx["HX-Redirect"]) == (204, setup)

    page = client.get(setup)
    assert page.status_code == 200, "the password was given a moment ago"
    secret = page.context["form"].secret
    assert secret in page.text
    assert client.post(setup, {"code": "000000"}).status_code == 422
    done = client.post(setup, {"code": code_of(page.context["form"].secret)})
    assert done.status_code == 302
    assert done.url == address("mfa_view_recovery_codes")
    assert client.get(address("accounts:profile")).status_code == 200
    assert OutboxMessage.objects.filter(to=user.email, template="account_changed").exists()


@pytest.mark.usefixtures("second_factor_demanded")
def test_whoever_must_have_a_second_factor_can_still_leave(client):
    log_in(client, curator())
    assert client.post(address("account_logout")).url == address("progress:home")
    assert client.get(address("progress:home")).status_code == 200


@pytest.mark.usefixtures("second_factor_demanded")
def test_others_need_no_second_factor(client):
    country = sample_country()
    for user in (person(), focal_point(country, can_submit=False)):
        client.force_login(user)
        assert client.get(address("accounts:profile")).status_code == 200


@pytest.mark.usefixtures("second_factor_demanded")
def test_a_mandate_that_ended_demands_nothing(client):
    user = focal_point(sample_country())
    user.mandates.update(starts_on="2020-01-01", ends_on="2020-12-31")
    client.force_login(user)
    assert client.get(address("accounts:profile")).status_code == 200


def test_without_the_setting_nobody_is_sent_to_set_it_up(client):
    client.force_login(curator())
    assert client.get(address("accounts:profile")).status_code == 200


@pytest.mark.parametrize("language", LANGUAGES)
def test_log_in_with_a_second_factor(client, language):
    user = curator()
    secret = give_second_factor(user)
    response = log_in(client, user, language)
    step = address("mfa_authenticate", language=language)
    assert response.url == step
    assert get_user(client).is_anonymous
    assert client.get(address("accounts:profile")).status_code == 302
    assert client.get(step).status_code == 200

    assert client.post(step, {"code": "000000"}).status_code == 422
    assert get_user(client).is_anonymous
    done = client.post(step, {"code": code_of(secret)})
    assert done.url == address("workspace:home", language=language)
    assert get_user(client) == user


def test_a_recovery_code_works_once(client):
    user = curator()
    give_second_factor(user)
    code = user.authenticator_set.get(type="recovery_codes").wrap().get_unused_codes()[0]
    log_in(client, user)
    client.post(address("mfa_authenticate"), {"code": code})
    assert get_user(client) == user

    other = Client()
    log_in(other, user)
    assert other.post(address("mfa_authenticate"), {"code": code}).status_code == 422


def test_the_secret_of_a_second_factor_is_not_stored_in_the_clear():
    user = person()
    secret = give_second_factor(user)
    row = user.authenticator_set.get(type="totp")
    assert secret not in str(row.data)
    assert row.wrap().validate_code(code_of(secret))


def test_a_changed_secret_key_keeps_second_factors(settings):
    user = person()
    secret = give_second_factor(user)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another-secret-key-" * 3
    assert user.authenticator_set.get(type="totp").wrap().validate_code(code_of(secret))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_pages_of_the_second_factor(client, language):
    user = person()
    give_second_factor(user)
    client.force_login(user)
    assert client.get(address("mfa_index", language=language)).status_code == 200
    asked = client.get(address("mfa_view_recovery_codes", language=language))
    assert asked.url.startswith(address("account_reauthenticate", language=language))
    assert client.get(asked.url).status_code == 200
    assert client.post(asked.url, {"password": "wrong"}).status_code == 422
    assert client.post(asked.url, {"password": PASSWORD}).status_code == 302
    codes = client.get(address("mfa_view_recovery_codes", language=language))
    assert codes.text.count("<code") == 10
    assert client.get(address("mfa_generate_recovery_codes", language=language)).status_code == 200
    assert client.get(address("mfa_deactivate_totp", language=language)).status_code == 200
    download = client.get(address("mfa_download_recovery_codes", language=language))
    assert len(download.text.split()) == 10


# ---------------------------------------------------------------- one's own account


@pytest.mark.parametrize("language", LANGUAGES)
def test_ones_own_account(client, language):
    user = focal_point(sample_country())
    url = address("accounts:profile", language=language)
    assert client.get(url).status_code == 302
    client.force_login(user)
    assert client.get(url).status_code == 200
    assert client.post(url, {"name": "Amal Haddad", "language": "ar"}).url == url
    user.refresh_from_db()
    assert (user.name, user.language) == ("Amal Haddad", "ar")
    refused = client.post(url, {"name": "", "language": "xx", "is_superuser": "on", "email": "x@example.org"})
    assert refused.status_code == 422
    user.refresh_from_db()
    assert (user.name, user.language, user.is_superuser) == ("Amal Haddad", "ar", False)


@pytest.mark.parametrize("language", LANGUAGES)
def test_sessions_are_listed_and_ended(client, language):
    user, other = person(), person()
    elsewhere, of_other = Client(), Client()
    for browser, owner in ((client, user), (elsewhere, user), (of_other, other)):
        log_in(browser, owner)
    url = address("usersessions_list", language=language)
    page = client.get(url)
    assert page.status_code == 200
    assert page.context["session_count"] == 2

    foreign = UserSession.objects.get(user=other)
    end = address("accounts:session_end", language=language)
    for wrong in (foreign.pk, "", "x", 10**9):
        assert client.post(end, {"session": wrong}).status_code == 404
    assert get_user(of_other) == other

    theirs = UserSession.objects.get(user=user, session_key=elsewhere.session.session_key)
    assert client.post(end, {"session": theirs.pk}).url == url
    assert elsewhere.get(address("accounts:profile")).status_code == 302
    assert get_user(client) == user

    third = Client()
    log_in(third, user)
    client.post(url)
    assert third.get(address("accounts:profile")).status_code == 302
    assert client.get(address("accounts:profile")).status_code == 200


# ---------------------------------------------------------------- invitation


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_invitation_becomes_an_account(client, language):
    path = invited(language=language, can_submit=True)
    assert path.startswith(f"/{language}/"), "the link is in the language of the mail"
    page = client.get(path)
    assert page.status_code == 200
    assert page["Referrer-Policy"] == "same-origin"
    assert "no-store" in page["Cache-Control"]

    refused = client.post(path, {"name": "Nour Haddad", "language": language, "password": "qwz7"})
    assert refused.status_code == 422
    assert "Nour Haddad" in refused.text, "what was typed is still there"
    assert list(refused.context["form"].errors) == ["password"]
    assert "qwz7" not in refused.text

    done = client.post(path, {"name": "Nour Haddad", "language": language, "password": PASSWORD})
    assert done.url == address("workspace:home", language=language)
    user = User.objects.get(email="new@example.org")
    assert get_user(client) == user
    assert (user.name, user.language) == ("Nour Haddad", language)

    assert Client().get(path).status_code == 410
    assert Client().post(path, {"name": "Eve", "language": "en", "password": PASSWORD}).status_code == 410
    assert user.check_password(PASSWORD)


def test_a_new_focal_point_goes_on_to_the_second_factor(client, settings):
    settings.REQUIRE_SECOND_FACTOR = True
    path = invited(can_submit=True)
    client.post(path, {"name": "Nour", "language": "en", "password": PASSWORD})
    setup = client.get(address("workspace:home"))
    assert setup.url == address("mfa_activate_totp")
    assert client.get(setup.url).status_code == 200


def test_a_password_like_the_name_is_refused(client):
    path = invited()
    response = client.post(path, {"name": "Nour Haddad Nour", "language": "en", "password": "nour haddad nour"})
    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["password"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "change", [{"expires_at": "2020-01-01T00:00Z"}, {"revoked_at": "2020-01-01T00:00Z"}], ids=["expired", "withdrawn"]
)
def test_a_link_that_no_longer_works_says_so(client, change, language):
    path = invited(language=language)
    if "revoked_at" in change:
        change = {**change, "revoked_by": curator()}
    Invitation.objects.update(**change)
    for response in (client.get(path), client.post(path, {"name": "x", "language": "en", "password": PASSWORD})):
        assert response.status_code == 410
        assert "new@example.org" not in response.text
    assert not User.objects.filter(email="new@example.org").exists()


@pytest.mark.parametrize("token", ["x", "x" * 43, "%00", "a" * 3000])
def test_a_made_up_link_is_not_found(client, token):
    assert client.get(f"/en/accounts/invitation/{token}/").status_code == 404


def test_an_invitation_for_an_account_asks_to_log_in(client):
    user = person("new@example.org")
    path = invited()
    page = client.get(path)
    assert page.status_code == 200
    assert 'name="password"' not in page.text
    # A form made up by hand cannot set the password of the account.
    client.post(path, {"name": "Eve", "language": "en", "password": "a-phrase-of-an-attacker"})
    assert get_user(client).is_anonymous
    user.refresh_from_db()
    assert user.check_password(PASSWORD)
    assert Invitation.objects.get().is_open

    assert log_in(client, user, next_page=path).url == path
    assert client.post(path).url == address("workspace:home")
    assert user.is_focal_point


def test_an_invitation_is_not_for_whoever_happens_to_be_logged_in(client):
    path = invited()
    other = person()
    client.force_login(other)
    page = client.get(path)
    assert page.status_code == 200
    client.post(path, {"name": "Eve", "language": "en", "password": PASSWORD})
    assert Invitation.objects.get().is_open
    assert not other.is_focal_point
    assert client.post(address("account_logout"), {"next": path}).url == path


def test_an_invitation_for_a_closed_account(client):
    person("new@example.org", is_active=False)
    path = invited()
    assert client.get(path).status_code == 200
    client.post(path, {"name": "x", "language": "en", "password": PASSWORD})
    assert Invitation.objects.get().is_open


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_the_inviter_writes_is_shown_as_text(client, language):
    invited(language=language, message="<script>alert(1)</script> مرحبا", by=curator(name="O'Neil <b>"))
    message = OutboxMessage.objects.get()
    assert "<script>" not in message.html
    assert "O'Neil <b>" in message.text
    assert "<script>alert(1)</script> مرحبا" in message.text
    assert "\n" not in message.subject


# ---------------------------------------------------------------- Arabic


def words_in_latin(html: str) -> set[str]:
    """Latin words that a reader of the page sees, other than what is Latin by nature."""
    body = re.sub(r"<(script|style|template|svg)\b.*?</\1>", " ", html, flags=re.DOTALL)
    body = re.sub(r'<(\w+)\b[^>]*\blang="en"[^>]*>.*?</\1>', " ", body, flags=re.DOTALL)
    body = re.sub(r"<(code|bdi)\b.*?</\1>", " ", body, flags=re.DOTALL)
    body = re.sub(r"<[^>]+>", " ", body.split("<body", 1)[-1])
    body = re.sub(r"\S+@\S+|https?://\S+|&\w+;", " ", body)
    return set(re.findall(r"[A-Za-z]{2,}", body)) - {"API", "OpenAPI"}


def test_no_page_of_the_account_shows_english_in_arabic(client, settings):
    settings.REQUIRE_SECOND_FACTOR = False
    user = focal_point(sample_country(), name="أمل", language="ar")
    stranger = Client()
    # The path is worked out first: inviting logs nobody in.
    path = invited(language="ar", by=curator(name="نور"))
    pages = {
        path: stranger.get(path),
        "invitation, wrong": stranger.post(path, {"password": "password"}),
        "log-in, wrong": stranger.post(address("account_login", language="ar"), {"login": "x", "password": ""}),
        "log-in, refused": log_in(stranger, user, "ar", password="wrong"),
    }
    for name in (
        "account_login",
        "account_signup",
        "account_inactive",
        "account_reset_password",
        "account_reset_password_done",
        "account_reset_password_from_key_done",
    ):
        pages[name] = stranger.get(address(name, language="ar"))
    pages["reset link, wrong"] = stranger.get(address("account_reset_password_from_key", "1", "x-y", language="ar"))
    log_in(client, user, "ar")
    for name in ("accounts:profile", "account_change_password", "usersessions_list", "mfa_index", "mfa_activate_totp"):
        pages[name] = client.get(address(name, language="ar"))
    pages["change, wrong"] = client.post(
        address("account_change_password", language="ar"),
        {"oldpassword": "x", "password1": "123", "password2": "124"},
    )
    pages["activate, wrong"] = client.post(address("mfa_activate_totp", language="ar"), {"code": "000000"})
    give_second_factor(user)
    pages["mfa_index, set up"] = client.get(address("mfa_index", language="ar"))
    pages["again"] = client.get(address("account_reauthenticate", language="ar"))
    client.post(address("account_reauthenticate", language="ar"), {"password": PASSWORD})
    for name in ("mfa_deactivate_totp", "mfa_view_recovery_codes", "mfa_generate_recovery_codes"):
        pages[name] = client.get(address(name, language="ar"))
    log_in(stranger, user, "ar")
    pages["mfa_authenticate"] = stranger.post(address("mfa_authenticate", language="ar"), {"code": "000000"})

    assert {name: page.status_code for name, page in pages.items() if page.status_code not in (200, 422)} == {}
    found = {name: words for name, page in pages.items() if (words := words_in_latin(page.text))}
    assert found == {}
