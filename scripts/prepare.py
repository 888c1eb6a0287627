"""Database, reference data and, in an empty database, the samples: what ``make run`` does before it starts.

One process for all of it: starting Django four times would be most of the time that a second start takes.
"""

import hashlib
import io
import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gcm_portal.settings")

import django  # noqa: E402

django.setup()

from django.conf import settings  # noqa: E402
from django.contrib.auth import get_user_model  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.db.migrations.executor import MigrationExecutor  # noqa: E402

from foundation.models import ReferenceRecord  # noqa: E402


def say(sentence: str) -> None:
    print(f"==> {sentence}", file=sys.stderr, flush=True)


def migrate() -> None:
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        say("Bringing the database up to date")
        call_command("migrate", interactive=False, verbosity=0)


def load_reference() -> None:
    """Nothing to do where neither the data nor the code that loads them has changed since the last time."""
    digest = hashlib.sha256(str(connection.settings_dict["NAME"]).encode())
    for path in sorted([*ROOT.glob("*/*.py"), *ROOT.glob("*/data/*")]):
        digest.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    stamp = Path(settings.VAR_DIR) / "reference.stamp"
    if stamp.exists() and stamp.read_text() == digest.hexdigest() and ReferenceRecord.objects.exists():
        return
    say("Loading the reference data")
    call_command("load_reference", stdout=io.StringIO())
    stamp.write_text(digest.hexdigest())


def load_samples() -> None:
    """Only where there is nobody yet: samples that someone deleted do not come back.

    Never where HTTPS is demanded, which is to say in earnest: the passwords are known.
    """
    if settings.HTTPS_ONLY or get_user_model().objects.exists():
        return
    say("Loading sample States, accounts and reviews (fictional, marked as samples)")
    printed = io.StringIO()
    with transaction.atomic():
        call_command("load_samples", stdout=printed)
    accounts = Path(settings.VAR_DIR) / "sample-accounts.txt"
    accounts.touch(mode=0o600)
    accounts.write_text(printed.getvalue(), encoding="utf-8")


def main() -> None:
    migrate()
    load_reference()
    load_samples()


if __name__ == "__main__":
    main()
