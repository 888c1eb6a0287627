"""A real browser for the journeys, and the rules that every page must keep in it."""

import functools
import os
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.contrib.staticfiles.storage import ManifestFilesMixin, staticfiles_storage
from django.core.handlers.wsgi import WSGIHandler
from django.core.management import call_command
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Locator,
    Page,
    Request,
    Response,
    sync_playwright,
)
from pytest_django.live_server_helper import LiveServer

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # Not even a look-up of a name: whatever is not this machine is not found.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
]


class InFlight:
    """How many requests the live server is working on.

    A window that closes sends what was typed with its last breath: that request is still being worked on when
    the test is over, and the database must not be emptied under it.
    """

    def __init__(self) -> None:
        self.count = 0
        self.lock = threading.Lock()

    def counted(self, application: Callable) -> Callable:
        def answer(environ, start_response):
            with self.lock:
                self.count += 1
            try:
                return application(environ, start_response)
            finally:
                with self.lock:
                    self.count -= 1

        return answer

    def wait(self, calm: float = 0.3, limit: float = 20) -> None:
        """Until nothing was under way for ``calm`` seconds: one may still be on its way to the server."""
        end, since = time.monotonic() + limit, time.monotonic()
        while time.monotonic() < end:
            if self.count:
                since = time.monotonic()
            elif time.monotonic() - since > calm:
                return
            time.sleep(0.02)


IN_FLIGHT = InFlight()


@pytest.fixture(scope="session")
def live_server(django_db_setup) -> Iterator[LiveServer]:
    """The portal as gunicorn runs it: static files by WhiteNoise, nothing from the media folder.

    With unhashed names (a single test by hand) the files come from the tree, as under runserver.
    """
    if not (Path(settings.BUILD_DIR) / "build" / "site.css").exists():
        call_command("build_assets", verbosity=0)
    server = LiveServer("localhost", start=False)
    if isinstance(staticfiles_storage, ManifestFilesMixin):
        server.thread.static_handler = lambda application: IN_FLIGHT.counted(WSGIHandler())
    else:
        server.thread.static_handler = lambda application: IN_FLIGHT.counted(StaticFilesHandler(WSGIHandler()))
    server.start()
    yield server
    server.stop()


def until_there(action: Callable) -> Callable:
    """The action, and then the page it led to, whole.

    Playwright goes on as soon as the next page begins to arrive; a person looks at it when it is there.
    """

    @functools.wraps(action)
    def act(self: Locator, *arguments, **options) -> None:
        action(self, *arguments, **options)
        if not self.page.is_closed():
            self.page.wait_for_load_state()

    return act


@pytest.fixture(scope="session")
def patience() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        for name in ("click", "press"):
            patch.setattr(Locator, name, until_there(getattr(Locator, name)))
        yield


@pytest.fixture(scope="session")
def browser(patience) -> Iterator[Browser]:
    if not Path(CHROMIUM).exists():
        pytest.fail(f"{CHROMIUM} is missing: install Debian's chromium, or name another one in CHROMIUM.")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        chromium.close()


class Watch:
    """Collects what no page of the portal may do: ask another host, break in a script, be refused or fail."""

    def __init__(self, origin: str) -> None:
        self.host = urlsplit(origin).netloc
        self.faults: list[str] = []

    def over(self, context: BrowserContext) -> None:
        context.on("request", self._request)
        context.on("response", self._response)
        context.on("console", self._console)
        context.on("weberror", lambda error: self.faults.append(f"script error: {error.error}"))

    def _request(self, request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme in ("http", "https", "ws", "wss") and address.netloc != self.host:
            self.faults.append(f"request outside the portal: {request.url}")

    def _response(self, response: Response) -> None:
        if response.status >= 500:
            self.faults.append(f"answer {response.status}: {response.request.method} {response.url}")

    def _console(self, message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text or "Content-Security-Policy" in message.text:
            self.faults.append(f"refused by the Content-Security-Policy: {message.text}")


@pytest.fixture
def new_page(browser, live_server, settings) -> Iterator[Callable[..., Page]]:
    """Opens a page for one more person: cookies of its own. Options are those of ``new_context``.

    At the end of the test it fails with whatever ``Watch`` has collected.
    """
    settings.SITE_URL = live_server.url
    settings.CSRF_TRUSTED_ORIGINS = [live_server.url]
    watch = Watch(live_server.url)
    contexts = []

    def open_page(**options) -> Page:
        context = browser.new_context(base_url=live_server.url, **({"locale": "en-GB"} | options))
        context.set_default_timeout(15_000)
        watch.over(context)
        contexts.append(context)
        return context.new_page()

    yield open_page
    for context in contexts:
        context.close()
    IN_FLIGHT.wait()
    assert watch.faults == [], "\n".join(watch.faults)


@pytest.fixture
def page(new_page) -> Page:
    return new_page()


@pytest.fixture(scope="session")
def axe() -> Callable[..., None]:
    """``axe(page)`` fails with each rule that the page breaks and the elements that break it."""
    runner = Axe()

    def check(page: Page, **options) -> None:
        page.wait_for_load_state()
        violations = runner.run(page, **options).response["violations"]
        lines = [
            f"{violation['id']} ({violation['impact']}): {violation['help']}\n"
            + "\n".join(
                f"    {' '.join(map(str, node['target']))}  {node['html'][:160]}" for node in violation["nodes"]
            )
            for violation in violations
        ]
        assert not violations, f"{page.url}\n" + "\n".join(lines)

    return check
