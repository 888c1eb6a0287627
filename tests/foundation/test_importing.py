"""Tables into a register: tried first, taken as a whole or not at all, taken back as a whole."""

import csv
import io
import re
import zipfile
from html import unescape

import pytest
from django.contrib import admin
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import translation
from openpyxl import Workbook, load_workbook

from countries.models import Country
from foundation import importing
from foundation.enums import ImportState
from foundation.import_export import table_fields
from foundation.models import ImportRun, Source
from mptf.models import JointProgramme
from network.models import Membership
from reviews.models import Question
from tests.mptf.factories import make_area, make_programme
from tests.network.factories import make_entity
from tests.reviews.factories import make_country, make_curator, make_review, make_round, make_user

pytestmark = pytest.mark.django_db

HEADER = ["slug", "title_en", "title_ar", "thematic_area", "countries", "un_organizations", "budget_usd", "stage"]


def address(name, *args, language="en"):
    with translation.override(language):
        return reverse(f"admin:{name}", args=args)


@pytest.fixture
def curator(client):
    user = make_curator()
    client.force_login(user)
    return user


@pytest.fixture
def fund():
    """Two areas, two countries, two entities and one programme."""
    for number in (1, 2):
        make_area(number, objectives=[])
    for code in ("XAA", "XBB"):
        make_country(code)
    for name in ("IOM", "ILO"):
        make_entity(name)
    programme = make_programme("sample-one", area=1)
    programme.title_en, programme.title_ar, programme.budget_usd = "Sample programme one", "برنامج مثال واحد", 1000
    programme.save()
    programme.countries.set(Country.objects.filter(iso3="XAA"))
    programme.un_organizations.clear()
    programme.sources.clear()
    return programme


def words(response):
    """What the page says, without its marks."""
    html = re.sub(r"<[^>]+>", " ", response.content.decode())
    return re.sub(r"\s+", " ", unescape(html))


def row(slug, **values):
    given = {
        "slug": slug,
        "title_en": f"Sample programme {slug}",
        "title_ar": f"برنامج مثال {slug}",
        "thematic_area": 1,
        "countries": "XAA; XBB",
        "un_organizations": "IOM",
        "budget_usd": "2500000",
        "stage": "running",
    } | values
    return [given[name] for name in HEADER]


def as_csv(rows, header=HEADER):
    out = io.StringIO()
    csv.writer(out).writerows([header, *rows])
    return SimpleUploadedFile("programmes.csv", ("\ufeff" + out.getvalue()).encode(), "text/csv")


def as_xlsx(rows, header=HEADER):
    book = Workbook()
    for cells in [header, *rows]:
        book.active.append(cells)
    out = io.BytesIO()
    book.save(out)
    return SimpleUploadedFile("programmes.xlsx", out.getvalue())


KINDS = pytest.mark.parametrize("table", [as_csv, as_xlsx], ids=["csv", "xlsx"])


def attempt(client, file, register="mptf_jointprogramme", language="en"):
    return client.post(address(f"{register}_import", language=language), {"import_file": file})


def agree(client, trial, reason="", register="mptf_jointprogramme"):
    page = address(f"{register}_process_import", trial.context["run"].pk)
    return client.post(page, {"reason": reason})


def faults(response):
    return [str(one) for one in response.context["faults"]]


def bring_in(client, file, **kwargs):
    trial = attempt(client, file, **kwargs)
    assert trial.status_code == 200, (faults(trial), trial.context["form"].errors)
    done = agree(client, trial, reason="From the list of the Fund", **kwargs)
    assert done.status_code == 302
    return ImportRun.objects.get(state=ImportState.DONE, pk=trial.context["run"].pk)


# ---------------------------------------------------------------- the trial run


@KINDS
def test_a_trial_says_what_would_be_and_writes_nothing(client, curator, fund, table):
    same = row("sample-one", title_en="Sample programme one", title_ar="برنامج مثال واحد", budget_usd="1000")
    make_programme("sample-two", area=1)
    response = attempt(
        client,
        table(
            [row("sample-three"), [*same[:4], "XAA", "", *same[6:7], fund.stage], row("sample-two", budget_usd="7")]
        ),
    )
    assert response.status_code == 200, faults(response)
    plan = response.context["plan"]
    assert [(len(plan.new), len(plan.changed), plan.unchanged_count, plan.refused_count)] == [(1, 1, 1, 0)]
    changes = {change.name: (change.before, change.after) for change in plan.changed[0].changes}
    assert changes["budget_usd"] == ("", "7.00") or changes["budget_usd"] == ("", "7")
    assert changes["countries"][1] == "Sample State XAA; Sample State XBB"
    html = response.content.decode()
    assert "Sample programme sample-three" in html
    assert JointProgramme.objects.count() == 2
    assert JointProgramme.objects.get(slug="sample-two").budget_usd is None


