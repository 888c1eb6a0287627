"""Deadlines, reminders and the clock of the desk; embargo and publication at a set time; the receipt."""

import datetime

import pytest
from django.core import mail
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone, translation
from icalendar import Calendar

from foundation import tasks as mail_tasks
from foundation.decisions import Refused
from foundation.models import OutboxMessage
from reviews import deadlines, document, receipts, rendering, scheduling, transitions
from reviews.models import DeadlineReminder, Extension, Publication, Receipt, Rendering, Round, ScheduledPublication
from tests.reviews.factories import (
    DECLARATION,
    make_complete,
    make_country,
    make_curator,
    make_focal_point,
    make_review,
    make_round,
    review_at,
)

pytestmark = pytest.mark.django_db
DUE = datetime.date(2027, 3, 31)
SOON = datetime.timedelta(hours=2)


def address(name, review, *args, language="en"):
    with translation.override(language):
        return reverse(f"reviews:{name}", args=[review.country.iso3, review.round.code, *args])


@pytest.fixture
def review():
    review = make_review(make_country("XAA"))
    Round.objects.update(deadline=DUE)
    review.round.refresh_from_db()
    return review


def reminders():
    return list(OutboxMessage.objects.filter(template="deadline_reminder").order_by("pk"))


class TestDeadlines:
    def test_the_latest_extension_counts_for_its_country_alone(self, review):
        other = make_country("XBB")
        later, latest = DUE + datetime.timedelta(days=10), DUE + datetime.timedelta(days=20)
        curator = make_curator()
        for until in (later, latest):
            deadlines.extend(round=review.round, country=review.country, until=until, reason="Elections", by=curator)
        assert deadlines.deadline_of(review.round, review.country) == latest
        assert deadlines.deadline_of(review.round, other) == DUE
        assert Extension.objects.count() == 2
        assert OutboxMessage.objects.filter(template="deadline_extended", to=review.started_by.email).count() == 2

    @pytest.mark.parametrize("until", [DUE, DUE - datetime.timedelta(days=1), datetime.date(2020, 1, 1)])
    def test_an_extension_makes_it_later(self, review, until):
        with pytest.raises(Refused):
            deadlines.extend(round=review.round, country=review.country, until=until, reason="x", by=make_curator())

    def test_only_the_network_extends(self, review):
        with pytest.raises(Refused):
            deadlines.extend(
                round=review.round,
                country=review.country,
                until=DUE + datetime.timedelta(days=1),
                reason="x",
                by=review.started_by,
            )

    @pytest.mark.parametrize(
        ("days", "words"),
        [(12, "in 12 days"), (1, "in 1 day"), (0, "today"), (-3, "The day has passed; the review can still")],
    )
    def test_it_is_told_in_words(self, days, words):
        assert words in deadlines.due(DUE, DUE - datetime.timedelta(days=days)).in_words

    def test_arabic_counts_days_in_its_own_way(self):
        with translation.override("ar"):
            words = {deadlines.due(DUE, DUE - datetime.timedelta(days=days)).in_words for days in (1, 2, 5, 12)}
        assert len(words) == 4


