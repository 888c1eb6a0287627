"""The environment the tests run in, decided before Django reads its settings.

``make test`` starts a throwaway PostgreSQL and Redis and names them in ``TEST_DATABASE_URL`` and
``TEST_REDIS_URL``, and names in ``TEST_VAR_DIR`` a folder whose static files are built and collected.
Without these (``pytest tests/x/test_y.py`` by hand) the same tests run on SQLite and the filesystem
queue in a folder of their own, with static files as they lie in the tree.

Nothing that the person at the keyboard has exported for the portal itself is used: a test run must never
reach their database, their queue or their mail server.
"""

import atexit
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

SETTINGS_VARIABLES = [
    "ALLOWED_HOSTS", "BEHIND_PROXY", "CACHE_URL", "CELERY_BROKER_URL", "CONN_MAX_AGE", "DATABASE_URL", "DEBUG",
    "DEFAULT_FROM_EMAIL", "EMAIL_URL", "HTTPS_ONLY", "IATI_ORGANIZATION", "LOG_LEVEL", "MEDIA_DIR",
    "PROPOSAL_CHECK_DAYS", "REQUIRE_SECOND_FACTOR", "SECRET_KEY", "SESSION_HOURS", "SITE_URL", "TIME_ZONE", "VAR_DIR",
]  # fmt: skip


def process_name() -> str:
    """``gw0``, ``gw1`` … in the processes of pytest-xdist, ``main`` elsewhere."""
    return os.environ.get("PYTEST_XDIST_WORKER", "main")


def _own_var_dir() -> Path:
    """A folder for this process alone: queue, mail and files of two processes must not mix."""
    shared = os.environ.get("TEST_VAR_DIR")
    if not shared:
        own = Path(tempfile.mkdtemp(prefix="gcm-portal-test-"))
        atexit.register(shutil.rmtree, own, ignore_errors=True)
        (own / "static").mkdir()
        return own
    own = Path(shared) / f"process-{process_name()}"
    shutil.rmtree(own, ignore_errors=True)
    own.mkdir(parents=True)
    for built in ("static", "build"):
        (own / built).symlink_to(Path(shared) / built)
    return own


def _compile_catalogues() -> None:
    """For a test by hand; ``make test`` has done it before its processes start."""
    for catalogue in (Path(__file__).parent.parent / "locale").glob("*/LC_MESSAGES/*.po"):
        compiled = catalogue.with_suffix(".mo")
        if compiled.exists() and compiled.stat().st_mtime >= catalogue.stat().st_mtime:
            continue
        unfinished = compiled.with_suffix(f".{os.getpid()}")
        # A catalogue that is just being worked on: the tests go on with what was compiled before.
        if subprocess.run(["msgfmt", "-o", unfinished, catalogue]).returncode == 0:
            unfinished.replace(compiled)


def prepare() -> None:
    """Set the variables of the portal's settings; called once, before Django is set up."""
    _compile_catalogues()
    for name in SETTINGS_VARIABLES:
        os.environ.pop(name, None)
    os.environ |= {
        # Playwright's synchronous interface keeps an event loop in the main thread; the ORM would
        # take that for asynchronous code.
        "DJANGO_ALLOW_ASYNC_UNSAFE": "true",
        "SECRET_KEY": "only-for-tests-" * 4,
        "VAR_DIR": str(_own_var_dir()),
        "HTTPS_ONLY": "0",
        "REQUIRE_SECOND_FACTOR": "0",
        "LOG_LEVEL": "WARNING",
        # Hashed names of static files need a collected folder, which only make test prepares.
        "DEBUG": "0" if os.environ.get("TEST_VAR_DIR") else "1",
    }
    if database := os.environ.get("TEST_DATABASE_URL"):
        os.environ["DATABASE_URL"] = database
    if redis := os.environ.get("TEST_REDIS_URL"):
        # Two databases of Redis for each process: its queue and its cache.
        number = 0 if process_name() == "main" else int(process_name().removeprefix("gw")) + 1
        os.environ["CELERY_BROKER_URL"] = f"{redis}/{2 * number}"
        os.environ["CACHE_URL"] = f"{redis}/{2 * number + 1}"
