"""Fifty people write at one review at once: how long does a save take, is a word lost, is one overwritten unseen?

    scripts/benchmark autosave [--writers 50] [--seconds 30]

Starts a throwaway PostgreSQL and Redis and the portal under gunicorn as in production. Each writer adds a
word of their own to a text, waits as long as a person pauses, and saves as the page's script does: with the
version they read, taking up both texts when somebody else was first. Half of them share a text with another.

Prints round trips in milliseconds, and what is looked for afterwards in the database:

    lost          acknowledged texts that are in no version of the history
    overwritten   words that were acknowledged and are missing from the text that stands, though nobody removed them
"""

import argparse
import json
import os
import random
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode, urlsplit

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))


def make_database(url: str) -> None:
    """The throwaway server has a role and no database yet: tests make their own."""
    import psycopg2

    connection = psycopg2.connect(urlsplit(url)._replace(path="/postgres").geturl())
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute("CREATE DATABASE portal")
    connection.close()


def set_up(var_dir: str, port: int) -> None:
    make_database(os.environ["TEST_DATABASE_URL"])
    os.environ |= {
        "DATABASE_URL": os.environ["TEST_DATABASE_URL"],
        "CELERY_BROKER_URL": f"{os.environ['TEST_REDIS_URL']}/0",
        "CACHE_URL": f"{os.environ['TEST_REDIS_URL']}/1",
        "DJANGO_SETTINGS_MODULE": "gcm_portal.settings",
        "VAR_DIR": var_dir,
        "SECRET_KEY": "only-for-a-benchmark-" * 3,
        "HTTPS_ONLY": "0",
        "SITE_URL": f"http://localhost:{port}",
        "ALLOWED_HOSTS": "localhost",
        "LOG_LEVEL": "ERROR",
        "REQUIRE_SECOND_FACTOR": "0",
        "DEBUG": "1",
    }
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)


class Writer(threading.Thread):
    """One person at one text; ``word`` is what only they write."""

    def __init__(self, *, number: int, port: int, cookie: str, token: str, address: str, name: str, ends: float):
        super().__init__()
        self.number, self.port, self.address, self.name_of_field, self.ends = number, port, address, name, ends
        self.headers = {
            "Cookie": f"sessionid={cookie}; csrftoken={token}",
            "Content-Type": "application/x-www-form-urlencoded",
            "Host": f"localhost:{port}",
            "Origin": f"http://localhost:{port}",
        }
        self.token = token
        self.version, self.text, self.count = 0, "", 0
        self.times: list[float] = []
        self.acknowledged: list[str] = []
        self.words: set[str] = set()
        self.conflicts, self.failures = 0, 0
        self.random = random.Random(number)

    def run(self) -> None:
        while time.monotonic() < self.ends:
            time.sleep(self.random.uniform(0.5, 3.5))
            word = f"w{self.number}x{self.count}"
            self.count += 1
            self.text += f"<p>{word}</p>"
            while not self.save(word):
                pass

    def save(self, word: str) -> bool:
        name = self.name_of_field
        connection = HTTPConnection("localhost", self.port, timeout=60)
        body = urlencode(
            {
                "csrfmiddlewaretoken": self.token,
                "language": "en",
                name: self.text,
                f"{name}_format": "html",
                f"{name}_version": self.version,
            }
        )
        started = time.perf_counter()
        try:
            connection.request("POST", self.address, body, self.headers)
            response = connection.getresponse()
            content = response.read()
        except OSError:
            self.failures += 1
            return False
        finally:
            connection.close()
        self.times.append((time.perf_counter() - started) * 1000)
        if response.status == 200:
            self.version = json.loads(content)["version"]
            self.acknowledged.append(self.text)
            self.words.add(word)
            return True
        if response.status == 409:
            self.conflicts += 1
            data = json.loads(content)
            self.version, self.text = data["version"], data["both"]
            return False
        self.failures += 1
        raise SystemExit(f"writer {self.number}: {response.status} {content[:300]!r}")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--writers", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=30)
    options = parser.parse_args()
    with socket.socket() as probe:
        probe.bind(("localhost", 0))
        port = probe.getsockname()[1]
    with tempfile.TemporaryDirectory() as var_dir:
        set_up(var_dir, port)
        from tests.reviews.factories import make_country, make_focal_point, make_review, make_round

        country = make_country("XAA")
        first = make_focal_point(country)
        review = make_review(country, by=first, round_=make_round("benchmark"))
        people = [first] + [make_focal_point(country) for _number in range(options.writers - 1)]
        questions = fields(review, people, options.writers)
        # Each conflict is a line in its log, and there are many.
        log = Path(var_dir, "server.log").open("w")
        server = subprocess.Popen(
            [
                sys.executable, "-m", "gunicorn", "gcm_portal.wsgi", "--config", "deploy/gunicorn.conf.py",
                "--bind", f"localhost:{port}",
            ],
            cwd=ROOT, stdout=log, stderr=log,
        )  # fmt: skip
        try:
            wait_for(port)
            return measure(options, review, people, questions, port)
        finally:
            server.terminate()
            server.wait()
            log.close()


