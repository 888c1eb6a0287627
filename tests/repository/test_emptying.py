"""Between tests that commit the tables are emptied, also where a request is just ending."""

import pytest
from django.core.management import CommandError
from django.db import OperationalError

from tests import database
from tests.browser import InFlight

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("error", [OperationalError("deadlock detected"), CommandError("x")])
def test_a_deadlock_is_tried_again_and_no_other_fault(error, monkeypatch):
    monkeypatch.setattr(database.connection, "close", lambda: None)
    error.__cause__ = OperationalError("deadlock detected") if isinstance(error, CommandError) else None
    tries = []

    def empty():
        tries.append(1)
        if len(tries) < 3:
            raise error

    database.tried_again_on_deadlock(empty)
    assert len(tries) == 3
    with pytest.raises(OperationalError):
        database.tried_again_on_deadlock(lambda: (_ for _ in ()).throw(OperationalError("disk full")))


def test_a_request_under_way_is_waited_for():
    flight = InFlight()
    counts = []
    application = flight.counted(lambda environ, start_response: counts.append(flight.count))
    application({}, None)
    assert counts == [1]
    assert flight.count == 0
    flight.wait(calm=0.01)