class TestReminders:
    @pytest.mark.parametrize("days", [30, 14, 7, 1])
    def test_each_step_is_one_mail_in_the_persons_language(self, review, days):
        review.started_by.language = "ar"
        review.started_by.save()
        today = DUE - datetime.timedelta(days=days)
        assert deadlines.send_reminders(today) == 1
        assert deadlines.send_reminders(today) == 0
        [message] = reminders()
        assert message.language == "ar"
        assert "2027" in message.subject

    def test_all_steps_one_after_the_other(self, review):
        for days in range(40, -3, -1):
            deadlines.send_reminders(DUE - datetime.timedelta(days=days))
        assert [row.days for row in DeadlineReminder.objects.order_by("pk")] == [30, 14, 7, 1]

    def test_a_day_that_was_missed_is_made_up_for_once(self, review):
        assert deadlines.send_reminders(DUE - datetime.timedelta(days=5)) == 1
        assert DeadlineReminder.objects.get().days == 7

    def test_a_new_deadline_begins_anew(self, review):
        deadlines.send_reminders(DUE - datetime.timedelta(days=7))
        until = DUE + datetime.timedelta(days=30)
        deadlines.extend(
            round=review.round, country=review.country, until=until, reason="Elections", by=make_curator()
        )
        assert deadlines.send_reminders(until - datetime.timedelta(days=7)) == 1

    def test_a_country_that_has_not_started_is_told_how_to(self, review):
        make_focal_point(make_country("XBB"))
        assert deadlines.send_reminders(DUE - datetime.timedelta(days=7)) == 2
        texts = [message.text for message in reminders()]
        assert any("has not been started" in text for text in texts)
        assert any("still open before it can be submitted" in text for text in texts)

    def test_whoever_has_submitted_is_left_alone(self, review):
        make_complete(review)
        transitions.submit(review=review, by=review.started_by, **DECLARATION)
        assert deadlines.send_reminders(DUE - datetime.timedelta(days=7)) == 0

    def test_a_withdrawn_review_and_a_closed_round_are_left_alone(self, review):
        transitions.withdraw(review=review, by=review.started_by)
        assert deadlines.send_reminders(DUE - datetime.timedelta(days=7)) == 0
        make_review(make_country("XBB"))
        Round.objects.update(is_open=False)
        assert deadlines.send_reminders(DUE - datetime.timedelta(days=7)) == 0

    def test_the_desk_is_reminded_once_a_day_of_what_it_owes(self, review):
        curator = make_curator()
        make_complete(review)
        submission = transitions.submit(review=review, by=review.started_by, **DECLARATION)
        due = deadlines.answer_due(submission)
        assert due.on == timezone.localdate(submission.submitted_at) + datetime.timedelta(days=14)
        assert deadlines.remind_the_desk(due.on) == 0
        late = due.on + datetime.timedelta(days=1)
        assert deadlines.remind_the_desk(late) == 1
        OutboxMessage.objects.filter(template="desk_overdue").update(
            queued_at=datetime.datetime.combine(late, datetime.time(9), tzinfo=datetime.UTC)
        )
        assert deadlines.remind_the_desk(late) == 0
        assert submission.reference in OutboxMessage.objects.get(template="desk_overdue", to=curator.email).text


class TestPages:
    def test_the_task_list_says_the_day_and_offers_the_calendar(self, client, review):
        client.force_login(review.started_by)
        assert "31 March 2027" in client.get(address("review_tasks", review)).content.decode()
        answer = client.get(address("deadline_calendar", review, language="ar"))
        assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
        assert b"\r\n" in answer.content
        assert all(len(line) <= 75 for line in answer.content.split(b"\r\n"))
        [event] = Calendar.from_ical(answer.content).walk("VEVENT")
        assert event.decoded("dtstart") == DUE
        assert "استعراض" in str(event["summary"]) or "الجولة" in str(event["summary"])

    def test_without_a_deadline_there_is_no_file(self, client, review):
        Round.objects.update(deadline=None)
        client.force_login(review.started_by)
        assert client.get(address("deadline_calendar", review)).status_code == 404

    def test_a_round_has_its_file_for_everyone(self, client, review):
        Round.objects.update(start="2028-05-01", end="2028-05-04")
        answer = client.get(f"/en/rounds/{review.round.code}.ics")
        starts = {
            str(event["uid"]): event.decoded("dtstart") for event in Calendar.from_ical(answer.content).walk("VEVENT")
        }
        assert datetime.date(2028, 5, 1) in starts.values()
        assert DUE in starts.values()
        assert client.get("/en/rounds/none.ics").status_code == 404

    def test_more_time_is_asked_for_and_given(self, client, review):
        curator = make_curator()
        client.force_login(review.started_by)
        page = address("extension_ask", review)
        assert client.post(page, {"text": ""}).status_code == 422
        assert client.post(page, {"text": "Two more weeks, the census is late."}).status_code == 302
        wish = OutboxMessage.objects.get(template="extension_wanted", to=curator.email)
        grant = address("extension_grant", review)
        assert grant in wish.text
        assert client.get(grant).status_code == 404
        client.force_login(curator)
        answer = client.post(grant, {"until": "2027-03-01", "reason": "Census"})
        assert answer.status_code == 422
        assert "Census" in answer.content.decode()
        assert client.post(grant, {"until": "2027-04-14", "reason": "Census"}).status_code == 302
        assert "14 April 2027" in client.get(grant).content.decode()


