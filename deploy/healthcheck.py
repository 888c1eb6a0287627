"""Asks the web process in this container whether it is alive, as the proxy would; exit code 0 or 1."""

import http.client
import os
import sys
from urllib.parse import urlsplit


def is_alive(port: int = 8000) -> bool:
    # The process answers only to the host names it was given.
    host = urlsplit(os.environ.get("SITE_URL", "")).netloc or "localhost"
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=8)
    try:
        connection.request("GET", "/healthz", headers={"Host": host, "X-Forwarded-Proto": "https"})
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


if __name__ == "__main__":
    sys.exit(0 if is_alive(int(sys.argv[1]) if sys.argv[1:] else 8000) else 1)
