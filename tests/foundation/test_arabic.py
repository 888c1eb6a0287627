"""Arabic made comparable for search, and put in the order of the alphabet."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.arabic import normalize, sort_key


@pytest.mark.parametrize(
    ("written", "also_written"),
    [
        ("الهجره", "الهجرة"),
        ("اهداف", "أهداف"),
        ("الهدف ٧", "الهدف 7"),
        ("الهدف ۷", "الهدف 7"),
        ("الهِجْرَة", "الهجرة"),
        ("الـهـجـرة", "الهجرة"),
        ("إلى", "الي"),
        ("آلية", "اليه"),
        ("مسؤول", "مسوول"),
        ("ﻻجئ", "لاجئ"),
        ("ٱلمغرب", "المغرب"),
        ("کشور", "كشور"),
        ("هٰذا", "هذا"),
        ("Côte d'Ivoire", "COTE  D'IVOIRE "),
        ("\u2067الهجرة\u2069\u200f", "الهجرة"),
    ],
)
def test_spellings_of_one_word_are_the_same(written, also_written):
    assert normalize(written) == normalize(also_written)


@pytest.mark.parametrize(("one", "other"), [("هجرة", "هجر"), ("مصر", "مصير"), ("سوريا", "سورينام"), ("1", "11")])
def test_other_words_stay_other_words(one, other):
    assert normalize(one) != normalize(other)


@given(st.text())
def test_normalizing_twice_changes_nothing(text):
    assert normalize(normalize(text)) == normalize(text)


def test_names_are_in_the_order_of_united_nations_lists():
    in_order = [
        "الاتحاد الروسي", "إثيوبيا", "الأردن", "أرمينيا", "ألبانيا", "ألمانيا", "أيرلندا", "آيسلندا", "باكستان",
        "البحرين", "تونس", "الجزائر", "جيبوتي", "عُمان", "الهند", "اليابان", "اليمن",
    ]  # fmt: skip
    shuffled = in_order[::-2] + in_order[-2::-2]
    assert sorted(shuffled, key=sort_key) == in_order


def test_letters_of_other_languages_follow_the_letter_they_grew_from():
    assert sorted(["تونس", "پاكستان", "بيرو"], key=sort_key) == ["بيرو", "پاكستان", "تونس"]