@KINDS
def test_what_was_shown_is_imported_with_its_reason_in_each_history(client, curator, fund, table):
    run = bring_in(client, table([row("sample-three"), row("sample-one", thematic_area="2")]))
    made = JointProgramme.objects.get(slug="sample-three")
    assert made.title_ar == "برنامج مثال sample-three"
    assert {country.iso3 for country in made.countries.all()} == {"XAA", "XBB"}
    assert {entity.acronym for entity in made.un_organizations.all()} == {"IOM"}
    fund.refresh_from_db()
    assert fund.thematic_area.number == 2
    assert (run.new_count, run.changed_count, run.by) == (1, 1, str(curator))
    for programme in (made, fund):
        last = programme.history.first()
        assert last.history_user == curator
        assert f"Import {run.pk}" in last.history_change_reason
        assert "From the list of the Fund" in last.history_change_reason
        assert {kept.country.iso3 for kept in last.countries.all()} == {"XAA", "XBB"}
    assert made.history.count() == 1


def test_rows_are_refused_in_words_with_row_column_and_value(client, curator, fund):
    response = attempt(
        client,
        as_csv(
            [
                row("sample-two"),
                row("sample-three", thematic_area="9"),
                row("sample-four", budget_usd="much"),
                row("sample-five", countries="XAA; XQQ"),
                row("sample-six", stage="sleeping"),
                row("Not A Slug"),
                row("sample-seven", budget_usd="-5"),
                row("sample-two"),
                row("sample-eight", title_en="", title_ar=""),
                row("sample-nine", countries=""),
            ]
        ),
    )
    assert response.status_code == 422
    said = faults(response)
    assert said[0] == "Row 3, thematic area: “9” is not there."
    assert said[1] == "Row 4, budget in US dollars: “much” is not a number."
    assert said[2] == "Row 5, countries: “XQQ” is not there."
    assert said[3].startswith("Row 6, stage: “sleeping” is none of the values")
    assert said[4].startswith("Row 7, short code: “Not A Slug”: ")
    assert said[5] == "Row 8: A budget cannot be negative."
    assert said[6] == "Row 9: The same record is in row 2 already."
    assert said[7] == "Row 10, title: The text is missing in every language."
    assert said[8] == "Row 11, countries: The cell is empty, and a value is needed here."
    assert len(said) == 9
    html = words(response)
    assert said[0] in html
    assert JointProgramme.objects.count() == 1
    assert not ImportRun.objects.exists()


def test_rows_are_refused_in_arabic(client, curator, fund):
    response = attempt(client, as_xlsx([row("sample-two", thematic_area=9)]), language="ar")
    assert response.status_code == 422
    assert "«9»" in faults(response)[0]
    assert not re.search(r"[A-Za-z]{3,}", faults(response)[0])


def test_one_bad_row_refuses_the_whole_file_and_mended_it_is_taken_whole(
    client, curator, fund, django_assert_max_num_queries
):
    rows = [row(f"sample-{number}") for number in range(500)]
    broken = [list(cells) for cells in rows]
    broken[12][3], broken[250][6], broken[499][4] = "9", "much", "XQQ"
    with django_assert_max_num_queries(1600):
        # The rules of the model ask the database where its constraints do; what cells name is read once.
        refused = attempt(client, as_xlsx(broken))
    assert refused.status_code == 422
    assert [fault.split(",")[0] for fault in faults(refused)] == ["Row 14", "Row 252", "Row 501"]
    assert JointProgramme.objects.count() == 1
    bring_in(client, as_xlsx(rows))
    assert JointProgramme.objects.count() == 501


