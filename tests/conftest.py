"""Fixtures of every test, and the guards that turn silent faults into failures."""

import contextlib
import os
import shutil
import sys
from pathlib import Path

import pytest

from tests import environment

if "gcm_portal.settings" in sys.modules:
    raise pytest.UsageError("Unset DJANGO_SETTINGS_MODULE: the tests choose their own database before Django starts.")
environment.prepare()

import django  # noqa: E402  (the environment comes first)

os.environ["DJANGO_SETTINGS_MODULE"] = "gcm_portal.settings"
django.setup()
# Processes of pytest-xdist inherit the environment, and would read the settings before they come here.
del os.environ["DJANGO_SETTINGS_MODULE"]

from django.conf import settings as django_settings  # noqa: E402
from django.core.cache import cache  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client, TestCase, TransactionTestCase  # noqa: E402
from django.utils import timezone, translation  # noqa: E402

from tests import database, guards  # noqa: E402
from tests.browser import axe, browser, live_server, new_page, page, patience  # noqa: E402, F401
from tests.worker import Worker  # noqa: E402

if connection.vendor == "sqlite":
    # A file, not memory: the worker and the live server are to see the same database.
    connection.settings_dict["TEST"]["NAME"] = str(Path(django_settings.VAR_DIR) / "test.sqlite3")
# Real hashing is slow on purpose, and nearly every test makes an account.
django_settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
for engine in django_settings.TEMPLATES:
    engine["OPTIONS"]["string_if_invalid"] = guards.UndefinedVariable()

DATABASE_FIXTURES = {"db", "transactional_db", "django_db_setup", "live_server"}


def pytest_collection_modifyitems(items):
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent / "journeys"):
            item.add_marker(pytest.mark.journey)
        if not item.get_closest_marker("django_db") and not DATABASE_FIXTURES.intersection(item.fixturenames):
            item.add_marker(pytest.mark.no_database)
        if item.get_closest_marker("postgresql") and connection.vendor != "postgresql":
            item.add_marker(pytest.mark.skip(reason="needs PostgreSQL"))


@pytest.fixture(scope="session")
def _one_migrates(django_db_modify_db_settings):
    with contextlib.ExitStack() as stack:
        stack.enter_context(database.one_at_a_time())
        yield stack.close


@pytest.fixture(scope="session")
def django_db_keepdb():
    """The folder or the server is thrown away as a whole; a connection left open somewhere is no failure then."""
    return True


@pytest.fixture(scope="session")
def _started_from_copy(django_db_blocker, _one_migrates):
    with django_db_blocker.unblock():
        return database.start_from_copy()


@pytest.fixture(scope="session")
def django_db_setup(_started_from_copy, django_db_setup, django_db_blocker, _one_migrates):
    if not _started_from_copy:
        with django_db_blocker.unblock():
            database.keep_copy()
    _one_migrates()


@pytest.fixture(scope="session", autouse=True)
def _immutable_tables_can_be_emptied():
    """Between tests that commit, and only then."""
    teardown = TransactionTestCase._fixture_teardown

    def lifted(self):
        with database.triggers_lifted():
            database.tried_again_on_deadlock(lambda: teardown(self))

    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setattr(TransactionTestCase, "_fixture_teardown", lifted)
        yield


@pytest.fixture(scope="session", autouse=True)
def _only_this_machine():
    with pytest.MonkeyPatch.context() as monkeypatch:
        guards.keep_sockets_on_this_machine(monkeypatch)
        yield


@pytest.fixture(autouse=True)
def _nothing_left_behind():
    """No language, time zone, cached value or file of one test is there in the next."""
    yield
    from foundation.tasks import Broker

    translation.activate(django_settings.LANGUAGE_CODE)
    timezone.deactivate()
    cache.clear()
    Broker.away_until = 0.0
    shutil.rmtree(django_settings.MEDIA_ROOT, ignore_errors=True)


@pytest.fixture(autouse=True)
def _on_commit_runs_after_each_request(monkeypatch):
    """A test's transaction is never committed; what a view does on commit is done after its response."""
    request = Client.request

    def request_and_commit(self, **environ):
        with TestCase.captureOnCommitCallbacks(execute=True):
            return request(self, **environ)

    monkeypatch.setattr(Client, "request", request_and_commit)


@pytest.fixture(scope="session")
def _worker(django_db_setup):
    worker = Worker()
    yield worker
    worker.stop()


@pytest.fixture
def worker(transactional_db, _worker):
    """A running Celery worker; at the end of the test it finishes what it has and then stands still."""
    _worker.resume()
    yield _worker
    _worker.pause()
