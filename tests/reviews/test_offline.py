"""A draft that was taken along comes back letter for letter, and changes only what a person accepts."""

import copy
import io
import zipfile

import docx
import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import translation
from docx.oxml.ns import qn
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from foundation import richtext
from foundation.files import FileError
from reviews import drafting, returned, transitions
from reviews.models import AnswerText, Contributor, OfflineFile, TextRevision
from reviews.offline import Export, slots
from reviews.permissions import access_to
from tests.reviews.factories import (
    DECLARATION,
    make_complete,
    make_country,
    make_focal_point,
    make_review,
    make_round,
    make_user,
    question_of,
    write,
)

pytestmark = pytest.mark.django_db
ARABIC = "أَعْلَنَتِ الحكومةُ عن خُطَّـــة «لا أحدَ يُترَك» بقيمة 12700 دولار (IOM) في 2026/05/17، آلاء ﷺ."


def address(name, review, *args, language="en"):
    with translation.override(language):
        return reverse(f"reviews:{name}", args=[review.country.iso3, review.round.code, *args])


@pytest.fixture
def review():
    return make_complete(make_review(make_country("XAA")))


def export(review, kind, language="ar", **options):
    made = Export(review, access_to(review, review.started_by), language, **options)
    return made.to_word() if kind == "docx" else made.to_excel()


def tag_of(review, identifier, language="", number=0):
    question = question_of(review, identifier)
    return f"gcm:t:{question.pk}:{number}:{language}"


def edit(content, changes):
    """The file after somebody typed ``changes``, text by tag, into it."""
    out = io.BytesIO()
    if content[:2] == b"PK" and "word/document.xml" in zipfile.ZipFile(io.BytesIO(content)).namelist():
        document = docx.Document(io.BytesIO(content))
        for control in document.element.body.iter(qn("w:sdt")):
            tag = control.find(qn("w:sdtPr")).find(qn("w:tag")).get(qn("w:val"))
            if tag in changes:
                runs = list(control.find(qn("w:sdtContent")).iter(qn("w:t")))
                runs[0].text = changes[tag]
                for other in runs[1:]:
                    other.text = ""
        document.save(out)
    else:
        book = openpyxl.load_workbook(io.BytesIO(content))
        for row in book.worksheets[0].iter_rows():
            if row[0].value in changes:
                row[5].value = changes[row[0].value]
                row[5].data_type = "s"
        book.save(out)
    return out.getvalue()


def bring(review, content, by=None, name="draft.docx"):
    return returned.upload(
        review=review, file=SimpleUploadedFile(name, content), name=name, by=by or review.started_by
    )


def accept(row, by, what="accepted"):
    changes = returned.changes_of(row, access_to(row.review, by))
    return returned.decide(row=row, decisions={one.index: (what, one.version) for one in changes}, by=by)


