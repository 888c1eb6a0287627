"""The database of the tests, migrated once and copied from then on.

Django draws all models anew for every operation of a migration, which takes longer than most test files do.
With SQLite the copy outlives the run; PostgreSQL is thrown away after it, and copies for its second process.
"""

import contextlib
import fcntl
import hashlib
import shutil
import time
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import django
from django.apps import apps
from django.conf import settings
from django.core.management import CommandError
from django.db import OperationalError, connection

FOLDER = Path(settings.BASE_DIR) / "var" / "test-databases"
KEPT_FOR = 24 * 3600


@cache
def name_of_copy() -> str:
    """The same for exactly the same migrations."""
    digest = hashlib.sha256(django.__version__.encode())
    for config in sorted(apps.get_app_configs(), key=lambda config: config.name):
        for path in sorted(Path(config.path).glob("migrations/*.py")):
            digest.update(f"{config.name} {path.name} ".encode() + path.read_bytes())
    return f"migrated_{digest.hexdigest()[:24]}"


@contextlib.contextmanager
def one_at_a_time() -> Iterator[None]:
    """Whoever comes second waits, and then finds the copy that the first one made."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (FOLDER / f"{name_of_copy()}.{connection.vendor}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def start_from_copy() -> bool:
    """Put the copy where Django is about to make the database; ``False`` where there is none yet."""
    wanted = connection.creation._get_test_db_name()
    if connection.vendor == "sqlite":
        copy = FOLDER / f"{name_of_copy()}.sqlite3"
        if not copy.exists():
            return False
        shutil.copyfile(copy, wanted)
        return True
    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name_of_copy()])
        if not cursor.fetchone():
            return False
        cursor.execute(f'DROP DATABASE IF EXISTS "{wanted}"')
        cursor.execute(f'CREATE DATABASE "{wanted}" TEMPLATE "{name_of_copy()}"')
    return True


def keep_copy() -> None:
    """After the migrations: keep what they made, and drop what earlier ones did."""
    if connection.vendor == "sqlite":
        for path in FOLDER.iterdir():
            if time.time() - path.stat().st_mtime > KEPT_FOR:
                path.unlink(missing_ok=True)
        copy = FOLDER / f"{name_of_copy()}.sqlite3"
        unfinished = copy.with_suffix(f".{time.time_ns()}")
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(unfinished)])
        unfinished.replace(copy)
        return
    made = connection.settings_dict["NAME"]
    # A database can be copied only while nobody is connected to it.
    connection.close()
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{name_of_copy()}" TEMPLATE "{made}"')


def tried_again_on_deadlock(empty: Callable[[], None], times: int = 5) -> None:
    """Empty the tables; where PostgreSQL breaks a deadlock with a request that is just ending, do it again."""
    for attempt in range(1, times + 1):
        try:
            empty()
        except (OperationalError, CommandError) as error:
            if attempt == times or "deadlock" not in f"{error} {error.__cause__}":
                raise
            connection.close()
            time.sleep(0.2 * attempt)
        else:
            return


@contextlib.contextmanager
def triggers_lifted() -> Iterator[None]:
    """SQLite empties tables by DELETE, which the triggers of immutable tables refuse; PostgreSQL truncates."""
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        triggers = cursor.fetchall()
        for name, _sql in triggers:
            cursor.execute(f'DROP TRIGGER "{name}"')
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            for _name, sql in triggers:
                cursor.execute(sql)


@contextlib.contextmanager
def history_rewritten() -> Iterator[None]:
    """For tests that need rows of long ago in tables whose rows are never changed."""
    if connection.vendor == "sqlite":
        with triggers_lifted():
            yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
    yield
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")
