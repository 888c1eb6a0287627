"""The table of the workflow, and that every way through it is the one in the table."""

import itertools
import threading

import pytest
from django.db import IntegrityError, connection, connections, transaction

from foundation.decisions import Refused
from reviews import transitions, workflow
from reviews.enums import Action, Owner, ReviewState
from reviews.models import Publication, Review, ReviewTransition, Submission
from reviews.workflow import OWNER, TRANSITIONS
from tests.reviews.factories import (
    DECLARATION,
    make_complete,
    make_country,
    make_curator,
    make_focal_point,
    make_review,
    make_user,
    review_at,
)

STATES = [state.value for state in ReviewState]


def take(action, review, by):
    if action == Action.SUBMIT:
        return transitions.submit(review=review, by=by, **DECLARATION)
    if action == Action.RETURN:
        return transitions.send_back(review=review, by=by, note="A reason.")
    if action == Action.PUBLISH:
        return transitions.publish(review=review, by=by)
    if action == Action.REVISE:
        return transitions.revise(review=review, by=by, note="A reason.")
    return transitions.withdraw(review=review, by=by, note="A reason.")


def test_every_state_has_an_owner_and_every_action_a_line():
    assert set(OWNER) == set(ReviewState)
    assert set(TRANSITIONS) == set(Action)


def test_every_state_can_be_reached_from_a_draft():
    reached = {ReviewState.DRAFT}
    while True:
        further = {one.target for one in TRANSITIONS.values() if one.sources & reached} - reached
        if not further:
            break
        reached |= further
    assert reached == set(ReviewState)


def test_answers_may_be_edited_exactly_where_the_state_has_the_word():
    assert {state for state, owner in OWNER.items() if owner == Owner.STATE} == workflow.EDITABLE
    assert ReviewState.SUBMITTED not in workflow.EDITABLE


@pytest.mark.django_db
@pytest.mark.parametrize(("state", "action"), list(itertools.product(STATES, Action)))
def test_an_action_works_from_its_sources_and_from_no_other_state(state, action):
    review = review_at(state)
    by = make_curator() if Owner.STATE not in TRANSITIONS[action].by else review.started_by
    before = ReviewTransition.objects.count()
    if state in TRANSITIONS[action].sources:
        take(action, review, by)
        review.refresh_from_db()
        assert review.state == TRANSITIONS[action].target
        last = review.transitions.last()
        assert (last.action, last.source, last.target, last.by) == (action, state, review.state, by)
        assert ReviewTransition.objects.count() == before + 1
    else:
        with pytest.raises(Refused):
            take(action, review, by)
        review.refresh_from_db()
        assert review.state == state
        assert ReviewTransition.objects.count() == before


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("who", "allowed"),
    [
        ("focal point", {Action.SUBMIT, Action.WITHDRAW, Action.REVISE}),
        ("focal point without the right to submit", {Action.WITHDRAW}),
        ("focal point of another country", set()),
        ("curator", {Action.RETURN, Action.PUBLISH, Action.REVISE}),
        ("stranger", set()),
    ],
)
def test_who_may_take_which_action(who, allowed):
    for action in Action:
        state = min(TRANSITIONS[action].sources, key=str)
        country = make_country("XAA")
        Review.objects.exclude(state="withdrawn").update(state="withdrawn")
        review = review_at(state, country=country)
        person = {
            "focal point": lambda country=country: make_focal_point(country),
            "focal point without the right to submit": lambda country=country: make_focal_point(
                country, can_submit=False
            ),
            "focal point of another country": lambda: make_focal_point(make_country("XBB")),
            "curator": make_curator,
            "stranger": make_user,
        }[who]()
        if action in allowed:
            take(action, review, person)
        else:
            with pytest.raises(Refused):
                take(action, review, person)


@pytest.mark.django_db
@pytest.mark.parametrize("act", [transitions.send_back, transitions.revise])
def test_returning_and_reopening_need_a_reason(act):
    review = review_at("submitted" if act is transitions.send_back else "published")
    with pytest.raises(Refused):
        act(review=review, by=make_curator(), note="   ")
    review.refresh_from_db()
    assert review.state in {"submitted", "published"}


@pytest.mark.django_db
def test_the_log_itself_refuses_a_return_without_a_reason():
    review = review_at("submitted")
    with pytest.raises(IntegrityError), transaction.atomic():
        ReviewTransition.objects.create(
            review=review,
            action=Action.RETURN,
            source="submitted",
            target="returned",
            at=review.started_at,
            by=review.started_by,
        )


@pytest.mark.django_db
def test_an_incomplete_review_is_not_submitted_and_nothing_is_left_behind():
    review = make_review()
    with pytest.raises(transitions.Incomplete) as refused:
        transitions.submit(review=review, by=review.started_by, **DECLARATION)
    assert {issue.question for issue in refused.value.issues} == {"summary.text", "objectives.choice"}
    review.refresh_from_db()
    assert review.state == "draft"
    assert not Submission.objects.exists()
    assert not ReviewTransition.objects.exists()


@pytest.mark.django_db
def test_a_published_review_that_is_reopened_stays_public_and_gets_a_second_version():
    review = review_at("published")
    first = Publication.objects.get()
    transitions.revise(review=review, by=review.started_by, note="A figure was wrong.")
    assert list(Publication.objects.latest_versions()) == [first]
    transitions.submit(review=review, by=review.started_by, **DECLARATION)
    second = transitions.publish(review=review, by=make_curator(), correction_note="A figure was corrected.")
    assert (second.number, second.supersedes, second.submission.number) == (2, first, 2)
    assert list(Publication.objects.latest_versions()) == [second]


@pytest.mark.django_db
def test_a_country_has_one_live_review_per_round_and_a_new_one_after_withdrawing():
    review = review_at("draft")
    with pytest.raises(Refused):
        make_review(review.country, by=review.started_by, round_=review.round)
    transitions.withdraw(review=review, by=review.started_by)
    assert make_review(review.country, by=review.started_by, round_=review.round).pk != review.pk


@pytest.mark.django_db(transaction=True)
def test_six_people_who_submit_at_once_submit_once():
    review = make_complete(make_review())
    barrier = threading.Barrier(6)
    outcomes = []

    def submit():
        try:
            mine = Review.objects.get(pk=review.pk)
            barrier.wait()
            transitions.submit(review=mine, by=review.started_by, **DECLARATION)
            outcomes.append("submitted")
        except Refused:
            outcomes.append("refused")
        finally:
            connections[connection.alias].close()

    threads = [threading.Thread(target=submit) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["refused"] * 5 + ["submitted"]
    assert Submission.objects.count() == 1
    assert review.transitions.count() == 1
