import datetime
import shutil

import pytest
from django.db import DatabaseError
from django.utils import timezone

from foundation.models import Heartbeat
from gcm_portal import health
from gcm_portal.celery import app

pytestmark = pytest.mark.django_db


@pytest.fixture
def old_process(monkeypatch):
    """A process that has run for an hour, and so has had its time to hear from beat."""
    monkeypatch.setattr(health, "_started", health.time.monotonic() - 3600)


def beat_seen(minutes_ago: float):
    seen_at = timezone.now() - datetime.timedelta(minutes=minutes_ago)
    Heartbeat.objects.update_or_create(name="beat", defaults={"seen_at": seen_at})


def test_healthz_answers_without_asking_the_database(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = client.get("/healthz")
    assert response.status_code == 200
    assert response.content == b"ok\n"


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_watching_is_not_cached_nor_redirected_and_only_reads(client, settings, path):
    settings.SECURE_SSL_REDIRECT = True
    response = client.get(path)
    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]
    assert client.post(path).status_code == 405


def test_readyz_names_every_part(client, old_process):
    beat_seen(minutes_ago=1)
    response = client.get("/readyz")
    assert response.status_code == 200
    assert response.json() == {
        "ready": True,
        "parts": {"database": "ok", "cache": "ok", "broker": "ok", "storage": "ok", "beat": "ok"},
    }


def failing_parts(client) -> list[str]:
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json()["ready"] is False
    return [name for name, state in response.json()["parts"].items() if state == "failing"]


def test_readyz_when_beat_has_been_silent_for_long(client, old_process):
    beat_seen(minutes_ago=11)
    assert failing_parts(client) == ["beat"]


def test_readyz_when_beat_was_never_there(client, old_process):
    assert failing_parts(client) == ["beat"]


def test_readyz_gives_a_young_process_time_to_hear_from_beat(client):
    beat_seen(minutes_ago=11)
    assert client.get("/readyz").status_code == 200


def test_readyz_when_files_cannot_be_written(client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.MEDIA_ROOT.write_text("a file where the folder should be")
    assert failing_parts(client) == ["storage"]


def test_readyz_leaves_no_file_behind(client, settings):
    client.get("/readyz")
    assert [path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()] == []
    shutil.rmtree(settings.MEDIA_ROOT, ignore_errors=True)


def test_readyz_when_the_queue_is_down(client, monkeypatch):
    nobody_listens = app.connection_for_write("redis://127.0.0.1:1/0")
    monkeypatch.setattr(app, "connection_for_write", lambda: nobody_listens)
    assert failing_parts(client) == ["broker"]


def test_readyz_when_the_cache_is_down(client, settings):
    settings.CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": "redis://127.0.0.1:1/1",
        }
    }
    response = client.get("/readyz")
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    assert response.status_code == 503
    assert response.json()["parts"]["cache"] == "failing"


def test_readyz_tells_strangers_no_reasons(client, monkeypatch):
    def fail():
        raise DatabaseError("connection to server at db.internal failed for user portal")

    monkeypatch.setitem(health.PARTS, "database", fail)
    response = client.get("/readyz")
    assert response.status_code == 503
    assert b"internal" not in response.content