@pytest.mark.parametrize("kind", ["docx", "xlsx"])
@pytest.mark.parametrize("language", ["ar", "en"])
class TestThereAndBack:
    def test_what_nobody_touched_changes_nothing(self, review, kind, language):
        write(
            review, "summary.text", f"### {ARABIC}\n\n- one\n- **two**\n\n[law](https://example.org/)", language="en"
        )
        row, problems = bring(review, export(review, kind, language))
        assert row.changes == []
        assert problems == []
        assert row.settled_at

    def test_what_was_typed_comes_back_letter_for_letter_once_it_is_accepted(self, review, kind, language):
        tag = tag_of(review, "summary.text", "ar")
        row, _problems = bring(review, edit(export(review, kind, language), {tag: ARABIC}))
        text = AnswerText.objects.get(answer__question=question_of(review, "summary.text"), language="ar")
        before = text.html
        assert [entry["tag"] for entry in row.changes] == [tag]
        assert accept(row, review.started_by) == (1, 0)
        text.refresh_from_db()
        assert richtext.plain(text.html).strip() == ARABIC
        assert TextRevision.objects.filter(text=text, html=before).exists()
        # The same file again has nothing more to say.
        again, _problems = bring(review, edit(export(review, kind, language), {tag: ARABIC}))
        assert again.changes == []

    def test_the_same_file_again_after_accepting_has_nothing_to_say(self, review, kind, language):
        content = edit(export(review, kind, language), {tag_of(review, "summary.text", "ar"): ARABIC})
        accept(bring(review, content)[0], review.started_by)
        assert bring(review, content)[0].changes == []

    def test_a_stage_comes_back_by_its_words(self, review, kind, language):
        with translation.override(language):
            words = dict(
                next(
                    one for one in slots(review, access_to(review, review.started_by)) if one.tag == "gcm:s:7"
                ).choices
            )
        row, _problems = bring(review, edit(export(review, kind, language), {"gcm:s:7": words["advanced"]}))
        accept(row, review.started_by)
        assert review.objective_reports.get(objective__number=7).stage == "advanced"
        assert review.objective_reports.get(objective__number=7).is_priority

    def test_words_that_are_no_choice_are_told_and_change_nothing(self, review, kind, language):
        row, problems = bring(review, edit(export(review, kind, language), {"gcm:s:7": "magnificent"}))
        assert row.changes == []
        assert "magnificent" in problems[0]

    def test_the_empty_form_holds_no_text_and_what_is_there_is_not_overwritten(self, review, kind, language):
        content = export(review, kind, language, empty=True)
        row, _problems = bring(review, content)
        assert row.changes == []
        tag = tag_of(review, "summary.text", "ar")
        row, _problems = bring(review, edit(content, {tag: "نص جديد"}))
        [change] = returned.changes_of(row, access_to(review, review.started_by))
        assert change.is_conflict


def test_a_place_that_was_pasted_twice_is_told_and_left_alone(review):
    document = docx.Document(io.BytesIO(export(review, "docx", "en")))
    control = next(document.element.body.iter(qn("w:sdt")))
    copied = copy.deepcopy(control)
    next(copied.iter(qn("w:t"))).text = "Another"
    control.addnext(copied)
    out = io.BytesIO()
    document.save(out)
    row, problems = bring(review, out.getvalue())
    assert row.changes == []
    assert "more than once" in problems[0]


class TestConflicts:
    @pytest.fixture
    def row(self, review):
        tag = tag_of(review, "summary.text", "ar")
        content = edit(export(review, "docx"), {tag: "نص الملف."})
        write(review, "summary.text", "نص البوابة.", language="ar", version=1)
        return bring(review, content)[0]

    def text(self, review):
        return AnswerText.objects.get(answer__question=question_of(review, "summary.text"), language="ar")

    def test_both_are_shown_and_nothing_is_chosen(self, client, review, row):
        client.force_login(review.started_by)
        page = client.get(address("offline_changes", review, row.pk)).content.decode()
        assert "Changed in the portal since the file was downloaded" in page
        assert " checked" not in page
        assert "Accept all without a conflict" not in page

    @pytest.mark.parametrize(
        ("what", "expected"),
        [
            ("accepted", "<p>نص الملف.</p>"),
            ("both", "<p>نص البوابة.</p><p>نص الملف.</p>"),
            ("refused", "<p>نص البوابة.</p>"),
        ],
    )
    def test_each_way(self, review, row, what, expected):
        assert accept(row, review.started_by, what) == (1, 0)
        assert self.text(review).html == expected
        assert TextRevision.objects.filter(html="<p>نص البوابة.</p>").exists()
        row.refresh_from_db()
        assert row.settled_at

    def test_a_change_between_seeing_and_deciding_is_shown_again(self, review, row):
        [change] = returned.changes_of(row, access_to(review, review.started_by))
        seen = change.version
        write(review, "summary.text", "وأحدث.", language="ar", version=2)
        assert returned.decide(row=row, decisions={0: ("accepted", seen)}, by=review.started_by) == (0, 1)
        assert self.text(review).html == "<p>وأحدث.</p>"
        row.refresh_from_db()
        assert "done" not in row.changes[0]


