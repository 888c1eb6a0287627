"""The SQLite database of the tests, migrated once and copied from then on.

Django draws all models anew for every operation of a migration, which takes longer than most test files do.
"""

import contextlib
import hashlib
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import django
from django.apps import apps
from django.conf import settings
from django.db import connection

FOLDER = Path(settings.BASE_DIR) / "var" / "test-databases"
KEPT_FOR = 24 * 3600


def migrated_copy() -> Path:
    """Where the migrated database lies, or is to lie, for exactly these migrations."""
    digest = hashlib.sha256(django.__version__.encode())
    for config in sorted(apps.get_app_configs(), key=lambda config: config.name):
        for path in sorted(Path(config.path).glob("migrations/*.py")):
            digest.update(f"{config.name} {path.name} ".encode() + path.read_bytes())
    return FOLDER / f"{digest.hexdigest()[:24]}.sqlite3"


def start_from_copy() -> bool:
    """Put the copy where Django is about to make the database; ``False`` where there is none yet."""
    copy = migrated_copy()
    if connection.vendor != "sqlite" or not copy.exists():
        return False
    shutil.copyfile(copy, connection.settings_dict["TEST"]["NAME"])
    return True


def keep_copy() -> None:
    """After the migrations: keep what they made, and drop what earlier ones did."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for path in FOLDER.iterdir():
        if time.time() - path.stat().st_mtime > KEPT_FOR:
            path.unlink(missing_ok=True)
    copy = migrated_copy()
    unfinished = copy.with_suffix(f".{time.time_ns()}")
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(unfinished)])
    unfinished.replace(copy)


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
