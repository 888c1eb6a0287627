import datetime
from types import SimpleNamespace

import pytest
from bs4 import BeautifulSoup
from django import forms
from django.core.paginator import Paginator
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation

from foundation.enums import Confidence
from foundation.panels import Panel


def draw(source: str, language: str = "en", path: str = "/en/", **context) -> str:
    with translation.override(language):
        request = RequestFactory().get(path)
        return Template(source).render(Context({"request": request, **context})).strip()


def soup(source: str, language: str = "en", path: str = "/en/", **context) -> BeautifulSoup:
    return BeautifulSoup(draw(source, language, path, **context), "html.parser")


def words(element) -> str:
    return " ".join(element.get_text(" ").replace("\u2060", "").split())


def record(confidence=Confidence.VERIFIED, field_confidence=None, confirmed_on=None, sources=(), **fields):
    """What ``foundation.models.Sourced`` offers, with its sources prefetched."""
    field_confidence = field_confidence or {}
    return SimpleNamespace(
        confidence=confidence,
        confidence_of=lambda field: field_confidence.get(field, confidence),
        confirmed_on=confirmed_on,
        sources=SimpleNamespace(all=lambda: list(sources)),
        **fields,
    )


# ---------------------------------------------------------------- text


def test_text_in_the_active_language_is_bare():
    both = SimpleNamespace(title_ar="البيانات", title_en="Data")
    assert draw("{% text thing 'title' %}", "en", thing=both) == "Data"
    assert draw("{% text thing 'title' %}", "ar", thing=both) == "البيانات"


def test_text_in_the_other_language_is_marked_and_noted():
    only_arabic = SimpleNamespace(title_ar="البيانات", title_en="")
    drawn = soup("{% text thing 'title' %}", "en", thing=only_arabic)
    span = drawn.select_one("span[lang]")
    assert (span["lang"], span["dir"], span.get_text()) == ("ar", "rtl", "البيانات")
    assert words(drawn) == "البيانات (in Arabic)"


def test_text_in_no_language_says_so_and_never_none():
    nothing = SimpleNamespace(title_ar=None, title_en="")
    assert words(soup("{% text thing 'title' %}", thing=nothing)) == "not available yet"
    assert words(soup("{% text thing 'title' %}", thing=None)) == "not available yet"
    assert draw("{% text thing 'title' missing='' %}", thing=nothing) == ""
    assert draw("{% text thing 'title' plain=True %}", thing=nothing) == ""


def test_text_reads_mappings():
    assert draw("{% text names %}", "ar", names={"ar": "مصر", "en": "Egypt"}) == "مصر"


def test_text_plain_has_neither_markup_nor_notice():
    only_arabic = SimpleNamespace(title_ar="البيانات", title_en="")
    assert draw("{% text thing 'title' plain=True %}", "en", thing=only_arabic) == "البيانات"


@pytest.mark.parametrize("language", ["en", "ar"])
def test_text_is_escaped_in_either_language(language):
    hostile = {"ar": "<script>alert(1)</script>", "en": ""}
    assert "<script>" not in draw("{% text names %}", language, names=hostile)
    assert "<script>" not in draw("{% text names paragraphs=True %}", language, names=hostile)
    # As a variable given to a component, it must come out escaped once, not twice.
    drawn = soup("{% text names as title %}{% card title=title %}{% endcard %}", language, names=hostile)
    assert "<script>alert(1)</script>" in drawn.select_one(".card__title").get_text()


def test_a_third_language_needs_no_change(settings):
    settings.LANGUAGES = [*settings.LANGUAGES, ("fr", "French")]
    only_french = SimpleNamespace(title_ar="", title_en="", title_fr="Données")
    drawn = soup("{% text thing 'title' %}", "ar", thing=only_french)
    assert drawn.select_one("[lang]")["lang"] == "fr"
    assert drawn.select_one("[lang]")["dir"] == "ltr"


def test_paragraphs_keep_their_breaks():
    drawn = soup("{% text names paragraphs=True %}", names={"en": "One.\n\nTwo.", "ar": ""})
    assert [p.get_text() for p in drawn.find_all("p")] == ["One.", "Two."]


def test_foreign_marks_only_what_runs_the_other_way():
    arabic, english = "شبكة الأمم المتحدة", "A/RES/73/195"
    assert soup("{% foreign value %}", "en", value=arabic).bdi["dir"] == "rtl"
    assert "lang" not in soup("{% foreign value %}", "en", value=english).bdi.attrs
    assert soup("{% foreign value %}", "ar", value=english).bdi["lang"] == "en"
    assert "lang" not in soup("{% foreign value %}", "ar", value="2022").bdi.attrs
    lines = soup("{% foreign value paragraphs=True %}", "ar", value="One <b>\nline.\n\nAnother.")
    assert (lines.div["lang"], lines.div["dir"]) == ("en", "ltr")
    assert [part.get_text() for part in lines.find_all("p")] == ["One <b>line.", "Another."]


