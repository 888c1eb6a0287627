"""A real browser for the journeys, and the rules that every page must keep in it."""

import os
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
from playwright.sync_api import Browser, Page, sync_playwright
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


@pytest.fixture(scope="session")
def live_server(django_db_setup) -> Iterator[LiveServer]:
    """The portal as gunicorn runs it: static files by WhiteNoise, nothing from the media folder.

    With unhashed names (a single test by hand) the files come from the tree, as under runserver.
    """
    if not (Path(settings.BUILD_DIR) / "build" / "site.css").exists():
        call_command("build_assets", verbosity=0)
    server = LiveServer("localhost", start=False)
    if isinstance(staticfiles_storage._wrapped or staticfiles_storage, ManifestFilesMixin):
        server.thread.static_handler = lambda application: WSGIHandler()
    else:
        server.thread.static_handler = lambda application: StaticFilesHandler(WSGIHandler())
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if not Path(CHROMIUM).exists():
        pytest.fail(f"{CHROMIUM} is missing: install Debian's chromium, or name another one in CHROMIUM.")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def new_page(browser, live_server, settings) -> Iterator[Callable[..., Page]]:
    """Opens a page for one more person: cookies of its own. Options are those of ``new_context``.

    At the end of the test it fails when a page asked for anything outside the portal, when a script
    broke, when the Content-Security-Policy refused something, or when the server answered 5xx.
    """
    settings.SITE_URL = live_server.url
    settings.CSRF_TRUSTED_ORIGINS = [live_server.url]
    contexts, faults = [], []

    def watch_request(request):
        address = urlsplit(request.url)
        if address.scheme in ("http", "https", "ws", "wss") and address.netloc != urlsplit(live_server.url).netloc:
            faults.append(f"request outside the portal: {request.url}")

    def watch_response(response):
        if response.status >= 500:
            faults.append(f"answer {response.status}: {response.request.method} {response.url}")

    def watch_console(message):
        if "Content Security Policy" in message.text or "Content-Security-Policy" in message.text:
            faults.append(f"refused by the Content-Security-Policy: {message.text}")

    def open_page(**options) -> Page:
        context = browser.new_context(base_url=live_server.url, **({"locale": "en-GB"} | options))
        context.set_default_timeout(15_000)
        context.on("request", watch_request)
        context.on("response", watch_response)
        context.on("console", watch_console)
        context.on("weberror", lambda error: faults.append(f"script error: {error.error}"))
        contexts.append(context)
        return context.new_page()

    yield open_page
    for context in contexts:
        context.close()
    assert faults == [], "\n".join(faults)


@pytest.fixture
def page(new_page) -> Page:
    return new_page()


@pytest.fixture(scope="session")
def axe() -> Callable[..., None]:
    """``axe(page)`` fails with each rule that the page breaks and the elements that break it."""
    runner = Axe()

    def check(page: Page, **options) -> None:
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
