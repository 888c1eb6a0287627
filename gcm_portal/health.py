"""``/healthz`` and ``/readyz`` for whoever watches over the portal.

``/healthz`` says that this process answers; a container that does not is to be started anew.
``/readyz`` says part by part whether what the portal leans on answers; it is for monitoring and tells
nothing beyond the names of the parts. A balancer should not take web nodes out because beat stands
still: give it ``/healthz``.
"""

import datetime
import logging
import os
import time
from collections.abc import Callable

from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from foundation.models import Heartbeat
from gcm_portal.celery import app

logger = logging.getLogger(__name__)

# Beat signs every minute; a worker has to carry the sign out, so this also notices when none does.
BEAT_MAX_AGE = datetime.timedelta(minutes=10)
_started = time.monotonic()


class NotReady(Exception):
    """A part of the portal does not do its work; the message is for the log."""


def check_database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        cursor.fetchone()


def check_cache() -> None:
    key, value = f"readyz:{get_random_string(12)}", get_random_string(12)
    cache.set(key, value, timeout=30)
    if cache.get(key) != value:
        raise NotReady("The cache does not give back what was put into it.")
    cache.delete(key)


def check_broker() -> None:
    with app.connection_for_write() as broker:
        broker.ensure_connection(max_retries=1, interval_start=0, timeout=2)
    folder = app.conf.broker_transport_options.get("data_folder_out")
    if folder and not os.access(folder, os.W_OK):
        raise NotReady(f"Nothing can be written to the queue in {folder}.")


def check_storage() -> None:
    content = get_random_string(24).encode()
    name = default_storage.save(f"health/{get_random_string(12)}", ContentFile(content))
    try:
        with default_storage.open(name) as file:
            if file.read() != content:
                raise NotReady("The storage does not give back what was put into it.")
    finally:
        default_storage.delete(name)


def check_beat(*, patient: bool = True) -> None:
    """With ``patient``, a process that is younger than ten minutes waits for the first sign."""
    sign = Heartbeat.objects.filter(name="beat").first()
    if patient and time.monotonic() - _started < BEAT_MAX_AGE.total_seconds():
        return
    if sign is None or timezone.now() - sign.seen_at > BEAT_MAX_AGE:
        raise NotReady("Neither beat nor a worker gave a sign of life in the last ten minutes.")


PARTS: dict[str, Callable[[], None]] = {
    "database": check_database,
    "cache": check_cache,
    "broker": check_broker,
    "storage": check_storage,
    "beat": check_beat,
}


@never_cache
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok\n", content_type="text/plain")


@never_cache
@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """``{"ready": true, "parts": {"database": "ok", …}}``; 503 when a part fails, the reason in the log only."""
    parts = {}
    for name, check in PARTS.items():
        try:
            check()
        except Exception:
            logger.exception("Not ready: %s", name)
            parts[name] = "failing"
        else:
            parts[name] = "ok"
    ready = set(parts.values()) == {"ok"}
    return JsonResponse({"ready": ready, "parts": parts}, status=200 if ready else 503)