def submit(review, **more):
    make_complete(review)
    return transitions.submit(review=review, by=review.started_by, **DECLARATION, **more)


class TestEmbargo:
    @pytest.fixture
    def submitted(self, review):
        submit(review, embargo_until=timezone.now() + SOON)
        review.refresh_from_db()
        return review

    def test_it_is_set_with_the_declaration(self, client, review):
        make_complete(review)
        client.force_login(review.started_by)
        page = address("review_submit", review)
        data = {**DECLARATION, "confirmed": "on"}
        answer = client.post(page, {**data, "day": "2020-01-01"})
        assert answer.status_code == 422
        assert "Choose a time in the future." in answer.content.decode()
        assert client.post(page, {**data, "time": "10:00"}).status_code == 422
        assert client.post(page, {**data, "day": "2099-05-05", "time": "10:00"}).status_code == 302
        review.refresh_from_db()
        assert review.embargo_until == datetime.datetime(2099, 5, 5, 10, tzinfo=datetime.UTC)

    def test_nobody_publishes_before_it(self, submitted):
        with pytest.raises(Refused):
            transitions.publish(review=submitted, by=make_curator())

    def test_publishing_sets_the_time_and_nothing_is_public_before(self, client, submitted):
        curator = make_curator()
        client.force_login(curator)
        answer = client.post(address("desk_publish", submitted), {})
        assert answer.status_code == 302
        scheduled = ScheduledPublication.objects.get()
        assert scheduled.publish_at == submitted.embargo_until
        assert "Cancel the scheduled publication" in client.get(address("desk_review", submitted)).content.decode()
        assert "Scheduled for publication" in client.get("/en/workspace/desk/").content.decode()
        client.logout()
        assert scheduling.publish_due() == []
        for page in (address("publication", submitted), address("publication_pdf", submitted)):
            assert client.get(page).status_code == 404
        assert client.get("/api/v1/reviews/").json()["count"] == 0
        assert address("publication", submitted) not in client.get("/sitemap.xml").content.decode()

        later = submitted.embargo_until + datetime.timedelta(seconds=1)
        [publication] = scheduling.publish_due(later)
        assert scheduling.publish_due(later) == []
        assert publication.published_by == curator
        assert client.get(address("publication", submitted)).status_code == 200

    def test_the_state_may_take_it_back_meanwhile(self, submitted):
        curator = make_curator()
        scheduling.schedule(review=submitted, by=curator, publish_at=submitted.embargo_until)
        transitions.withdraw(review=submitted, by=submitted.started_by)
        assert scheduling.publish_due(submitted.embargo_until + SOON) == []
        assert not Publication.objects.exists()
        assert ScheduledPublication.objects.get().cancelled_at

    def test_a_later_embargo_moves_the_publication(self, submitted):
        scheduling.schedule(review=submitted, by=make_curator(), publish_at=submitted.embargo_until)
        first, second = submitted.embargo_until, submitted.embargo_until + SOON
        scheduling.set_embargo(review=submitted, until=second, by=submitted.started_by)
        assert scheduling.publish_due(first + datetime.timedelta(minutes=1)) == []
        assert len(scheduling.publish_due(second)) == 1

    def test_what_waits_for_the_embargo_comes_when_it_is_lifted(self, submitted):
        scheduling.schedule(review=submitted, by=make_curator(), publish_at=submitted.embargo_until)
        scheduling.set_embargo(review=submitted, until=None, by=submitted.started_by)
        assert len(scheduling.publish_due()) == 1

    def test_one_that_fails_does_not_hold_up_the_others(self, submitted, monkeypatch):
        other = review_at("submitted", country=make_country("XBB"), round_=submitted.round)
        curator = make_curator()
        for one in (submitted, other):
            scheduling.schedule(review=one, by=curator, publish_at=timezone.now() + SOON)
        publish = transitions.publish

        def fail_once(*, review, **more):
            if review.country.iso3 == "XAA":
                raise RuntimeError("no")
            return publish(review=review, **more)

        monkeypatch.setattr(transitions, "publish", fail_once)
        assert len(scheduling.publish_due(timezone.now() + SOON * 2)) == 1

    def test_what_is_called_utc_is_utc(self, client, settings, submitted):
        settings.TIME_ZONE = "Asia/Riyadh"
        moment = datetime.datetime(2099, 5, 5, 23, 30, tzinfo=datetime.UTC)
        scheduling.set_embargo(review=submitted, until=moment, by=submitted.started_by)
        client.force_login(submitted.started_by)
        with timezone.override("Asia/Riyadh"):
            page = client.get(address("receipt", submitted)).content.decode()
        assert "Not before 5 May 2099, 23:30 UTC" in page

    def test_an_embargo_that_is_lifted_lets_the_network_publish_now(self, client, submitted):
        client.force_login(submitted.started_by)
        page = address("embargo", submitted)
        assert client.post(page, {"day": "2020-01-01"}).status_code == 422
        assert client.post(page, {"day": "", "time": ""}).status_code == 302
        submitted.refresh_from_db()
        assert transitions.publish(review=submitted, by=make_curator())

    def test_the_network_may_set_a_time_of_its_own_and_take_it_back(self, client, review):
        submit(review)
        client.force_login(make_curator())
        client.post(address("desk_publish", review), {"day": "2099-01-01", "time": "08:00"})
        scheduled = ScheduledPublication.objects.get()
        assert client.post(address("schedule_cancel", review, scheduled.pk)).status_code == 302
        assert scheduling.publish_due(datetime.datetime(2099, 2, 1, tzinfo=datetime.UTC)) == []
        client.post(address("desk_publish", review), {})
        assert Publication.objects.exists()

    def test_who_lost_the_role_meanwhile_had_decided_when_they_had_it(self, submitted):
        curator = make_curator()
        scheduling.schedule(review=submitted, by=curator, publish_at=submitted.embargo_until)
        curator.groups.clear()
        assert len(scheduling.publish_due(submitted.embargo_until + SOON)) == 1


