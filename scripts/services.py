"""Runs a command beside a throwaway PostgreSQL and Redis: ``python scripts/services.py pytest …``.

Both listen on free ports of this machine, keep their data in a temporary folder, and are gone when the command
ends, however it ends. The command finds them in ``TEST_DATABASE_URL`` and ``TEST_REDIS_URL``.
"""

import contextlib
import ctypes
import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

START_LIMIT = 60
SET_PARENT_DEATH_SIGNAL = 1
libc = ctypes.CDLL(None)


def stop_with(sentence: str) -> None:
    sys.exit(f"Stopped: {sentence}")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def postgres_folder() -> Path:
    """Debian keeps each version's programs in a folder of its own, none of them in PATH."""
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[4]))
    if folders:
        return folders[-1].parent
    found = shutil.which("initdb")
    if not found:
        stop_with("PostgreSQL is missing: sudo apt-get install postgresql")
    return Path(found).parent


def server_user() -> dict:
    """PostgreSQL refuses to run as root: then it runs as the user that Debian's package made for it."""
    if os.geteuid() != 0:
        return {}
    entry = pwd.getpwnam("postgres")
    return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}


@contextlib.contextmanager
def running(command: list[str | Path], *, end: signal.Signals, log: Path, **options) -> Iterator[subprocess.Popen]:
    """A server in a session of its own (Ctrl-C is for the tests), which ends even when this process is killed."""
    with log.open("wb") as output:
        server = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
            preexec_fn=lambda: libc.prctl(SET_PARENT_DEATH_SIGNAL, end),
            **options,
        )
    try:
        yield server
    finally:
        server.send_signal(end)
        try:
            server.wait(15)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def wait_for_port(port: int, server: subprocess.Popen, log: Path) -> None:
    deadline = time.monotonic() + START_LIMIT
    while time.monotonic() < deadline and server.poll() is None:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.1)
    stop_with(f"{server.args[0]} did not start:\n{log.read_text(errors='replace')}")


@contextlib.contextmanager
def postgresql(folder: Path) -> Iterator[str]:
    programs, user, port = postgres_folder(), server_user(), free_port()
    # Other people on this machine could reach the port, so there is a password.
    password = secrets.token_hex(16)
    home = folder / "postgresql"
    home.mkdir()
    password_file = home / "password"
    password_file.write_text(password)
    if user:
        for path in (home, password_file):
            os.chown(path, user["user"], user["group"])
    made = subprocess.run(
        [
            programs / "initdb", "--pgdata", home / "data", "--username", "portal", "--pwfile", password_file,
            "--auth", "scram-sha-256", "--encoding", "UTF8", "--locale", "C.UTF-8", "--no-sync",
        ],
        cwd=home, capture_output=True, text=True, **user,
    )  # fmt: skip
    if made.returncode:
        stop_with(f"initdb failed:\n{made.stderr}")
    options = {
        "listen_addresses": "127.0.0.1",
        "port": port,
        "unix_socket_directories": "",
        # The data is thrown away: nothing needs to survive a power cut.
        "fsync": "off",
        "synchronous_commit": "off",
        "full_page_writes": "off",
        "max_connections": 100,
    }
    command = [programs / "postgres", "-D", home / "data"]
    for name, value in options.items():
        command += ["-c", f"{name}={value}"]
    log = folder / "postgresql.log"
    with running(command, end=signal.SIGINT, log=log, cwd=home, **user) as server:
        wait_for_port(port, server, log)
        yield f"postgres://portal:{password}@127.0.0.1:{port}/portal"


@contextlib.contextmanager
def redis(folder: Path) -> Iterator[str]:
    program, port = shutil.which("redis-server"), free_port()
    if not program:
        stop_with("Redis is missing: sudo apt-get install redis-server")
    command = [program, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
    command += ["--databases", "64", "--dir", str(folder)]
    log = folder / "redis.log"
    with running(command, end=signal.SIGTERM, log=log) as server:
        wait_for_port(port, server, log)
        yield f"redis://127.0.0.1:{port}"


def main(command: list[str]) -> int:
    if not command:
        stop_with("name a command to run beside PostgreSQL and Redis.")
    # A short path, readable for the user that PostgreSQL runs as.
    folder = Path(tempfile.mkdtemp(prefix="gcm-services-", dir="/tmp"))
    folder.chmod(0o755)
    # SIGTERM and SIGHUP end the servers too: as an exception, which the with statements see.
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda number, frame: sys.exit(128 + number))
    try:
        with postgresql(folder) as database_url, redis(folder) as redis_url:
            child = subprocess.Popen(
                command,
                env=os.environ | {"TEST_DATABASE_URL": database_url, "TEST_REDIS_URL": redis_url},
                preexec_fn=lambda: libc.prctl(SET_PARENT_DEATH_SIGNAL, signal.SIGTERM),
            )
            try:
                while True:
                    try:
                        return child.wait()
                    except KeyboardInterrupt:
                        continue  # The command got Ctrl-C as well and ends in its own way.
            finally:
                if child.poll() is None:
                    child.terminate()
                    child.wait()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
