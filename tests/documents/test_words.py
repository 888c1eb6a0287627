"""Every word that a State wrote can be copied out of its document, as it was written."""

import pytest

from foundation import richtext
from tests.documents import reading

# One word of 763 in Arabic paragraphs of the English document: a number written to an Arabic letter
# (بـ74), which poppler puts on the other side of it, because most of that page runs from left to right.
ALLOWED = {("en", "poppler"): 1}


@pytest.mark.parametrize("reader", reading.READERS)
@pytest.mark.parametrize("language", ["ar", "en"])
def test_words_of_the_snapshot_come_back(documents, language, reader):
    expected = reading.shown_words(reading.snapshot(), language)
    assert len(expected) > 700
    missing = reading.lost(expected, reading.words(reading.READERS[reader](documents[language])))
    assert len(missing) <= ALLOWED.get((language, reader), 0), missing


@pytest.mark.parametrize("reader", reading.READERS)
def test_arabic_lines_come_back_in_their_order(documents, reader):
    """Word after word in every paragraph, list item and caption; rows of tables are read otherwise."""
    found = " ".join(reading.words(reading.READERS[reader](documents["ar"])))
    lines = [
        " ".join(reading.words(line))
        for answer in reading.answers(reading.snapshot())
        if "ar" in answer["texts"]
        for line in richtext.plain(answer["texts"]["ar"]["html"]).split("\n")
        if "\t" not in line
    ]
    broken = [line for line in lines if line not in found]
    assert len(lines) > 25
    # A paragraph that runs over the end of a page has that page's number in it.
    assert len(broken) <= 2, broken


def test_a_lost_word_is_noticed():
    assert reading.lost(["نقطة", "نقطة", "يسرّ"], ["يسر", "نقطة"]) == ["نقطة", "يسرّ"]
