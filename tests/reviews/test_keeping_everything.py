"""Whatever people do one after the other: every text that was acknowledged can be found again, word for word."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from foundation import richtext
from reviews import drafting, merging, versions
from reviews.models import AnswerText, TextRevision
from tests.reviews.factories import make_country, make_focal_point, make_review, question_of

WORDS = ["هجرة", "لاجئون", "الأطفال", "migration", "الْعَمَل", "2026", "نظامية", "آمنة", "لا", "committee"]
paragraph = st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map(lambda words: f"<p>{' '.join(words)}</p>")
text = st.lists(paragraph, min_size=0, max_size=3).map("".join)
step = st.one_of(
    # Who, the language, what they write, and whether they look at what is stored before they do.
    st.tuples(st.just("save"), st.integers(0, 2), st.sampled_from(["ar", "en"]), text, st.booleans()),
    st.tuples(st.just("restore"), st.integers(0, 2), st.sampled_from(["ar", "en"]), st.integers(1, 9), st.booleans()),
    st.tuples(
        st.just("merge"),
        st.integers(0, 2),
        st.sampled_from(["ar", "en"]),
        text,
        st.sampled_from(["both", "mine", "theirs"]),
    ),
)


class Person:
    """Someone with the page open: the version they read last, by language."""

    def __init__(self, user):
        self.user = user
        self.read = {"ar": 0, "en": 0}


@pytest.mark.django_db
class TestEveryAcknowledgedText(TestCase):
    @given(st.lists(step, max_size=14))
    @settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
    def test_stays_reachable(self, steps):
        country = make_country("XAA")
        people = [Person(make_focal_point(country)) for _number in range(3)]
        review = make_review(country, by=people[0].user)
        question = question_of(review, "summary.text")
        acknowledged: set[tuple[str, str]] = set()

        def stored(language):
            return AnswerText.objects.filter(answer__review=review, language=language).first()

        def save(person, language, html):
            saved = drafting.save_text(
                review=review,
                question=question,
                language=language,
                html=html,
                version=person.read[language],
                by=person.user,
            )
            person.read[language] = saved.version
            if saved.version:
                acknowledged.add((language, html))

        for kind, who, language, what, how in steps:
            person = people[who]
            before = stored(language)
            other = "en" if language == "ar" else "ar"
            others_before = getattr(stored(other), "html", None)
            try:
                if kind == "save":
                    if how:
                        person.read[language] = before.version if before else 0
                    save(person, language, what)
                elif kind == "restore":
                    if how:
                        person.read[language] = before.version if before else 0
                    saved = versions.restore(
                        review=review,
                        question=question,
                        report=None,
                        language=language,
                        number=what,
                        version=person.read[language],
                        by=person.user,
                    )
                    person.read[language] = saved.version
                    acknowledged.add((language, stored(language).html))
                elif before:
                    mine = richtext.sanitize(what)
                    person.read[language] = before.version
                    if how == "both":
                        save(person, language, merging.together(before.html, mine))
                    elif how == "mine":
                        save(person, language, mine)
            except drafting.Conflict as conflict:
                # Nothing was written, and what is there is shown.
                assert conflict.theirs.version != person.read[language]
                assert stored(language).html == before.html
            except TextRevision.DoesNotExist:
                pass
            # A save in one language never touches the other.
            assert getattr(stored(other), "html", None) == others_before

        for language, html in acknowledged:
            assert TextRevision.objects.filter(
                text__answer__review=review, text__language=language, html=html
            ).exists(), f"lost: {html}"
        for one in AnswerText.objects.filter(answer__review=review):
            numbers = list(one.revisions.order_by("version").values_list("version", flat=True))
            assert numbers == list(range(1, one.version + 1))
            assert one.revisions.get(version=one.version).html == one.html
        assert AnswerText.objects.filter(answer__review=review, status="original").count() <= 1


@given(text, text)
def test_together_loses_no_paragraph_of_either(theirs, mine):
    merged = merging.together(theirs, mine)
    blocks = [richtext.write([block]) for block in richtext.parse(merged)]
    for one in (theirs, mine):
        for block in richtext.parse(one):
            assert richtext.write([block]) in blocks
    assert merging.together(merged, mine) == merged
    assert richtext.sanitize(merged) == merged
