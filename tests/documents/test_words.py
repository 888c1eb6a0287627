"""Every word that a State wrote can be copied out of its document, as it was written."""

import pytest

from tests.documents import reading

# Two words of 763 in Arabic paragraphs of the English document: a number written to an Arabic letter
# (بـ74), which poppler puts on the other side of it, because most of that page runs from left to right.
ALLOWED = {("en", "poppler"): 2}


@pytest.mark.parametrize("reader", reading.READERS)
@pytest.mark.parametrize("language", ["ar", "en"])
def test_words_of_the_snapshot_come_back(documents, language, reader):
    expected = reading.shown_words(reading.snapshot(), language)
    assert len(expected) > 700
    missing = reading.lost(expected, reading.words(reading.READERS[reader](documents[language])))
    assert len(missing) <= ALLOWED.get((language, reader), 0), missing


@pytest.mark.parametrize("reader", reading.READERS)
def test_arabic_words_come_back_in_their_order(documents, reader):
    """A paragraph without a picture or table between, word after word."""
    text = reading.snapshot()["sections"][0]["answers"][0]["texts"]["ar"]["html"].split("</p>")[0]
    expected = reading.words(text.removeprefix("<p>"))
    found = reading.words(reading.READERS[reader](documents["ar"]))
    start = next(number for number in range(len(found)) if found[number : number + 3] == expected[:3])
    assert found[start : start + len(expected)] == expected


def test_a_lost_word_is_noticed():
    assert reading.lost(["نقطة", "نقطة", "يسرّ"], ["يسر", "نقطة"]) == ["نقطة", "يسرّ"]