def test_the_register_changed_between_trial_and_import(client, curator, fund):
    trial = attempt(client, as_csv([row("sample-one", budget_usd="5")]))
    JointProgramme.objects.filter(pk=fund.pk).update(budget_usd=7)
    again = agree(client, trial)
    assert again.status_code == 422
    assert "has changed since" in words(again)
    fund.refresh_from_db()
    assert fund.budget_usd == 7
    assert agree(client, again).status_code == 302
    fund.refresh_from_db()
    assert fund.budget_usd == 5
    assert agree(client, again).status_code == 404


# ---------------------------------------------------------------- files that are no tables


def bomb():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", b" " * 250_000_000)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("empty.csv", b"", "empty"),
        ("table.csv", "slug,title_ar\na,عربي\n".encode("cp1256"), "not in UTF-8"),
        ("table.csv", b"slug,title_en\na,b\0c\n", "not in UTF-8"),
        ("table.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600, "old Excel"),
        ("table.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600, "old Excel"),
        ("table.xlsx", b"PK\x03\x04 not really", "Only Excel files"),
        ("table.xlsx", bomb(), "unpacks to more"),
        ("table.pdf", b"%PDF-1.4\n%%EOF", "Only Excel files"),
        ("table.csv", b"slug,title_en,colour\na,b,c\n", "“colour”"),
        ("table.csv", b"title_en\nb\n", "“slug” is missing"),
        ("table.csv", b"slug,slug\na,b\n", "there twice"),
        ("table.csv", b"slug,title_en\n", "no row"),
        ("table.csv", b"\n\n", "names of the columns"),
        ("table.csv", b"slug,title_en\n" + b"a,b\n" * 100_000, "2,000"),
        ("table.csv", b'slug,title_en\na,"' + b"x" * 200_000 + b'"\n', "damaged"),
    ],
)
def test_a_file_that_is_no_such_table_is_refused_in_words(client, curator, fund, name, content, words):
    response = attempt(client, SimpleUploadedFile(name, content))
    assert response.status_code == 422
    assert words in " ".join(response.context["form"].errors["import_file"])
    assert JointProgramme.objects.count() == 1


def test_no_file_at_all(client, curator, fund):
    response = client.post(address("mptf_jointprogramme_import"), {})
    assert response.status_code == 422
    assert response.context["form"].errors["import_file"]


def test_a_formula_is_not_taken_for_a_value(client, curator, fund):
    response = attempt(client, as_xlsx([row("sample-two", budget_usd="=1+1")]))
    assert "formula" in faults(response)[0]


def test_cells_beside_the_columns_and_early_ends(client, curator, fund):
    response = attempt(client, as_csv([[*row("sample-two"), "more"]]))
    assert "column without a name" in faults(response)[0]
    assert attempt(client, as_csv([row("sample-two")[:6]])).status_code == 200


def test_semicolons_and_labels_of_either_language_are_understood(client, curator, fund):
    with translation.override("ar"):
        label = str(JointProgramme._meta.get_field("thematic_area").verbose_name)
    text = f"slug;{label};Title (English);countries\nsample-two;2;Sample programme two;XAA\n"
    trial = attempt(client, SimpleUploadedFile("x.csv", text.encode()))
    assert trial.status_code == 200, (faults(trial), trial.context["form"].errors)
    agree(client, trial)
    assert JointProgramme.objects.get(slug="sample-two").thematic_area.number == 2


# ---------------------------------------------------------------- out and in again


def exported(client, register, kind):
    page = client.get(address(f"{register}_export"))
    chosen = dict.fromkeys(re.findall(r'name="(\w*resource_\w+)"', page.content.decode()), "on")
    formats = {str(label).lower(): value for value, label in page.context["form"].fields["format"].choices}
    return client.post(address(f"{register}_export"), {"format": formats[kind], "resource": "0", **chosen}).content


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_what_is_exported_comes_back_unchanged(client, curator, fund, kind):
    fund.goal_en, fund.goal_ar, fund.note = "=SUM(A1)", "- أول\n- ثانٍ", "+41 22"
    fund.sdg_goals = [8, 10]
    fund.save()
    content = exported(client, "mptf_jointprogramme", kind)
    if kind == "csv":
        assert "'=SUM(A1)" in content.decode()
        assert "برنامج مثال واحد" in content.decode("utf-8-sig")
    else:
        sheet = load_workbook(io.BytesIO(content)).active
        assert all(cell.data_type != "f" for cells in sheet for cell in cells)
    response = attempt(client, SimpleUploadedFile(f"out.{kind}", content))
    assert response.status_code == 200, (faults(response), response.context["form"].errors)
    assert response.context["plan"].unchanged_count == 1
    assert response.context["plan"].rows[0].changes == []