class TestPages:
    def test_download_upload_and_decide_one_by_one(self, client, review):
        client.force_login(review.started_by)
        write(review, "summary.text", "English.", language="en")
        page = address("review_offline", review)
        assert client.get(page).status_code == 200
        file = client.get(address("offline_download", review, "ar", "docx"))
        assert file.headers["Content-Disposition"] == 'attachment; filename="XAA-regional-2028-draft-ar.docx"'
        one, two = tag_of(review, "summary.text", "ar"), tag_of(review, "summary.text", "en")
        content = edit(file.content, {one: "جديد.", two: "New."})
        answer = client.post(page, {"file": SimpleUploadedFile("x.docx", content)})
        assert answer.status_code == 302
        row = OfflineFile.objects.get()
        changes = {
            change.slot.tag: change for change in returned.changes_of(row, access_to(review, review.started_by))
        }
        data = {f"version-{change.index}": change.version for change in changes.values()}
        data |= {f"decision-{changes[one].index}": "accepted", f"decision-{changes[two].index}": "refused"}
        client.post(answer.url, data)
        texts = dict(
            AnswerText.objects.filter(answer__question=question_of(review, "summary.text")).values_list(
                "language", "html"
            )
        )
        assert texts == {"ar": "<p>جديد.</p>", "en": "<p>English.</p>"}
        assert "Everything in this file has been decided." in client.get(answer.url).content.decode()

    def test_all_without_a_conflict_at_once(self, client, review):
        client.force_login(review.started_by)
        tag = tag_of(review, "summary.text", "ar")
        row, _problems = bring(review, edit(export(review, "docx"), {tag: "جديد."}))
        [change] = returned.changes_of(row, access_to(review, review.started_by))
        client.post(address("offline_changes", review, row.pk), {"all": "1", "version-0": change.version})
        assert (
            AnswerText.objects.get(answer__question=question_of(review, "summary.text"), language="ar").html
            == "<p>جديد.</p>"
        )

    def test_what_another_person_brought_back_is_theirs(self, client, review):
        row, _problems = bring(review, edit(export(review, "docx"), {tag_of(review, "summary.text", "ar"): "جديد."}))
        client.force_login(make_focal_point(review.country))
        assert client.get(address("offline_changes", review, row.pk)).status_code == 404

    def test_a_wrong_file_is_refused_at_the_field_in_the_readers_language(self, client, review):
        client.force_login(review.started_by)
        page = address("review_offline", review, language="ar")
        for content in (b"", b"no zip", b"PK\x03\x04broken"):
            answer = client.post(page, {"file": SimpleUploadedFile("x.docx", content)})
            assert answer.status_code == 422
            assert "error" in answer.content.decode()
        assert not OfflineFile.objects.exists()


