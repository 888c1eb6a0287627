import datetime

import pytest
from django.conf import settings
from django.core.checks import run_checks
from django.utils import timezone

from foundation.models import Heartbeat

SAFE = {
    "DATABASES": {"default": {"ENGINE": "django.db.backends.postgresql"}},
    "SESSION_COOKIE_SECURE": True,
    "CSRF_COOKIE_SECURE": True,
    "SECURE_SSL_REDIRECT": True,
    "CELERY_BROKER_URL": "redis://127.0.0.1/0",
    "CACHES": {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache"}},
    "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
    "SITE_URL": "https://portal.example.org",
    "REQUIRE_SECOND_FACTOR": True,
}


def found(databases=None) -> list[str]:
    messages = run_checks(include_deployment_checks=True, databases=databases)
    return sorted(message.id for message in messages if message.id.startswith("gcm."))


@pytest.fixture
def production(monkeypatch):
    # Not the settings fixture: it tells Django to connect anew, and a test may not change databases.
    for name, value in SAFE.items():
        monkeypatch.setattr(settings, name, value)


def test_safe_settings_give_no_warning(production):
    assert found() == []


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("DATABASES", {"default": {"ENGINE": "django.db.backends.sqlite3"}}, "gcm.W001"),
        ("SESSION_COOKIE_SECURE", False, "gcm.W002"),
        ("SECURE_SSL_REDIRECT", False, "gcm.W002"),
        ("CELERY_BROKER_URL", "filesystem://", "gcm.W003"),
        ("CACHES", {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}, "gcm.W004"),
        ("EMAIL_BACKEND", "django.core.mail.backends.filebased.EmailBackend", "gcm.W005"),
        ("SITE_URL", "http://localhost:8000", "gcm.W006"),
        ("REQUIRE_SECOND_FACTOR", False, "gcm.W007"),
    ],
)
def test_each_unsafe_setting_gives_its_warning(production, monkeypatch, name, value, expected):
    monkeypatch.setattr(settings, name, value)
    assert found() == [expected]


@pytest.mark.django_db
def test_no_sign_of_beat_gives_a_warning_when_the_database_is_asked(production):
    assert found(databases=["default"]) == ["gcm.W008"]
    Heartbeat.objects.create(name="beat", seen_at=timezone.now() - datetime.timedelta(minutes=2))
    assert found(databases=["default"]) == []