class TestReceipt:
    def make_pdfs(self, monkeypatch, fail=()):
        def render(snapshot, *, language, **_more):
            if language in fail:
                raise RuntimeError("no")
            return b"%PDF-1.7 " + language.encode()

        monkeypatch.setattr(document, "render_document", render)
        monkeypatch.setattr(document, "page_count", lambda content: 1)
        for row in Rendering.objects.all():
            for _attempt in range(rendering.MAX_ATTEMPTS):
                claimed = rendering.claim(row.pk)
                if claimed:
                    try:
                        rendering.carry_out(claimed)
                    except RuntimeError:
                        continue

    def test_it_comes_once_with_both_pdfs(self, review, monkeypatch):
        submission = submit(review)
        assert not OutboxMessage.objects.filter(template="review_receipt").exists()
        self.make_pdfs(monkeypatch)
        message = OutboxMessage.objects.get(template="review_receipt")
        for part in (submission.reference, submission.sha256, f"{submission.submitted_at:%H:%M}"):
            assert part in message.text
        assert receipts.send(submission.pk) is False
        assert receipts.send_what_is_owed() == 0
        mail_tasks.send_mail(message.pk)
        [sent] = mail.outbox
        assert [(name, content[:4]) for name, content, _type in sent.attachments] == [
            (f"{submission.reference.lower()}-ar.pdf", b"%PDF"),
            (f"{submission.reference.lower()}-en.pdf", b"%PDF"),
        ]

    def test_a_pdf_that_failed_does_not_hold_it_back(self, review, monkeypatch):
        submit(review)
        self.make_pdfs(monkeypatch, fail=("en",))
        message = OutboxMessage.objects.get(template="review_receipt")
        assert message.attachments.count() == 1
        assert "could not be made" in message.text

    def test_one_that_a_dead_worker_owed_is_sent_by_the_sweeper(self, review, monkeypatch):
        submit(review)
        with monkeypatch.context() as patched:
            patched.setattr(receipts, "send", lambda _number: False)
            self.make_pdfs(monkeypatch)
        assert not OutboxMessage.objects.filter(template="review_receipt").exists()
        rendering.requeue_stale()
        rendering.requeue_stale()
        assert OutboxMessage.objects.filter(template="review_receipt").count() == 1

    def test_what_is_too_large_for_a_mail_is_left_to_the_links(self, review, monkeypatch):
        monkeypatch.setattr(receipts, "MOST_ATTACHED", 10)
        submit(review)
        self.make_pdfs(monkeypatch)
        message = OutboxMessage.objects.get(template="review_receipt")
        assert message.attachments.count() == 0
        assert "attached" not in message.text

    def test_a_file_that_is_gone_makes_the_mail_fail_and_is_told(self, review, monkeypatch):
        submit(review)
        self.make_pdfs(monkeypatch)
        message = OutboxMessage.objects.get(template="review_receipt")
        row = Rendering.objects.first()
        row.file.storage.delete(row.file.name)
        mail_tasks.send_mail(message.pk)
        message.refresh_from_db()
        assert message.state == "queued"
        assert message.error
        row.file.storage.save(row.file.name, ContentFile(b"%PDF"))
        mail_tasks.send_mail(message.pk)
        message.refresh_from_db()
        assert message.state == "sent"
        assert Receipt.objects.get().queued_at


