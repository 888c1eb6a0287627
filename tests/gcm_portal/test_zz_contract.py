"""Whatever is asked of the open data, the answer is one that its schema names."""

from collections.abc import Iterator

import pytest
import schemathesis
from django.core.management import call_command
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import CHECKS
from schemathesis.generation import GenerationMode

from foundation import reference
from gcm_portal.wsgi import application
from tests.database import triggers_lifted
from tests.reviews.factories import make_country, make_publication, make_round

# A text is of the right type and yet no code of a country: 400, as the schema says.
BEYOND_TYPES = ["positive_data_acceptance"]


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


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
def test_the_api_keeps_its_schema(api_schema, mode):
    """With values as the schema wants them, and with others: no 5xx, no status or shape that it does not name."""
    excluded = [check for check in CHECKS.get_all() if check.__name__ in BEYOND_TYPES]
    assert len(excluded) == len(BEYOND_TYPES)
    checked = 0
    for operation in able_to(api_schema, mode):

        @settings(
            max_examples=60, deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck)
        )
        @given(case=operation.as_strategy(generation_mode=mode))
        def keeps_it(case):
            case.call_and_validate(excluded_checks=excluded)

        keeps_it()
        checked += 1
    assert checked > 40


def able_to(schema, mode) -> Iterator:
    for found in schema.get_all_operations():
        yield found.ok()
