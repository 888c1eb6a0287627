"""Whatever is asked of the open data, the answer is one that its schema names."""

import pytest
import schemathesis
from django.core.management import call_command
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, given, settings

from foundation import reference
from gcm_portal.wsgi import application
from tests.database import triggers_lifted
from tests.reviews.factories import make_country, make_publication, make_round


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        reference.load_all()
        yield
        with triggers_lifted():
            call_command("flush", verbosity=0, interactive=False)


@pytest.fixture
def _one_connection():
    """The application closes old connections around a request, and with them the transaction of the test."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def api_schema(loaded, db, _one_connection):
    make_publication(make_country("XAA"), make_round("sample-round"))
    return schemathesis.openapi.from_wsgi("/api/v1/schema/?format=json", application)


def test_the_api_keeps_its_schema(api_schema):
    checked = 0
    for operation in api_schema.get_all_operations():

        @settings(
            max_examples=4, deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck)
        )
        @given(case=operation.ok().as_strategy())
        def keeps_it(case):
            case.call_and_validate()

        keeps_it()
        checked += 1
    assert checked > 40
