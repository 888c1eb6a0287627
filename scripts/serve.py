"""Web, worker and beat side by side, for ``make run``: they start together and stop together.

Each is a process group of its own, so that Ctrl-C in the terminal reaches this process alone, which then
ends the others in order: a worker that got the signal twice would drop what it is doing.
"""

import argparse
import contextlib
import ctypes
import fcntl
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VAR_DIR = Path(os.environ.get("VAR_DIR", ROOT / "var"))
STOP_LIMIT = 20
START_LIMIT = 60
SET_PARENT_DEATH_SIGNAL = 1
libc = ctypes.CDLL(None)


def stop_with(sentence: str) -> None:
    sys.exit(f"Stopped: {sentence}")


def wanted_port() -> int:
    text = os.environ.get("PORT", "8000")
    if not text.isdecimal() or not 0 < int(text) < 65536:
        stop_with(f"PORT must be a number from 1 to 65535, and is {text!r}.")
    return int(text)


def check_port(host: str, port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except PermissionError:
            stop_with(f"port {port} is reserved for the administrator. Choose one above 1023: make run PORT=8080")
        except OSError:
            stop_with(f"port {port} is already in use. Choose another one: make run PORT={port + 1}")


def claim_folder():
    """The open file that holds the lock, or the end: two portals on one queue folder would mix their tasks."""
    lock = (VAR_DIR / "running").open("a+")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        lock.seek(0)
        stop_with(f"the portal already runs from this folder, at {lock.read().strip() or 'another port'}.")
    return lock


def commands(host: str, port: int) -> dict[str, list[str]]:
    python = [sys.executable, "-m"]
    celery = [*python, "celery", "--app", "gcm_portal", "--quiet"]
    level = ["--loglevel", os.environ.get("LOG_LEVEL", "WARNING")]
    return {
        "web": [
            *python, "gunicorn", "gcm_portal.wsgi", "--config", str(ROOT / "deploy" / "gunicorn.conf.py"),
            "--bind", f"{host}:{port}",
        ],
        "worker": [
            *celery, "worker", *level, "--hostname", "portal@localhost",
            "--without-gossip", "--without-mingle", "--without-heartbeat",
            "--concurrency", os.environ.get("WORKER_PROCESSES", "2"),
        ],
        "beat": [*celery, "beat", *level, "--pidfile", ""],
    }  # fmt: skip


def start(command: list[str]) -> subprocess.Popen:
    # The child ends with this process even when this process is killed outright.
    return subprocess.Popen(
        command,
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        start_new_session=True,
        preexec_fn=lambda: libc.prctl(SET_PARENT_DEATH_SIGNAL, signal.SIGTERM),
        env=os.environ
        | {
            "GUNICORN_ACCESS_LOG": os.environ.get("GUNICORN_ACCESS_LOG", ""),
            # Celery's word on root, at every start; in a container this script has no one else to run as.
            "PYTHONWARNINGS": "ignore:You're running the worker with superuser privileges",
        },
    )


def signal_group(process: subprocess.Popen, number: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, number)


def stop(processes: dict[str, subprocess.Popen]) -> None:
    for process in processes.values():
        # To the leader alone: it knows how to end its children after their last piece of work.
        if process.poll() is None:
            process.terminate()
    deadline = time.monotonic() + STOP_LIMIT
    for process in processes.values():
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(max(0.1, deadline - time.monotonic()))
    for process in processes.values():
        signal_group(process, signal.SIGKILL)
        process.wait()


def answers(host: str, port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://{host}:{port}/healthz", timeout=5) as response:
            return response.status == 200
    except (urllib.error.URLError, OSError):
        return False


def announce() -> None:
    accounts = VAR_DIR / "sample-accounts.txt"
    print("\n" + "=" * 72)
    print(f"The portal runs at {os.environ.get('SITE_URL', '')}/")
    print("العربية /ar/   English /en/   Admin /ar/admin/ or /en/admin/   API /api/v1/")
    if accounts.exists():
        print("\n" + accounts.read_text(encoding="utf-8").strip())
    print("\nCtrl-C stops it; its data stays in " + str(VAR_DIR))
    print("=" * 72 + "\n", flush=True)


def serve(host: str, port: int) -> int:
    asked_to_stop = False

    def ask_to_stop(number, frame):
        nonlocal asked_to_stop
        asked_to_stop = True

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, ask_to_stop)
    if "MAKELEVEL" in os.environ:
        # Started by make: when make is killed, nobody is left who could stop this.
        libc.prctl(SET_PARENT_DEATH_SIGNAL, signal.SIGTERM)

    processes: dict[str, subprocess.Popen] = {}
    failed = ""
    announced, deadline = False, time.monotonic() + START_LIMIT
    try:
        for name, command in commands(host, port).items():
            processes[name] = start(command)
        while not asked_to_stop and not failed:
            for name, process in processes.items():
                if process.poll() is not None:
                    failed = f"the {name} process ended by itself (exit code {process.returncode})."
            if not announced and not failed:
                if answers(host, port):
                    announced = True
                    announce()
                elif time.monotonic() > deadline:
                    failed = f"the web process did not answer within {START_LIMIT} seconds."
            time.sleep(0.2)
    finally:
        if failed:
            print(f"\nStopping: {failed}", file=sys.stderr, flush=True)
        else:
            print("\nStopping …", file=sys.stderr, flush=True)
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        stop(processes)
    return 1 if failed else 0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="only say whether the portal could be started now")
    arguments = parser.parse_args()
    # A terminal that cannot write Arabic is no reason to stop.
    sys.stdout.reconfigure(errors="replace")
    host, port = os.environ.get("BIND", "127.0.0.1"), wanted_port()
    check_port(host, port)
    lock = claim_folder()
    if arguments.check:
        return
    lock.truncate(0)
    lock.write(f"http://localhost:{port}")
    lock.flush()
    sys.exit(serve(host, port))


if __name__ == "__main__":
    main()
