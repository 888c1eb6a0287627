"""Every mail about a review, in both languages: nothing undefined, no English in Arabic, the right direction."""

import datetime
import re
from pathlib import Path

import pytest
from django.conf import settings

from accounts.models import User
from foundation.models import OutboxMessage
from reviews import commenting, deadlines, delegating, helping, notifications, receipts, scheduling, transitions
from reviews.models import Rendering, Review, Round
from tests.reviews.factories import (
    DECLARATION,
    make_complete,
    make_country,
    make_curator,
    make_focal_point,
    make_review,
    question_of,
)

pytestmark = pytest.mark.django_db
#: Mails of accounts, which have tests of their own, and those that only a task of another day sends.
ELSEWHERE = {"account_changed", "invitation", "password_reset", "unknown_account", "handover_done"}
#: Latin by nature: addresses, checksums, references, codes of samples, names of formats.
LATIN = re.compile(
    r"https?://\S+|\S+@\S+|\b[0-9a-f]{64}\b|\b[A-Z]{3}-[A-Z0-9-]+\b"
    r"|\b(?:XAA|regional-2028|summary|text|PDF|SHA-256)\b"
)


def walk(language):
    """One review through everything that is mailed about."""
    country = make_country("XAA")
    focal = make_focal_point(country, language=language)
    second = make_focal_point(country, language=language)
    curator = make_curator(language=language)
    User.objects.update(name="أمل")
    for person in (focal, second, curator):
        person.refresh_from_db()
    review = make_review(country, by=focal)
    Round.objects.update(deadline=datetime.date(2099, 3, 31))
    review.round.refresh_from_db()
    section = question_of(review, "summary.text").section
    contributor = delegating.add_contributor(
        review=review,
        email="part@example.org",
        sections=[section],
        objectives=[],
        can_edit=True,
        language=language,
        by=focal,
        due_on=datetime.date(2099, 3, 1),
        message="نرجو كتابة الملخص.",
    )
    colleague = User.objects.create_user("part@example.org", "x" * 20, name="أمل", language=language)
    contributor.user = colleague
    contributor.save()
    delegating.say_ready(contributor=contributor, by=colleague)
    thread = commenting.open_thread(
        review=review, question=question_of(review, "summary.text"), report=None, text="هل من رقم؟", by=focal
    )
    commenting.reply(thread=thread, text="نعم.", by=colleague)
    request = helping.ask(
        review=review, section=section, addressee="national", subject="سؤال", text="كيف نبدأ؟", by=focal
    )
    helping.answer(request=request, text="هكذا.", by=curator)
    deadlines.ask_for_extension(review=review, text="نحتاج إلى وقت.", by=focal)
    deadlines.extend(
        round=review.round, country=country, until=datetime.date(2099, 4, 30), reason="التعداد", by=curator
    )
    deadlines.send_reminders(datetime.date(2099, 4, 23))
    make_complete(review)
    declaration = {**DECLARATION, "name": "ليلى", "post": "وزيرة", "institution": "وزارة"}
    transitions.submit(review=review, by=focal, **declaration)
    transitions.send_back(review=review, by=curator, note="نرجو التوضيح.")
    submission = transitions.submit(review=review, by=focal, **declaration)
    Rendering.objects.update(state="failed")
    receipts.send(submission.pk)
    notifications.desk_overdue(curator, [submission])
    scheduling.schedule(review=review, by=curator, publish_at=datetime.datetime(2099, 5, 1, tzinfo=datetime.UTC))
    transitions.publish(review=review, by=curator)
    transitions.revise(review=review, by=focal, note="خطأ في رقم.")
    transitions.submit(review=review, by=focal, **declaration)
    transitions.withdraw(review=review, by=focal)
    assert Review.objects.get().state == "withdrawn"


@pytest.mark.parametrize("language", ["ar", "en"])
def test_every_mail_in_its_language(language):
    walk(language)
    messages = OutboxMessage.objects.filter(language=language)
    assert messages.count() == OutboxMessage.objects.count()
    for message in messages:
        where = f"{message.template}: "
        assert message.subject, where
        assert message.text.strip(), where
        assert f'dir="{"rtl" if language == "ar" else "ltr"}"' in message.html, where
        assert f'lang="{language}"' in message.html, where
        if language == "ar":
            seen = LATIN.sub(" ", f"{message.subject} {message.text}")
            assert re.findall(r"[A-Za-z]{2,}", seen) == [], where + seen


def test_the_walk_meets_every_mail_there_is():
    walk("ar")
    there = {
        path.name.removesuffix(".subject.txt")
        for path in Path(settings.BASE_DIR, "templates", "mail").glob("*.subject.txt")
    }
    # Those of other rooms are met in the tests of theirs.
    code = "".join(path.read_text(encoding="utf-8") for path in Path(settings.BASE_DIR, "reviews").rglob("*.py"))
    there = {name for name in there if f'"{name}"' in code}
    missing = there - set(OutboxMessage.objects.values_list("template", flat=True)) - ELSEWHERE
    assert missing <= {"part_changed", "part_reminder"}, missing


def test_each_mail_is_whole():
    folder = Path(settings.BASE_DIR, "templates", "mail")
    for subject in folder.glob("*.subject.txt"):
        name = subject.name.removesuffix(".subject.txt")
        assert (folder / f"{name}.txt").exists()
        assert (folder / f"{name}.html").exists()
