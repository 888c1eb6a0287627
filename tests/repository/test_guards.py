"""The guards of conftest.py can fail, and the real worker and browser are there."""

import socket

import pytest
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection, transaction
from django.template import Context, Engine

from foundation.models import Heartbeat
from foundation.tasks import record_beat
from gcm_portal import urls
from gcm_portal.health import healthz
from tests import guards
from tests.browser import Watch


@pytest.mark.parametrize("address", [("192.0.2.1", 80), ("example.org", 80), ("2001:db8::1", 80)])
def test_a_connection_to_another_machine_is_refused(address):
    with pytest.raises(guards.OutsideAddress), socket.socket() as outside:
        outside.connect(address)


def test_a_look_up_of_another_machine_is_refused():
    with pytest.raises(guards.OutsideAddress):
        socket.getaddrinfo("example.org", 80)


@pytest.fixture
def engine(tmp_path, monkeypatch):
    """A template engine whose templates count as the portal's own."""
    monkeypatch.setattr(guards, "TEMPLATES", tmp_path)
    return Engine(dirs=[tmp_path], string_if_invalid=guards.UndefinedVariable())


@pytest.mark.parametrize(
    "text",
    [
        "{{ nothing }}",
        "{{ known.nothing }}",
        "{{ nothing|upper }}",
        "{% if known %}{{ nothing }}{% endif %}",
        "{% include 'part.html' with value=nothing %}",
    ],
)
def test_an_undefined_variable_fails(engine, tmp_path, text):
    (tmp_path / "page.html").write_text(text)
    (tmp_path / "part.html").write_text("part")
    with pytest.raises(pytest.fail.Exception, match="nothing"):
        engine.get_template("page.html").render(Context({"known": {"a": 1}}))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{{ known.a }}", "1"),
        ("{{ nothing|default:'none' }}", "none"),
        ("{% if nothing %}yes{% else %}no{% endif %}", "no"),
    ],
)
def test_an_absence_that_the_template_provides_for_does_not_fail(engine, tmp_path, text, expected):
    (tmp_path / "page.html").write_text(text)
    assert engine.get_template("page.html").render(Context({"known": {"a": 1}})) == expected


def test_a_template_of_a_package_may_rely_on_undefined_variables(tmp_path):
    engine = Engine(dirs=[tmp_path], string_if_invalid=guards.UndefinedVariable())
    (tmp_path / "page.html").write_text("[{{ nothing }}{{ nothing|default:'none' }}{{ nothing|yesno:'a,b' }}]")
    assert engine.get_template("page.html").render(Context()) == "[noneb]"


@pytest.mark.django_db
def test_what_a_view_does_on_commit_is_done_after_its_response(client, monkeypatch):
    done = []

    def view(request):
        transaction.on_commit(lambda: done.append(connection.in_atomic_block))
        return healthz(request)

    pattern = next(pattern for pattern in urls.urlpatterns if pattern.name == "healthz")
    monkeypatch.setattr(pattern, "callback", view)
    client.get("/healthz")
    assert done == [True]


def test_cache_and_files_are_the_next_tests_to_find_empty_first():
    cache.set("left", "behind")
    default_storage.save("left.txt", ContentFile(b"behind"))


def test_cache_and_files_are_the_next_tests_to_find_empty_second():
    assert cache.get("left") is None
    assert not default_storage.exists("left.txt")


def test_the_worker_is_a_process_of_its_own_on_this_database(worker):
    record_beat.delay()
    worker.wait_until_idle()
    assert Heartbeat.objects.filter(name="beat").exists(), worker.tail()


@pytest.mark.journey
@pytest.mark.parametrize(
    ("content", "fault"),
    [
        ('<img src="http://192.0.2.1/picture.png" alt="">', "outside the portal"),
        ("<script>nothing.at.all()</script>", "script error"),
        ("<script>console.error('Refused by Content Security Policy')</script>", "Content-Security-Policy"),
        ("<p>nothing wrong</p>", None),
    ],
)
def test_the_browser_watches_every_page(browser, content, fault):
    watch = Watch("http://localhost")
    with browser.new_context() as context:
        watch.over(context)
        page = context.new_page()
        page.set_content(content, wait_until="load")
        page.wait_for_timeout(200)
    assert len(watch.faults) == (1 if fault else 0)
    assert fault is None or fault in watch.faults[0]


@pytest.mark.journey
def test_axe_finds_what_is_wrong(browser, axe):
    with browser.new_context() as context:
        page = context.new_page()
        page.set_content("<html><body><img src='data:,'></body></html>")
        with pytest.raises(AssertionError, match="image-alt"):
            axe(page)