class TestRefused:
    def test_another_country_or_round(self, review):
        other = make_complete(make_review(make_country("XBB"), round_=review.round))
        with pytest.raises(FileError, match="XBB"):
            bring(review, export(other, "docx", "en"))
        other = make_review(review.country, by=review.started_by, round_=make_round("imrf-2030"))
        with pytest.raises(FileError, match="imrf-2030"):
            bring(review, export(other, "xlsx", "en"))

    def test_another_questionnaire(self, review):
        content = export(review, "docx")
        transitions.withdraw(review=review, by=review.started_by)
        again = make_review(review.country, by=review.started_by, round_=review.round)
        with pytest.raises(FileError):
            bring(again, content)

    def test_a_manifest_that_was_changed(self, review):
        content = export(review, "docx")
        out = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(out, "w") as target:
            for entry in source.infolist():
                data = source.read(entry)
                if entry.filename == "customXml/item1.xml":
                    data = data.replace(b"gcm xmlns", b"gcm xmlns").replace(b">", b">x", 1)
                target.writestr(entry, data)
        with pytest.raises(FileError):
            bring(review, out.getvalue())

    @pytest.mark.parametrize("kind", ["docx", "xlsx"])
    def test_a_damaged_file_changes_nothing(self, review, kind):
        content = export(review, kind)
        before = list(TextRevision.objects.values_list("pk"))
        for broken in (content[: len(content) // 2], content[:-40], b"PK" + content[50:]):
            with pytest.raises(FileError):
                bring(review, broken)
        assert list(TextRevision.objects.values_list("pk")) == before
        assert not OfflineFile.objects.exists()

    def test_any_other_word_or_excel_file(self, review):
        for make in (docx.Document, openpyxl.Workbook):
            out = io.BytesIO()
            make().save(out)
            with pytest.raises(FileError):
                bring(review, out.getvalue())

    def test_after_the_submission(self, client, review):
        content = export(review, "docx")
        transitions.submit(review=review, by=review.started_by, **DECLARATION)
        client.force_login(review.started_by)
        answer = client.post(address("review_offline", review), {"file": SimpleUploadedFile("x.docx", content)})
        assert answer.status_code == 403


class TestContributors:
    def make(self, review, **fields):
        person = make_user()
        row = Contributor.objects.create(
            review=review, user=person, email=person.email, added_by=review.started_by, **fields
        )
        row.objectives.set([review.objective_reports.get(objective__number=7).objective])
        return person

    def test_their_file_holds_their_parts_alone(self, review):
        person = self.make(review)
        tags = [one.tag for one in slots(review, access_to(review, person))]
        assert "gcm:s:7" in tags
        assert tag_of(review, "summary.text", "ar") not in tags

    def test_a_file_of_the_focal_point_changes_their_parts_alone(self, review):
        person = self.make(review)
        own, other = tag_of(review, "objectives.measures", "ar", 7), tag_of(review, "summary.text", "ar")
        row, _problems = bring(review, edit(export(review, "docx"), {own: "جديد.", other: "غيره."}), by=person)
        assert [entry["tag"] for entry in row.changes] == [own]

    def test_who_may_only_comment_takes_it_along_and_brings_nothing_back(self, client, review):
        person = self.make(review, can_edit=False)
        client.force_login(person)
        file = client.get(address("offline_download", review, "en", "xlsx"))
        assert file.status_code == 200
        answer = client.post(address("review_offline", review), {"file": SimpleUploadedFile("x.xlsx", file.content)})
        assert answer.status_code == 403


def test_a_formula_in_an_answer_is_text_in_excel_and_comes_back(review):
    drafting.save_text(
        review=review,
        question=question_of(review, "summary.text"),
        language="en",
        html='<p>=HYPERLINK("https://example.org")</p>',
        version=0,
        by=review.started_by,
    )
    content = export(review, "xlsx")
    book = openpyxl.load_workbook(io.BytesIO(content))
    cells = [
        cell for row in book.worksheets[0].iter_rows() for cell in row if str(cell.value or "").find("HYPERLINK") >= 0
    ]
    assert cells
    assert all(cell.data_type != "f" for cell in cells)
    assert bring(review, content)[0].changes == []


def test_arabic_files_run_from_right_to_left(review):
    book = openpyxl.load_workbook(io.BytesIO(export(review, "xlsx", "ar")))
    assert book.worksheets[0].sheet_view.rightToLeft
    with zipfile.ZipFile(io.BytesIO(export(review, "docx", "ar"))) as archive:
        assert b"<w:bidi/>" in archive.read("word/document.xml")


@given(
    st.lists(
        st.sampled_from(["نص", "**مهم**", "لا", "text", "1. بند", "- item", "\n\n", "### عنوان", "12%"]), max_size=8
    )
)
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
def test_plain_writing_in_a_cell_says_the_same_after_the_way(pieces):
    html = richtext.from_markdown(" ".join(pieces))
    assert richtext.from_markdown(richtext.to_markdown(html)) == html
