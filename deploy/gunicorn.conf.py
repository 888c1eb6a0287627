"""The web process, in production and under ``make run``; the address to listen on is given on the command line."""

import os

workers = int(os.environ.get("WEB_PROCESSES", "2"))
threads = int(os.environ.get("WEB_THREADS", "4"))
# Loaded once, then forked: half the time to start, and the processes share their memory.
preload_app = True
timeout = 60
graceful_timeout = 15
# An idle connection is the proxy's to keep.
keepalive = 5
# Heartbeats of gunicorn's processes: memory, so that a slow disk does not look like a hanging process.
worker_tmp_dir = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # noqa: S108
control_socket_disable = True
accesslog = os.environ.get("GUNICORN_ACCESS_LOG", "-") or None
errorlog = "-"
loglevel = os.environ.get("LOG_LEVEL", "info").lower()
# Behind a proxy the settings decide about X-Forwarded-Proto (BEHIND_PROXY); gunicorn adds no opinion of its own.
forwarded_allow_ips = ""