def fields(review, people, count: int) -> list:
    """A text for each pair of the first half, and one for each of the others."""
    from reviews.models import Question

    section = review.questionnaire.sections.filter(kind="narrative").first()
    shared = count // 4
    alone = count - 2 * shared
    made = [
        Question.objects.create(
            section=section, identifier=f"benchmark.{number}", position=100 + number, title_en=f"Question {number}"
        )
        for number in range(shared + alone)
    ]
    return [made[number // 2] if number < 2 * shared else made[number - shared] for number in range(count)]


def wait_for(port: int) -> None:
    for _time in range(300):
        try:
            socket.create_connection(("localhost", port), 1).close()
            return
        except OSError:
            time.sleep(0.1)
    raise SystemExit("the portal did not start")


def session_of(person) -> str:
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.create()
    return session.session_key


def measure(options, review, people, questions, port: int) -> int:
    from django.conf import settings
    from django.middleware.csrf import _get_new_csrf_string

    from reviews.models import AnswerText, TextRevision

    backends = settings.AUTHENTICATION_BACKENDS
    ends = time.monotonic() + options.seconds
    writers = []
    for number, (person, question) in enumerate(zip(people, questions, strict=True)):
        address = f"/en/workspace/reviews/XAA/{review.round.code}/answers/{question.pk}/save/"
        writers.append(
            Writer(
                number=number,
                port=port,
                cookie=session_of(person),
                token=_get_new_csrf_string(),
                address=address,
                name=f"q{question.pk}_en",
                ends=ends,
            )
        )
    print(f"{len(writers)} writers, {len(set(questions))} texts, {options.seconds:.0f} s, backends {len(backends)}")
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()

    times = sorted(one for writer in writers for one in writer.times)
    saves = sum(len(writer.acknowledged) for writer in writers)
    lost = overwritten = 0
    for question in set(questions):
        text = AnswerText.objects.get(answer__review=review, answer__question=question, language="en")
        versions = set(TextRevision.objects.filter(text=text).values_list("html", flat=True))
        for writer, its in zip(writers, questions, strict=True):
            if its == question:
                lost += sum(html not in versions for html in writer.acknowledged)
                overwritten += sum(f"<p>{word}</p>" not in text.html for word in writer.words)
    quantiles = statistics.quantiles(times, n=100)
    print(f"saves acknowledged    {saves}")
    print(f"conflicts shown       {sum(writer.conflicts for writer in writers)}")
    print(f"failed requests       {sum(writer.failures for writer in writers)}")
    print(f"round trip p50        {quantiles[49]:.0f} ms")
    print(f"round trip p95        {quantiles[94]:.0f} ms")
    print(f"round trip max        {times[-1]:.0f} ms")
    print(f"lost                  {lost}")
    print(f"silently overwritten  {overwritten}")
    return 1 if lost or overwritten else 0


if __name__ == "__main__":
    sys.exit(main())
