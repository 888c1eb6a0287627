"""What ``manage.py check --deploy`` says beyond Django's own checks (``gcm_portal.apps`` imports this)."""

from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import Tags, Warning, register
from django.db import DatabaseError

from gcm_portal import health


@register(deploy=True)
def database_for_many_processes(app_configs, **kwargs):
    if settings.DATABASES["default"]["ENGINE"] != "django.db.backends.sqlite3":
        return []
    return [
        Warning(
            "The database is SQLite, which only one machine can use and only one process at a time can write.",
            hint="Set DATABASE_URL to a PostgreSQL database.",
            id="gcm.W001",
        )
    ]


@register(Tags.security, deploy=True)
def pages_over_https(app_configs, **kwargs):
    if settings.SESSION_COOKIE_SECURE and settings.CSRF_COOKIE_SECURE and settings.SECURE_SSL_REDIRECT:
        return []
    return [
        Warning(
            "Session cookies travel over plain HTTP.",
            hint="Leave HTTPS_ONLY=1, and set BEHIND_PROXY=1 where a reverse proxy ends TLS.",
            id="gcm.W002",
        )
    ]


@register(deploy=True)
def queue_for_many_processes(app_configs, **kwargs):
    if urlsplit(settings.CELERY_BROKER_URL).scheme not in ("filesystem", "memory"):
        return []
    return [
        Warning(
            "Tasks are queued in a folder of this machine; workers on other machines do not see them.",
            hint="Set CELERY_BROKER_URL to a Redis address.",
            id="gcm.W003",
        )
    ]


@register(Tags.caches, deploy=True)
def cache_for_many_processes(app_configs, **kwargs):
    if settings.CACHES["default"]["BACKEND"] != "django.core.cache.backends.locmem.LocMemCache":
        return []
    return [
        Warning(
            "Each process has a cache of its own: attempts to log in are then counted per process.",
            hint="Set CACHE_URL to a Redis address.",
            id="gcm.W004",
        )
    ]


@register(deploy=True)
def mail_that_leaves(app_configs, **kwargs):
    if settings.EMAIL_BACKEND != "django.core.mail.backends.filebased.EmailBackend":
        return []
    return [
        Warning(
            "Mail is written into a folder and reaches nobody.",
            hint="Set EMAIL_URL to a mail server, such as smtp+tls://user:password@mail.example.org:587.",
            id="gcm.W005",
        )
    ]


@register(Tags.urls, deploy=True)
def address_people_can_open(app_configs, **kwargs):
    if urlsplit(settings.SITE_URL).hostname not in ("localhost", "127.0.0.1", "::1"):
        return []
    return [
        Warning(
            "Links in mail and in documents point to this machine.",
            hint="Set SITE_URL to the address under which people open the portal.",
            id="gcm.W006",
        )
    ]


@register(Tags.security, deploy=True)
def second_factor(app_configs, **kwargs):
    if settings.REQUIRE_SECOND_FACTOR:
        return []
    return [
        Warning(
            "Curators and focal points can log in with a password alone.",
            hint="Leave REQUIRE_SECOND_FACTOR=1.",
            id="gcm.W007",
        )
    ]


@register(Tags.database, deploy=True)
def background_processes(app_configs, databases=None, **kwargs):
    """Asks the database, so only with ``check --deploy --database default`` on the running portal."""
    if not databases:
        return []
    try:
        health.check_beat(patient=False)
    except (health.NotReady, DatabaseError) as error:
        return [
            Warning(
                str(error),
                hint="Start both: celery --app gcm_portal worker, and once: celery --app gcm_portal beat.",
                id="gcm.W008",
            )
        ]
    return []
