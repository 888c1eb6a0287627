"""What differs between two texts and two snapshots."""

import json
from pathlib import Path

import pytest
from django.template.loader import render_to_string
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from foundation import richtext
from foundation.differences import differences, has_changes
from reviews.comparing import compare

patient = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
words = st.sampled_from(
    ["الهجرة", "والهجرة", "مُنَظَّمة،", "ـ", "12,700", "و", "the", "State’s", "plan.", "a-b", ",", "(x)", "؟", "\u200f"]
)
lines = st.lists(words, min_size=1, max_size=12).map(" ".join)


@st.composite
def documents(draw):
    parts = draw(st.lists(lines, max_size=6))
    shapes = ["<p>{}</p>", "<h3>{}</h3>", "<ul><li>{}</li></ul>", "<table><tr><td>{}</td><td>x</td></tr></table>"]
    return richtext.sanitize("".join(draw(st.sampled_from(shapes)).format(part) for part in parts))


def bare(text):
    return "".join(text.split())


def side(paragraphs, op):
    return "\n".join("".join(text for kind, text in pieces if kind in {"equal", op}) for pieces in paragraphs)


@patient
@given(documents())
def test_a_text_does_not_differ_from_itself(html):
    assert not has_changes(differences(html, html))


@patient
@given(documents(), documents())
def test_equal_and_inserted_pieces_are_the_new_text_and_equal_and_deleted_the_old(old, new):
    found = differences(old, new)
    kept = [line for line in side(found, "insert").split("\n") if line.strip()]
    assert kept == [line.strip() for line in richtext.plain(new).split("\n") if line.strip()]
    assert bare(side(found, "delete")) == bare(richtext.plain(old))


@patient
@given(documents(), documents())
def test_texts_with_the_same_words_have_no_changes(old, new):
    assert has_changes(differences(old, new)) == (
        bare(richtext.plain(old)) != bare(richtext.plain(new))
        or richtext.plain(old).split() != richtext.plain(new).split()
        or [line for line in richtext.plain(old).split("\n") if line.strip()]
        != [line for line in richtext.plain(new).split("\n") if line.strip()]
    )


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            "<p>أنشأت الدولة 12 مركزًا.</p>",
            "<p>أنشأت الدولة 15 مركزًا.</p>",
            [
                [
                    ("equal", "أنشأت الدولة "),
                    ("delete", "12 "),
                    ("insert", "15 "),
                    ("equal", "مركزًا."),
                ]
            ],
        ),
        ("<p>One two.</p>", "<p>One.</p>", [[("equal", "One"), ("delete", " two"), ("equal", ".")]]),
        ("<p>One.</p>", "<p>One two.</p>", [[("equal", "One "), ("insert", "two"), ("equal", ".")]]),
        (
            "<p>كتب</p>",
            "<p>كُتُب</p>",
            [[("delete", "كتب")], [("insert", "كُتُب")]],
        ),
        (
            "<p>First stays.</p><p>Second goes away.</p>",
            "<p>First stays.</p><ul><li>Another comes here</li></ul>",
            [[("equal", "First stays.")], [("delete", "Second goes away.")], [("insert", "Another comes here")]],
        ),
        ("<p>Same <strong>words</strong></p>", "<p>Same words</p>", [[("equal", "Same words")]]),
        ("", "<p>New</p>", [[("insert", "New")]]),
    ],
)
def test_words_are_compared_inside_their_paragraph(old, new, expected):
    assert differences(old, new) == expected


def test_a_long_text_is_compared_in_reasonable_time():
    old = "".join(f"<p>فقرة رقم {number} عن الهجرة في الدولة وعن خططها.</p>" for number in range(300))
    new = old.replace("خططها", "برامجها")
    assert has_changes(differences(old, new))


@pytest.mark.parametrize(("language", "removed", "added"), [("ar", "حُذف:", "أُضيف:"), ("en", "removed:", "added:")])
def test_what_changed_is_said_in_words_in_the_language_of_the_page(language, removed, added):
    with translation.override(language):
        html = render_to_string(
            "reviews/_differences.html",
            {"differences": differences("<p>One & two.</p>", "<p>One & three.</p>"), "language": "en"},
        )
    assert '<div class="prose differences" lang="en" dir="ltr">' in html
    assert f'<del><span class="visually-hidden" lang="{language}">{removed} </span>two</del>' in html
    assert f'<ins><span class="visually-hidden" lang="{language}">{added} </span>three</ins>' in html
    assert "One &amp; " in html


# ---------------------------------------------------------------- snapshots

FIXTURE = json.loads((Path(__file__).parent.parent / "documents" / "fixtures" / "snapshot_v1.json").read_text())