def test_rich_text_has_language_direction_and_its_pictures():
    digest = "a" * 64
    html = f'<p>نص</p><figure><img src="asset:{digest}" alt="صورة"></figure>'
    drawn = soup(
        "{% rich html 'ar' %}", html=html, asset_url=lambda sha256: f"/files/{sha256}" if sha256 == digest else ""
    )
    assert (drawn.div["lang"], drawn.div["dir"]) == ("ar", "rtl")
    assert drawn.img["src"] == f"/files/{digest}"


def test_language_notice_is_silent_in_the_language_of_the_page():
    assert draw("{% language_notice 'en' %}", "en") == ""
    assert "Arabic" in draw("{% language_notice 'ar' %}", "en")


# ---------------------------------------------------------------- addresses


@pytest.mark.urls("tests.foundation.component_urls")
@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/en/components/?q=a&page=2", "/ar/components/?q=a&page=2"),
        ("/en/there-is-no-such-page/", "/ar/there-is-no-such-page/"),
        ("/en", "/ar"),
        ("/nowhere/", "/ar/"),
        ("/ar/components/", "/ar/components/"),
    ],
)
def test_the_other_language_is_the_same_page(path, expected):
    assert soup("<a href=\"{% other_language_url 'ar' %}\">", "en", path=path).a["href"] == expected


# ---------------------------------------------------------------- sources


def test_source_note_names_sources_verification_and_date():
    source = SimpleNamespace(title="A/RES/73/195", url="https://undocs.org/A/RES/73/195")
    thing = record(Confidence.VERIFIED, sources=[source], confirmed_on=datetime.date(2026, 5, 4))
    drawn = soup("{% source_note thing %}", thing=thing)
    assert drawn.a["href"] == source.url
    assert "verified" in words(drawn)
    assert "Confirmed by a curator on 4 May 2026." in words(drawn)


def test_source_note_says_when_a_text_is_recalled():
    drawn = soup("{% source_note thing %}", thing=record(Confidence.RECALLED))
    assert "to be confirmed" in words(drawn)
    assert drawn.select_one(".source-note--recalled")


def test_compact_source_note_opens_without_a_script():
    assert soup("{% source_note thing compact=True %}", thing=record()).details is not None


def test_field_mark_is_only_behind_what_is_recalled():
    thing = record(field_confidence={"title_ar": Confidence.RECALLED}, title="", title_ar="البيانات", title_en="Data")
    assert draw("{% field_mark thing 'title_en' %}", thing=thing) == ""
    assert "to be confirmed" in words(soup("{% field_mark thing 'title_ar' %}", thing=thing))
    # Without its language the field is the one that is being shown.
    assert draw("{% field_mark thing 'title' %}", "en", thing=thing) == ""
    assert "field-mark" in draw("{% field_mark thing 'title' %}", "ar", thing=thing)
    thing.title_en = ""
    assert "field-mark" in draw("{% field_mark thing 'title' %}", "en", thing=thing)


def test_field_mark_follows_the_record_where_the_field_says_nothing():
    assert "field-mark" in draw("{% field_mark thing 'date' %}", thing=record(Confidence.RECALLED, date="2022"))
    assert draw("{% field_mark thing 'date' %}", thing=record(Confidence.LIKELY, date="2022")) == ""


# ---------------------------------------------------------------- structure


def test_a_body_is_drawn_as_it_is_and_parameters_are_escaped():
    drawn = soup(
        "{% page_header title=title lead=title %}<a href='#x'>On</a>{% endpage_header %}", title="<b>Title</b>"
    )
    assert drawn.select_one("h1").get_text() == "<b>Title</b>"
    assert drawn.select_one(".page-header__more a")["href"] == "#x"


def test_breadcrumbs_end_with_this_page():
    drawn = soup("{% breadcrumbs 'Objectives' '/en/objectives/' '7' %}")
    assert [(a.get_text(), a["href"]) for a in drawn.find_all("a")] == [("Objectives", "/en/objectives/")]
    assert drawn.find(attrs={"aria-current": "page"}).get_text() == "7"


def test_panels_draw_their_own_template_under_their_heading():
    panel = Panel("Reviews", "foundation/_styleguide_panel.html", "reviews", {"sentence": "One & two"})
    drawn = soup("{% panels items %}", items=[panel])
    assert drawn.section["id"] == "reviews"
    assert words(drawn) == "Reviews One & two"


def test_states_are_words_and_not_only_colours():
    cells = [{"number": 7, "title": "Reduce vulnerabilities", "href": "/7/", "mark": "full", "status": "reported"}]
    assert "7. Reduce vulnerabilities: reported" in words(soup("{% objective_grid cells %}", cells=cells))
    groups = [{"title": "Region", "tiles": [{"code": "XAA", "name": "Sample", "mark": "half", "status": "announced"}]}]
    assert "Sample: announced" in words(soup("{% tile_map groups %}", groups=groups))


