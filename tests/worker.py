"""A real Celery worker, in a process of its own, on the database of the tests."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection

from tests.environment import process_name

START_LIMIT = 60
IDLE_LIMIT = 60


class Worker:
    """Starts when first asked for, stands still between the tests that use it.

    Messages that other tests leave in the queue are about rows that were rolled back; a worker
    that ran on would take them, and lock tables that the next test empties.
    """

    def __init__(self) -> None:
        self.name = f"test-{process_name()}-{os.getpid()}@localhost"
        self.log = Path(settings.VAR_DIR) / "worker.log"
        self.process: subprocess.Popen | None = None

    @property
    def is_running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def start(self) -> None:
        """Raises ``RuntimeError`` with the end of the log when the worker does not come up."""
        written = self.log.stat().st_size if self.log.exists() else 0
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [
                    sys.executable, "-m", "celery", "--app", "gcm_portal", "worker", "--hostname", self.name,
                    "--concurrency", "1", "--loglevel", "INFO",
                    "--without-gossip", "--without-mingle", "--without-heartbeat",
                ],
                cwd=settings.BASE_DIR,
                env=os.environ | {"DATABASE_URL": self._database_url(), "LOG_LEVEL": "INFO", "C_FORCE_ROOT": "1"},
                stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                start_new_session=True,
                preexec_fn=_end_with_parent,
            )  # fmt: skip
        deadline = time.monotonic() + START_LIMIT
        while b" ready." not in self._read_log(written):
            if not self.is_running or time.monotonic() > deadline:
                self.kill()
                raise RuntimeError(f"The Celery worker did not start:\n{self.tail()}")
            time.sleep(0.1)

    def resume(self) -> None:
        from gcm_portal.celery import app

        app.control.purge()
        if self.is_running:
            self._signal(signal.SIGCONT)
        else:
            self.start()

    def pause(self) -> None:
        if self.is_running:
            self.wait_until_idle()
            self._signal(signal.SIGSTOP)

    def wait_until_idle(self, limit: float = IDLE_LIMIT) -> None:
        """Returns when no message waits and no task runs; ``AssertionError`` after ``limit`` seconds."""
        from gcm_portal.celery import app

        deadline = time.monotonic() + limit
        inspect = app.control.inspect(destination=[self.name], timeout=5)
        while time.monotonic() < deadline:
            if not self._waiting() and not any((inspect.active() or {self.name: ["no answer"]}).values()):
                return
            time.sleep(0.1)
        raise AssertionError(f"The Celery worker is still busy after {limit} s:\n{self.tail()}")

    def kill(self) -> None:
        """``kill -9`` of the worker and its children, as when the machine fails."""
        if self.process is not None:
            self._signal(signal.SIGKILL)
            self.process.wait()

    def stop(self) -> None:
        if not self.is_running:
            return
        self._signal(signal.SIGCONT)
        self._signal(signal.SIGTERM)
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.kill()

    def tail(self, lines: int = 60) -> str:
        return "\n".join(self._read_log().decode(errors="replace").splitlines()[-lines:])

    def _read_log(self, start: int = 0) -> bytes:
        return self.log.read_bytes()[start:] if self.log.exists() else b""

    def _signal(self, number: signal.Signals) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, number)

    @staticmethod
    def _waiting() -> int:
        from gcm_portal.celery import app

        with app.connection_for_read() as broker:
            try:
                return broker.default_channel.queue_declare("celery", passive=True).message_count
            except broker.channel_errors:  # nobody has sent anything yet
                return 0

    @staticmethod
    def _database_url() -> str:
        name = connection.settings_dict["NAME"]
        if connection.vendor == "sqlite":
            return f"sqlite:///{name}"
        return urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()


def _end_with_parent() -> None:
    """Linux ends the worker when the test process dies without having stopped it."""
    import ctypes

    set_parent_death_signal = 1
    ctypes.CDLL(None).prctl(set_parent_death_signal, signal.SIGKILL)