def entry(question, html=None, *, kind="narrative", value=None, **more):
    texts = {"ar": {"html": html, "status": "original"}} if html else {}
    return {
        "question": question,
        "title": {"ar": question, "en": question},
        "kind": kind,
        "texts": texts,
        "value": value,
        **more,
    }


def snapshot(*sections, code="imrf-2026", **more):
    named = [{"title": {"ar": one["code"], "en": one["code"]}, "kind": "narrative", **one} for one in sections]
    return {"round": {"code": code, "name": {"ar": code, "en": code}}, "sections": named, **more}


def objective(number, *answers, stage=None):
    label = {"code": stage, "label": {"ar": stage, "en": stage}} if stage else None
    return {"number": number, "is_priority": False, "stage": label, "answers": list(answers)}


def kinds(comparison):
    return {
        change.entry["question"]: change.kind
        for section in comparison.sections
        for change in [*section.answers, *(one for o in section.objectives for one in o.answers)]
    }


def test_a_review_does_not_differ_from_itself():
    comparison = compare(FIXTURE, FIXTURE)
    assert comparison.is_same
    assert set(comparison.counts) == {"unchanged"}


@patient
@given(st.lists(st.tuples(st.sampled_from("abcdef"), documents()), max_size=5, unique_by=lambda pair: pair[0]))
def test_no_review_differs_from_itself(answers):
    taken = snapshot({"code": "one", "answers": [entry(question, html) for question, html in answers]})
    assert compare(taken, taken).is_same


def test_every_kind_of_change_has_its_name():
    old = snapshot(
        {
            "code": "one",
            "answers": [
                entry("same", "<p>س</p>"),
                entry("confirmed", "<p>س</p>"),
                entry("changed", "<p>س ص</p>"),
                entry("restyled", "<p>س</p>"),
                entry("gone", "<p>س</p>"),
                entry("dropped", "<p>س</p>"),
                entry("value", kind="number", value="3"),
            ],
        }
    )
    carried = {"from": "XAA-S1", "round": old["round"]["name"], "decision": "confirmed"}
    new = snapshot(
        {
            "code": "two",
            "answers": [
                entry("same", "<p>س</p>"),
                entry("confirmed", "<p>س</p>", carried=carried),
                entry("changed", "<p>س ع</p>", carried=carried),
                entry("restyled", "<p><strong>س</strong></p>"),
                entry("new", "<p>س</p>"),
                entry("value", kind="number", value="4"),
            ],
        },
        code="imrf-2030",
        dropped=[{"question": "dropped", "objective": None, "principle": None}],
    )
    assert kinds(compare(old, new)) == {
        "same": "unchanged",
        "confirmed": "confirmed",
        "changed": "changed",
        "restyled": "restyled",
        "new": "new",
        "value": "revalued",
        "gone": "gone",
        "dropped": "dropped",
    }
    # Between two versions of the new review nobody confirmed anything.
    assert kinds(compare(new, new))["confirmed"] == "unchanged"


def test_objectives_come_stay_and_are_not_reported_this_round():
    old = snapshot(
        {
            "code": "objectives",
            "objectives": [
                objective(1, entry("m", "<p>س</p>")),
                objective(7, entry("m", "<p>س</p>"), stage="planned"),
            ],
        }
    )
    new = snapshot(
        {
            "code": "objectives",
            "objectives": [objective(7, entry("m", "<p>س</p>"), stage="advanced"), objective(11)],
        }
    )
    first, second, third = compare(old, new).sections[0].objectives
    assert (first.after, first.answers) == (None, [])
    assert second.stage_changed
    assert [stage["en"] for stage in second.stages] == ["planned", "advanced"]
    assert [one.kind for one in second.answers] == ["unchanged"]
    assert third.before is None
    assert not compare(old, new).is_same


def test_a_text_that_one_language_gained_is_a_change():
    both = entry("q", "<p>س</p>")
    both["texts"]["en"] = {"html": "<p>x</p>", "status": "translated"}
    before, after = ({"code": "one", "answers": [one]} for one in (entry("q", "<p>س</p>"), both))
    (change,) = compare(snapshot(before), snapshot(after)).sections[0].answers
    assert change.kind == "changed"
    assert [(text.language, text.kind) for text in change.texts] == [("ar", "unchanged"), ("en", "new")]


def test_annexes_and_priorities_are_compared_too():
    old = snapshot({"code": "o", "objectives": [objective(7)]}, attachments=[{"sha256": "a"}, {"sha256": "b"}])
    new = snapshot(
        {"code": "o", "objectives": [{**objective(7), "is_priority": True}]},
        attachments=[{"sha256": "b"}, {"sha256": "c"}],
    )
    found = compare(old, new)
    assert ([file["sha256"] for file in found.added], [file["sha256"] for file in found.removed]) == (["c"], ["a"])
    assert found.sections[0].objectives[0].priority_changed
    assert not found.is_same
    assert compare(new, new).is_same