def test_a_tile_without_an_address_is_no_link():
    groups = [{"title": "Region", "tiles": [{"code": "XAA", "name": "Sample"}]}]
    assert soup("{% tile_map groups %}", groups=groups).a is None


def test_sample_notice_is_for_samples():
    assert draw("{% sample_notice country %}", country=SimpleNamespace(is_sample=False)) == ""
    assert "Sample data." in draw("{% sample_notice country %}", country={"is_sample": True})


def test_numbers_in_attributes_have_no_separators():
    """Thousands are separated for readers; a browser would not read such a number."""
    drawn = soup("{% progress 1500 3000 'Half' %}{% bar 1500 3000 %}")
    assert (drawn.progress["value"], drawn.progress["max"]) == ("1500", "3000")
    assert drawn.select_one(".bar__part")["width"] == "50"
    assert words(drawn.select_one(".bar__value")) == "1,500"


def test_nothing_of_nothing_is_an_empty_bar():
    assert soup("{% bar 0 0 %}").select_one(".bar__part")["width"] == "0"
    assert soup("{% progress 0 0 'Nothing' %}").progress["max"] == "1"


# ---------------------------------------------------------------- lists


def test_pagination_keeps_the_filters():
    page = Paginator(range(100), 10).page(2)
    drawn = soup("{% pagination page %}", path="/en/?region=a&region=b&page=2", page=page)
    assert drawn.find("a", rel="next")["href"] == "?region=a&region=b&page=3"
    assert "2" in words(drawn.find(attrs={"aria-current": "page"}))


def test_one_page_needs_no_pagination():
    assert draw("{% pagination page %}", page=Paginator([], 10).page(1)) == ""


def test_filters_search_keeps_what_is_chosen():
    drawn = soup("{% filters facets 3 'q' %}", path="/en/?region=a&q=x&page=4", facets=[])
    hidden = {field["name"]: field["value"] for field in drawn.select("input[type=hidden]")}
    assert hidden == {"region": "a"}
    assert drawn.select_one("input[type=search]")["value"] == "x"
    assert "3 results" in words(drawn)


# ---------------------------------------------------------------- forms


class SampleForm(forms.Form):
    title_ar = forms.CharField(label="Title", help_text="As it is published.")
    kind = forms.ChoiceField(label="Kind", choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect)
    note = forms.CharField(label="Note", required=False)
    secret = forms.CharField(widget=forms.HiddenInput)


def test_a_field_is_tied_to_its_hint_and_its_error():
    drawn = soup("{% form_field form.title_ar %}", form=SampleForm({}))
    field = drawn.input
    ids = field["aria-describedby"].split()
    assert [drawn.find(id=identifier) is not None for identifier in ids] == [True, True]
    assert field["aria-invalid"] == "true"
    assert drawn.label["for"] == field["id"]
    assert "This field is required." in words(drawn)


def test_a_field_named_for_a_language_is_written_in_it():
    field = soup("{% form_field form.title_ar %}", form=SampleForm()).input
    assert (field["lang"], field["dir"]) == ("ar", "rtl")
    plain = soup("{% form_field form.note %}", form=SampleForm()).input
    assert "lang" not in plain.attrs
    given = soup("{% form_field form.note lang='ar' %}", form=SampleForm()).input
    assert (given["lang"], given["dir"]) == ("ar", "rtl")


def test_a_field_without_hint_names_no_element_that_is_not_there():
    assert "aria-describedby" not in soup("{% form_field form.note %}", form=SampleForm()).input.attrs


def test_choices_are_a_group_with_a_legend():
    drawn = soup("{% form_field form.kind %}", form=SampleForm({}))
    assert words(drawn.legend) == "Kind"
    assert drawn.find(id=drawn.fieldset["aria-describedby"]) is not None


def test_what_was_typed_is_still_there():
    form = SampleForm({"title_ar": "نص <b>مكتوب</b>"})
    assert soup("{% form_field form.title_ar %}", form=form).input["value"] == "نص <b>مكتوب</b>"


def test_hidden_fields_are_drawn_bare():
    drawn = soup("{% form_fields form %}", form=SampleForm())
    assert drawn.find("input", {"name": "secret"})["type"] == "hidden"
    assert len(drawn.select(".field")) == 3


def test_error_summary_leads_to_each_field():
    form = SampleForm({"secret": "x"})
    drawn = soup("{% error_summary form %}{% form_fields form %}", form=form)
    targets = [a["href"].removeprefix("#") for a in drawn.select(".error-summary a")]
    assert len(targets) == 2
    assert all(drawn.find(id=target) is not None for target in targets)


def test_error_summary_takes_issues_and_is_silent_without():
    drawn = soup("{% error_summary issues=issues %}", issues=[("Give a summary.", "/en/summary/"), ("Too long.", "")])
    assert [a["href"] for a in drawn.find_all("a")] == ["/en/summary/"]
    assert "Too long." in words(drawn)
    assert draw("{% error_summary form none %}", form=SampleForm(), none=None) == ""