def curated():
    return sorted(
        (model for model, registered in admin.site._registry.items() if getattr(registered, "natural_key", None)),
        key=lambda model: model._meta.label,
    )


@pytest.mark.parametrize("model", curated(), ids=str)
@pytest.mark.parametrize("language", ["ar", "en"])
def test_every_register_has_a_template_that_explains_its_columns(client, curator, model, language):
    name = f"{model._meta.app_label}_{model._meta.model_name}"
    response = client.get(address(f"{name}_import_template", "xlsx", language=language))
    assert response.status_code == 200
    book = load_workbook(io.BytesIO(response.content))
    table, about = book.worksheets
    header = [cell.value for cell in table[1]]
    key = admin.site._registry[model].natural_key
    assert header[: len(key)] == key
    explained = {cells[0].value: [cell.value for cell in cells[1:]] for cells in about.iter_rows()}
    assert set(header) <= set(explained)
    assert all(explained[column][0] and explained[column][2] for column in header)
    assert about.sheet_view.rightToLeft is (language == "ar")
    if language == "ar":
        for column in header:
            assert re.search(r"[\u0600-\u06ff]", explained[column][1]), column
    plain = client.get(address(f"{name}_import_template", "csv", language=language)).content.decode("utf-8-sig")
    assert next(csv.reader([plain])) == header
    assert client.get(address(f"{name}_import_template", "exe", language=language)).status_code == 404
    assert client.get(address(f"{name}_import", language=language)).status_code == 200


def test_every_key_is_made_of_columns():
    for model in curated():
        names = {one.name for one in table_fields(model)}
        assert set(admin.site._registry[model].natural_key) <= names, model


def test_a_key_through_another_record(client, curator):
    entity = make_entity("IOM", roles=())
    header = ["entity", "role", "since", "until"]
    bring_in(client, as_csv([["IOM", "member", "2018-05", ""]], header), register="network_membership")
    membership = Membership.objects.get(entity=entity)
    assert (membership.role, membership.since) == ("member", "2018-05")
    bring_in(client, as_csv([["iom", "Member", "2018-05", "2020"]], header), register="network_membership")
    membership.refresh_from_db()
    assert membership.until == "2020"
    assert Membership.objects.count() == 1


def test_the_wording_of_a_questionnaire_in_use_is_not_changed_by_an_import(client, curator):
    review = make_review(round_=make_round())
    question = Question.objects.filter(section__questionnaire=review.questionnaire).first()
    content = exported(client, "reviews_question", "csv").decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(content)))
    mine = next(one for one in rows if one["identifier"] == question.identifier)
    mine["title_en"] = "Another wording"
    response = attempt(client, as_csv([list(mine.values())], list(mine)), register="reviews_question")
    assert response.status_code == 422
    assert faults(response) == ["Row 2: You may not change this record."]


# ---------------------------------------------------------------- undo


def undo_page(run, language="en"):
    return address("foundation_importrun_undo", run.pk, language=language)


@KINDS
def test_an_import_is_undone_as_a_whole(client, curator, fund, table):
    fund.sources.add(Source.objects.create(code="test:one", title="One"))
    run = bring_in(
        client,
        table([row("sample-three"), row("sample-one", budget_usd="5", thematic_area=2, un_organizations="ILO")]),
    )
    page = client.get(undo_page(run)).content.decode()
    assert "1 record that it made will be deleted" in page
    assert client.post(undo_page(run), {"reason": ""}).status_code == 422
    assert JointProgramme.objects.count() == 2
    assert client.post(undo_page(run), {"reason": "Wrong list"}).status_code == 302
    assert not JointProgramme.objects.filter(slug="sample-three").exists()
    back = JointProgramme.objects.get(pk=fund.pk)
    assert (back.budget_usd, back.thematic_area.number, back.title_en) == (1000, 1, "Sample programme one")
    assert [country.iso3 for country in back.countries.all()] == ["XAA"]
    assert list(back.un_organizations.all()) == []
    assert [source.code for source in back.sources.all()] == ["test:one"]
    last = back.history.first()
    assert "Wrong list" in last.history_change_reason
    assert [kept.country.iso3 for kept in last.countries.all()] == ["XAA"]
    run.refresh_from_db()
    assert (run.state, run.undone_by, run.undo_reason) == (ImportState.UNDONE, str(curator), "Wrong list")
    assert client.post(undo_page(run), {"reason": "Again"}).status_code == 403


