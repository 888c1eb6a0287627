"""Comments on answers: who may say what where, who hears of it, and that the Network never does."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from foundation.decisions import Refused
from foundation.models import OutboxMessage
from reviews import commenting, drafting, transitions
from reviews.models import Comment, Contributor, ObjectiveReport, Thread
from tests.reading import Reading
from tests.reviews.factories import (
    DECLARATION,
    make_complete,
    make_country,
    make_curator,
    make_focal_point,
    make_review,
    make_user,
    question_of,
    review_at,
)
from tests.reviews.test_draft_pages import address

pytestmark = pytest.mark.django_db


def make_contributor(review, *codes, objectives=(), can_edit=True, **fields):
    """A person with a part in a review."""
    person = make_user("Contributor", **fields)
    contributor = Contributor.objects.create(
        review=review, user=person, email=person.email, added_by=review.started_by, can_edit=can_edit
    )
    contributor.sections.set(review.questionnaire.sections.filter(code__in=codes))
    contributor.objectives.set(
        [report.objective for report in review.objective_reports.filter(objective__number__in=objectives)]
    )
    return person


def say(review, text="Which year is this?", *, by=None, identifier="summary.text", objective=None, **fields):
    report = ObjectiveReport.objects.get(review=review, objective__number=objective) if objective else None
    return commenting.open_thread(
        review=review,
        question=question_of(review, identifier),
        report=report,
        text=text,
        by=by or review.started_by,
        **fields,
    )


@pytest.fixture
def review():
    return make_complete(make_review())


def page_of(review, identifier="summary.text", *number, language="en"):
    return address("answer_comments", review, question_of(review, identifier).pk, *number, language=language)


def mails(template="comment_added"):
    return set(OutboxMessage.objects.filter(template=template).values_list("to", flat=True))


def test_a_thread_is_told_to_those_who_cover_the_answer_and_a_reply_to_those_in_it(review):
    reader = make_contributor(review, "summary", can_edit=False, language="ar")
    elsewhere = make_contributor(review, "principles")
    second = make_focal_point(review.country)
    thread = say(review)
    assert mails() == {reader.email, second.email}
    arabic = OutboxMessage.objects.get(to=reader.email)
    assert arabic.language == "ar"
    assert "/ar/workspace/reviews/XAA/" in arabic.text
    assert "Which year is this?" not in arabic.text
    OutboxMessage.objects.all().delete()
    commenting.reply(thread=thread, text="2025.", by=reader)
    assert mails() == {review.started_by.email}
    with pytest.raises(Refused):
        commenting.reply(thread=thread, text="Me too.", by=elsewhere)


def test_a_thread_on_an_objective_belongs_to_those_of_that_objective(review):
    drafting.choose_objectives(review=review, chosen={7, 11}, priorities=set(), by=review.started_by)
    seven = make_contributor(review, objectives=[7])
    eleven = make_contributor(review, objectives=[11])
    thread = say(review, identifier="objectives.measures", objective=7)
    assert mails() == {seven.email}
    with pytest.raises(Refused):
        commenting.resolve(thread=thread, by=eleven)
    with pytest.raises(Refused):
        say(review, by=seven)


def test_resolving_is_done_once_and_a_reply_opens_again(review):
    thread = say(review)
    assert commenting.resolve(thread=thread, by=review.started_by)
    assert not commenting.resolve(thread=thread, by=review.started_by)
    assert not Thread.objects.open().exists()
    commenting.reply(thread=thread, text="One more thing.", by=review.started_by)
    thread.refresh_from_db()
    assert (thread.resolved_at, thread.resolved_by) == (None, None)
    assert not commenting.reopen(thread=thread, by=review.started_by)


@pytest.mark.parametrize(("state", "allowed"), [("submitted", True), ("published", True), ("withdrawn", False)])
def test_comments_are_the_teams_own_until_the_review_is_withdrawn(state, allowed):
    review = review_at(state)
    if allowed:
        assert say(review).pk
    else:
        with pytest.raises(Refused):
            say(review)


def test_the_network_may_not_comment(review):
    with pytest.raises(Refused):
        say(review, by=make_curator())


def test_a_comment_is_corrected_by_its_author_until_somebody_replies_or_time_has_passed(review):
    reader = make_contributor(review, "summary")
    thread = say(review, by=reader)
    comment = thread.comments.get()
    commenting.correct(comment=comment, text="Which year was this?", by=reader)
    assert Comment.objects.get().text == "Which year was this?"
    with pytest.raises(Refused):
        commenting.correct(comment=comment, text="Not mine.", by=review.started_by)
    answer = commenting.reply(thread=thread, text="2025.", by=review.started_by)
    with pytest.raises(Refused):
        commenting.correct(comment=comment, text="Too late.", by=reader)
    Comment.objects.filter(pk=answer.pk).update(at=timezone.now() - datetime.timedelta(minutes=16))
    answer.refresh_from_db()
    with pytest.raises(Refused):
        commenting.correct(comment=answer, text="2024.", by=review.started_by)


@pytest.mark.parametrize("language", ["ar", "en"])
def test_the_page_shows_both_texts_and_the_conversation(client, review, language):
    say(review, "First line.\nSecond line.", language="ar")
    client.force_login(review.started_by)
    page = Reading(client.get(page_of(review, language=language)))
    assert "ملخص الاستعراض في فقرة واحدة." in page.main.text
    assert "First line." in page.main.text
    comment = page.main.one("li", **{"class": "comment"})
    assert [(node.attrs["lang"], node.attrs["dir"]) for node in comment.all("div")] == [("en", "ltr")]
    assert comment.all("br")


def test_commenting_by_the_page_and_the_way_there_from_the_answer(client, review):
    reader = make_contributor(review, "summary", can_edit=False)
    client.force_login(reader)
    form = client.get(address("review_section", review, "summary")).content.decode()
    assert f'href="{page_of(review)}"' in form
    response = client.post(page_of(review), {"thread-text": "Which\r\nyear?", "thread-language": "en"})
    thread = Thread.objects.get()
    assert response.url == f"{page_of(review)}#thread-{thread.pk}"
    assert (thread.language, thread.comments.get().text) == ("en", "Which\nyear?")
    client.force_login(review.started_by)
    form = client.get(address("review_section", review, "summary")).content.decode()
    assert "Comments (1 open)" in form
    client.post(page_of(review), {"reply": thread.pk, f"reply-{thread.pk}-text": "2025."})
    assert [comment.by for comment in thread.comments.all()] == [reader, review.started_by]
    last = thread.comments.last()
    client.post(page_of(review), {"correct": last.pk, f"correct-{last.pk}-text": "2024."})
    assert thread.comments.last().text == "2024."
    assert client.post(address("comment_resolve", review, thread.pk)).status_code == 302
    thread.refresh_from_db()
    assert thread.resolved_by == review.started_by
    listed = client.get(address("review_comments", review) + "?show=resolved").content.decode()
    assert f"{page_of(review)}#thread-{thread.pk}" in listed
    client.post(address("comment_reopen", review, thread.pk))
    assert Thread.objects.open().count() == 1


def test_bad_input_is_refused_at_its_field_and_kept(client, review):
    thread = say(review)
    client.force_login(review.started_by)
    long = "كلام " * 1001
    response = client.post(page_of(review), {"thread-text": long})
    assert response.status_code == 422
    assert "field__error" in response.content.decode()
    assert response.content.decode().count("كلام") >= 1001
    # Line breaks count once, as the browser counts them.
    assert client.post(page_of(review), {"thread-text": "x\r\n" * 2500}).status_code == 302
    response = client.post(page_of(review), {"reply": thread.pk, f"reply-{thread.pk}-text": " "})
    assert response.status_code == 422
    assert f'href="#id_reply-{thread.pk}-text"' in response.content.decode()
    assert client.post(page_of(review), {"thread-text": "x", "thread-language": "fr"}).status_code == 422
    assert client.post(page_of(review), {"reply": "x"}).status_code == 404
    assert Comment.objects.count() == 2


@pytest.mark.parametrize("language", ["ar", "en"])
def test_what_is_sent_after_the_session_has_ended_is_there_after_the_log_in(client, review, language):
    thread = say(review)
    for data in ({"thread-text": "Typed late."}, {"reply": thread.pk, f"reply-{thread.pk}-text": "Typed late."}):
        client.logout()
        assert "/accounts/login/" in client.post(page_of(review, language=language), data).url
        client.force_login(review.started_by)
        assert "Typed late." in client.get(page_of(review, language=language)).content.decode()
        assert "Typed late." not in client.get(page_of(review, language=language)).content.decode()
    assert Comment.objects.count() == 1


def test_a_thread_is_reached_from_its_own_answer_only(client, review):
    other = say(review, identifier="objectives.measures", objective=7)
    client.force_login(review.started_by)
    response = client.post(page_of(review), {"reply": other.pk, f"reply-{other.pk}-text": "Here?"})
    assert response.status_code == 404


def test_walls(client, review):
    """Contributors of other parts, other countries and the Network find nothing, and nothing to settle."""
    thread = say(review)
    for stranger in (
        make_contributor(review, "principles"),
        make_focal_point(make_country("XBB")),
        make_curator(),
    ):
        client.force_login(stranger)
        assert client.get(page_of(review)).status_code == 404
        assert client.post(page_of(review), {"thread-text": "Hello"}).status_code == 404
        assert client.post(address("comment_resolve", review, thread.pk)).status_code == 404
        assert client.post(address("comment_reopen", review, thread.pk)).status_code == 404
    client.force_login(make_contributor(review, "principles"))
    listed = client.get(address("review_comments", review)).content.decode()
    assert "Which year is this?" not in listed
    assert "(1 open)" not in listed


def test_the_network_reads_no_comment_on_its_desk(client, review):
    say(review, "Between us.")
    transitions.submit(review=review, by=review.started_by, **DECLARATION)
    client.force_login(make_curator())
    assert "Between us." not in client.get(address("desk_review", review)).content.decode()
    assert client.get(address("review_comments", review)).status_code == 404


def test_who_may_only_comment_may_not_edit(client, review):
    client.force_login(make_contributor(review, "summary", can_edit=False))
    assert client.post(page_of(review), {"thread-text": "Good."}).status_code == 302
    assert client.post(address("review_section", review, "summary"), {}).status_code == 403


def test_a_withdrawn_review_keeps_its_comments_to_be_read(client, review):
    thread = say(review)
    transitions.withdraw(review=review, by=review.started_by)
    client.force_login(review.started_by)
    page = client.get(page_of(review)).content.decode()
    assert "Which year is this?" in page
    assert "Add the comment" not in page
    assert client.post(page_of(review), {"thread-text": "Hello"}).status_code == 403
    assert client.post(address("comment_resolve", review, thread.pk)).status_code == 403


def test_the_pages_ask_as_often_for_many_threads_as_for_few(client, review):
    client.force_login(review.started_by)
    counts = {}
    say(review)
    client.get(address("review_section", review, "summary"))  # Here the person is seen for the first time.
    for number in (1, 2):
        for name in (
            page_of(review),
            address("review_comments", review),
            address("review_section", review, "summary"),
        ):
            with CaptureQueriesContext(connection) as queries:
                client.get(name)
            counts.setdefault(name, set()).add(len(queries))
        if number == 1:
            for _ in range(5):
                commenting.reply(thread=say(review), text="Yes.", by=make_contributor(review, "summary"))
    assert all(len(found) == 1 for found in counts.values()), counts