class TestAnew:
    def test_only_who_may_submit_opens_a_published_review_again(self, client):
        review = review_at("published")
        alternate = make_focal_point(review.country, can_submit=False)
        with pytest.raises(Refused):
            transitions.revise(review=review, by=alternate, note="A figure")
        client.force_login(alternate)
        assert client.get(address("review_reopen", review)).status_code == 403
        transitions.revise(review=review, by=review.started_by, note="A figure was wrong.")

    def test_the_reason_is_proposed_as_the_correction_note_and_version_one_stays(self, client):
        review = review_at("published")
        transitions.revise(review=review, by=review.started_by, note="A figure was wrong.")
        transitions.submit(review=review, by=review.started_by, **DECLARATION)
        client.force_login(make_curator())
        form = client.get(address("desk_review", review)).context["publish_form"]
        assert form["correction_note"].value() == "A figure was wrong."
        client.post(address("desk_publish", review), {"correction_note": "A figure was corrected."})
        client.logout()
        first = client.get(address("publication_version", review, 1)).content.decode()
        second = client.get(address("publication", review)).content.decode()
        assert "A newer version has been published." in first
        assert "A figure was corrected." in second

    def test_a_second_version_that_is_withdrawn_leaves_the_first_in_force(self, client):
        review = review_at("published")
        transitions.revise(review=review, by=review.started_by, note="A figure was wrong.")
        transitions.submit(review=review, by=review.started_by, **DECLARATION)
        transitions.withdraw(review=review, by=review.started_by)
        assert Publication.objects.latest_versions().get().number == 1
        assert client.get(address("publication", review)).status_code == 200


def test_make_round_has_no_deadline_of_its_own():
    assert deadlines.deadline_of(make_round(), make_country()) is None


@pytest.mark.parametrize("started", [True, False])
def test_the_workspace_says_when_a_review_is_due(client, review, started):
    if not started:
        review.delete()
    client.force_login(make_focal_point(review.country))
    assert "Due on 31 March 2027" in client.get("/en/workspace/").content.decode()