def test_an_undo_is_refused_where_a_record_was_changed_since(client, curator, fund):
    run = bring_in(client, as_csv([row("sample-three"), row("sample-one", budget_usd="5")]))
    other = make_curator()
    other.name = "Second Curator"
    other.save()
    fund.refresh_from_db()
    fund.title_en, fund._history_user = "Changed by another", other
    fund.save()
    response = client.post(undo_page(run), {"reason": "Wrong list"})
    assert response.status_code == 422
    text = words(response)
    assert "sample-one was changed since by Second Curator" in text
    assert JointProgramme.objects.filter(slug="sample-three").exists()
    assert JointProgramme.objects.get(slug="sample-one").budget_usd == 5
    run.refresh_from_db()
    assert run.state == ImportState.DONE


def test_an_undo_is_refused_where_a_record_is_referred_to_or_gone(client, curator):
    header = ["iso3", "name_en", "name_ar", "un_status"]
    run = bring_in(
        client,
        as_csv([["XAA", "Sampleland", "بلد مثال", "sample"], ["XBB", "Other", "آخر", "sample"]], header),
        register="countries_country",
    )
    make_area(1, objectives=[])
    make_programme("sample-one", area=1).countries.add(Country.objects.get(iso3="XAA"))
    Country.objects.get(iso3="XBB").delete()
    with pytest.raises(importing.UndoRefused) as refused:
        importing.undo(run, by=curator, reason="x")
    assert refused.value.conflicts == [
        "XAA is referred to by others since: joint programmes.",
        "XBB was deleted since.",
    ]
    assert Country.objects.filter(iso3="XAA").exists()


def test_a_later_import_is_undone_first(client, curator, fund):
    first = bring_in(client, as_csv([row("sample-one", budget_usd="5")]))
    second = bring_in(client, as_csv([row("sample-one", budget_usd="6")]))
    with pytest.raises(importing.UndoRefused):
        importing.undo(first, by=curator, reason="x")
    importing.undo(second, by=curator, reason="x")
    importing.undo(ImportRun.objects.get(pk=first.pk), by=curator, reason="x")
    fund.refresh_from_db()
    assert fund.budget_usd == 1000


# ---------------------------------------------------------------- who may


def test_imports_are_for_those_who_may_add_and_change(client, curator, fund):
    run = bring_in(client, as_csv([row("sample-three")]))
    viewer = make_user(is_staff=True)
    viewer.user_permissions.add(Permission.objects.get(codename="view_jointprogramme"))
    client.force_login(viewer)
    assert client.get(address("mptf_jointprogramme_changelist")).status_code == 200
    assert "/import/" not in client.get(address("mptf_jointprogramme_changelist")).content.decode()
    assert client.get(address("mptf_jointprogramme_import")).status_code == 403
    assert client.get(address("mptf_jointprogramme_import_template", "xlsx")).status_code == 403
    assert attempt(client, as_csv([row("sample-four")])).status_code == 403
    assert client.get(address("foundation_importrun_changelist")).status_code == 403
    assert client.post(undo_page(run), {"reason": "x"}).status_code in {403, 404}
    assert JointProgramme.objects.filter(slug="sample-three").exists()


def test_the_list_of_imports_shows_each_with_its_records(client, curator, fund):
    run = bring_in(client, as_csv([row("sample-three"), row("sample-one", budget_usd="5")]))
    attempt(client, as_csv([row("sample-four")]))  # tried, not imported: not in the list
    page = client.get(address("foundation_importrun_changelist")).content.decode()
    assert page.count("programmes.csv") >= 1
    assert str(ImportRun.objects.count()) == "2"
    text = words(client.get(address("foundation_importrun_change", run.pk)))
    assert "Sample programme sample-three" in text
    assert "1,000" in text
    assert "Sample State XBB" in text
    assert client.get(address("foundation_importrun_change", 99999)).status_code == 404


def test_a_file_of_another_person_is_not_theirs_to_import(client, curator, fund):
    trial = attempt(client, as_csv([row("sample-three")]))
    client.force_login(make_curator())
    assert agree(client, trial).status_code == 404
    assert not JointProgramme.objects.filter(slug="sample-three").exists()
