"""The components of the portal's pages. A builtin library: no template loads it.

``docs/components.md`` shows each with an example; ``/styleguide/`` (with ``DEBUG``) draws them all in
both directions. No component asks the database, except ``source_note``, which reads the record's
sources: prefetch them (``.with_sources()``).

Tags with a body (``{% notice %}…{% endnotice %}``) draw ``components/<name>.html`` around it.
"""

import datetime
from collections.abc import Iterable, Mapping
from typing import Any

from django import template
from django.core.paginator import Page
from django.forms import CheckboxInput, CheckboxSelectMultiple, RadioSelect
from django.forms.boundfield import BoundField
from django.template import Context, Engine
from django.template.context_processors import csrf
from django.utils.html import conditional_escape, format_html, linebreaks
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, gettext_lazy

from foundation import dates, facets, language, richtext
from foundation.enums import Confidence
from foundation.icons import ICONS

register = template.Library()


def _draw(component: str, /, **params: Any) -> SafeString:
    """A component with a body; ``content`` is that body, already rendered."""
    return Engine.get_default().get_template(f"components/{component}.html").render(Context(params))


def _trimmed(content: str) -> SafeString:
    """A rendered body without the line breaks of its template, so that an empty one counts as none."""
    return mark_safe(content.strip())


def _filled(item: Any, **defaults: Any) -> dict[str, Any]:
    """A mapping or an object as a dictionary with every key of ``defaults``."""
    if isinstance(item, Mapping):
        return {**defaults, **item}
    return {key: getattr(item, key, default) for key, default in defaults.items()}


# ---------------------------------------------------------------- text, languages, dates


@register.simple_tag
def text(
    thing: Any, name: str = "", *, plain: bool = False, missing: str | None = None, paragraphs: bool = False
) -> str:
    """A localized value: ``{% text objective "title" %}``, ``{% text snapshot.country.name %}``.

    In the active language where there is one. Otherwise the other language, in a ``<span lang dir>``
    with a small notice; where no language has it, a stated absence (``missing`` replaces that
    sentence, ``missing=""`` drops it). ``plain=True`` leaves out notice and markup, for titles and
    attributes. ``paragraphs=True`` draws line breaks as paragraphs.
    """
    value, code = language.localized_in(thing, name) if thing else ("", "")
    if not value:
        if plain or missing is not None:
            return missing or ""
        return format_html('<span class="absent">{}</span>', gettext("not available yet"))
    if plain:
        return str(value)
    body = mark_safe(linebreaks(value, autoescape=True)) if paragraphs else conditional_escape(value)
    if code == language.active():
        return body
    return format_html(
        '<{tag} class="other-language" lang="{code}" dir="{direction}">{body}</{tag}>'
        ' <span class="other-language-note">{note}</span>',
        tag="div" if paragraphs else "span",
        code=code,
        direction=language.direction(code),
        body=body,
        note=_in_language(code),
    )


def _in_language(code: str) -> str:
    return gettext("(in %(language)s)") % {"language": language.name_of(code)}


@register.simple_tag
def bdi(value: Any) -> SafeString:
    """A name or a code inside a sentence, kept from upsetting the order of its neighbours."""
    return format_html("<bdi>{}</bdi>", value)


@register.simple_tag
def foreign(value: Any, paragraphs: bool = False) -> SafeString:
    """A text whose language nobody recorded (the title of a source): marked if it runs the other way.

    ``paragraphs=True`` draws line breaks as paragraphs, in a block of its own.
    """
    code = language.language_of_script(str(value))
    if paragraphs:
        return format_html(
            '<div lang="{}" dir="{}">{}</div>',
            code,
            language.direction(code),
            mark_safe(linebreaks(value, autoescape=True)),
        )
    if code == language.active():
        return format_html("<bdi>{}</bdi>", value)
    return format_html('<bdi lang="{}" dir="{}">{}</bdi>', code, language.direction(code), value)


@register.simple_tag
def direction(code: str) -> str:
    """``rtl`` or ``ltr`` of a language."""
    return language.direction(code)


@register.simple_tag
def language_name(code: str, own: bool = False) -> str:
    """The name of a language in the reader's language, or in itself with ``own=True``."""
    return language.name_of(code, own=own)


@register.simple_tag(takes_context=True)
def other_language_url(context: Context, code: str) -> str:
    """This page in another language, query included."""
    request = context.get("request")
    return language.other_language_url(request, code) if request else f"/{code}/"


@register.simple_tag(takes_context=True)
def rich(context: Context, html: str, code: str) -> SafeString:
    """Sanitized rich text in its language; ``asset_url`` in the context turns hashes into addresses.

    ``html`` must come from ``foundation.richtext``: what is stored is already canonical.
    """
    url_for = context.get("asset_url")
    if url_for:
        html = richtext.resolve_assets(html, url_for)
    return format_html(
        '<div class="prose" lang="{}" dir="{}">{}</div>',
        code,
        language.direction(code),
        mark_safe(html),  # canonical HTML of foundation.richtext
    )


@register.filter
def partial_date(value: str | None) -> str:
    """``2022-05`` as "May 2022" in the active language."""
    return dates.format_partial(value)


@register.filter
def localdate(value: Any) -> str:
    """A date or datetime as "17 May 2022" in the active language."""
    return dates.format_date(value)


@register.filter
def utcdate(value: datetime.datetime) -> str:
    """The day of a moment in UTC, beside ``utctime``: whoever reads "UTC" must find both in it."""
    return dates.format_date(value.astimezone(datetime.UTC).date())


@register.filter
def utctime(value: datetime.datetime) -> str:
    """The time of a moment in UTC, as 14:02."""
    return f"{value.astimezone(datetime.UTC):%H:%M}"


@register.simple_tag
def date_range(start: str | None, end: str | None) -> str:
    """Two partial dates: "17 May 2022 to 20 May 2022"."""
    return dates.format_range(start, end)


@register.simple_tag
def language_notice(code: str, what: str = "") -> SafeString:
    """A line above a text that is in another language than the page; nothing if it is not."""
    if code == language.active():
        return SafeString("")
    return _draw("language_notice", language=code, name=language.name_of(code), what=what)


# ---------------------------------------------------------------- sources


_CONFIDENCE_HINTS = {
    Confidence.VERIFIED: gettext_lazy("Seen in the source named here."),
    Confidence.LIKELY: gettext_lazy("Strong indirect evidence; not read in the source itself."),
    Confidence.RECALLED: gettext_lazy("Written from general knowledge; a curator has yet to confirm it."),
}
_CONFIDENCE_ICONS = {Confidence.VERIFIED: "check", Confidence.LIKELY: "likely", Confidence.RECALLED: "recalled"}


@register.simple_tag
def source_note(record: Any, compact: bool = False) -> SafeString:
    """Where a record comes from, how far it is verified, and since when; prefetch ``sources``.

    ``compact=True`` folds it into one line that opens, for cards and rows.
    """
    confidence = Confidence(record.confidence)
    return _draw(
        "source_note",
        sources=list(record.sources.all()),
        confidence=confidence,
        label=confidence.label,
        hint=_CONFIDENCE_HINTS[confidence],
        icon=_CONFIDENCE_ICONS[confidence],
        confirmed_on=record.confirmed_on,
        check_by=getattr(record, "check_by", None),
        compact=compact,
    )


@register.simple_tag
def field_mark(record: Any, name: str) -> SafeString:
    """The discreet mark behind a text that is recalled; nothing behind any other.

    ``name`` is a field (``"title_ar"``) or, for a translated one, its name without the language:
    then the language that is being shown counts.
    """
    if not hasattr(record, name) or hasattr(record, f"{name}_{language.active()}"):
        code = language.localized_in(record, name)[1] or language.active()
        name = f"{name}_{code}"
    if record.confidence_of(name) != Confidence.RECALLED:
        return SafeString("")
    return _draw("field_mark", hint=_CONFIDENCE_HINTS[Confidence.RECALLED])


# ---------------------------------------------------------------- page furniture


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """A line icon of ours. Decorative unless ``label`` says what it means."""
    shape, directional = ICONS[name]
    return format_html(
        '<svg class="icon{}" viewBox="0 0 24 24" {}>{}</svg>',
        " directional" if directional else "",
        format_html('role="img" aria-label="{}"', label) if label else SafeString('aria-hidden="true"'),
        mark_safe(shape),  # constants of foundation.icons
    )


@register.inclusion_tag("components/breadcrumbs.html")
def breadcrumbs(*steps: str) -> dict[str, Any]:
    """``{% breadcrumbs label url label url … current %}``: pairs, then the name of this page."""
    *pairs, current = steps
    return {"links": list(zip(pairs[::2], pairs[1::2], strict=True)), "current": current}


@register.simple_block_tag
def page_header(
    content: str,
    title: str,
    lead: str = "",
    eyebrow: str = "",
    number: int | None = None,
    group: int | None = None,
    code: str = "",
) -> SafeString:
    """The head of a page: its only ``<h1>``. Body: tags, buttons, facts; may be empty.

    ``eyebrow`` is a short line above the title; ``number`` draws the tile of an objective
    (``group`` 1–4 its colour), ``code`` the tile of a country.
    """
    return _draw(
        "page_header",
        content=_trimmed(content),
        title=title,
        lead=lead,
        eyebrow=eyebrow,
        number=number,
        group=group,
        code=code,
    )


@register.simple_block_tag
def hero(content: str, title: str, lead: str = "", eyebrow: str = "") -> SafeString:
    """The head of the first page, in ``{% block hero %}``: full width, ``<h1>``, the mark. Body: stats, buttons."""
    return _draw("hero", content=_trimmed(content), title=title, lead=lead, eyebrow=eyebrow)


@register.simple_block_tag
def section(
    content: str,
    title: str = "",
    anchor: str = "",
    lead: str = "",
    href: str = "",
    link: str = "",
    level: int = 2,
    tone: str = "",
) -> SafeString:
    """A part of a page under a heading. ``href`` + ``link``: "all of them" beside the heading.

    ``tone``: "" | "tinted" (a band of colour) | "narrow" (the measure of running text).
    """
    return _draw(
        "section",
        content=content,
        title=title,
        anchor=anchor,
        lead=lead,
        href=href,
        link=link,
        heading=f"h{level}",
        tone=tone,
    )


@register.simple_block_tag
def card(
    content: str,
    title: str,
    href: str = "",
    eyebrow: str = "",
    meta: str = "",
    level: int = 3,
    number: int | None = None,
    group: int | None = None,
    code: str = "",
) -> SafeString:
    """A linked summary; the whole card is the target. Put cards into ``<ul class="cards">`` with ``<li>``."""
    return _draw(
        "card",
        content=_trimmed(content),
        title=title,
        href=href,
        eyebrow=eyebrow,
        meta=meta,
        heading=f"h{level}",
        number=number,
        group=group,
        code=code,
    )


@register.inclusion_tag("components/number_tile.html")
def number_tile(number: int, group: int | None = None, size: str = "m") -> dict[str, Any]:
    """The square of an objective: its number and its place among the 23. ``size``: s | m | l."""
    return {"number": number, "group": group, "size": size}


@register.inclusion_tag("components/objective_tile.html")
def objective_tile(
    number: int, title: str, href: str = "", group: int | None = None, note: str = "", level: int = 3
) -> dict[str, Any]:
    """An objective as a large linked tile; ``note`` is a short second line (a count, a stage)."""
    return {"number": number, "title": title, "href": href, "group": group, "note": note, "heading": f"h{level}"}


@register.inclusion_tag("components/objective_grid.html")
def objective_grid(cells: Iterable[Any], label: str = "") -> dict[str, Any]:
    """The 23 objectives as small squares, each with a state.

    ``cells``: ``{number, title, href, group, mark: "full"|"half"|"none", status}``; ``status`` says in
    words what ``mark`` shows.
    """
    defaults = {"number": 0, "title": "", "href": "", "group": None, "mark": "none", "status": ""}
    return {"cells": [_filled(cell, **defaults) for cell in cells], "label": label}


@register.inclusion_tag("components/tile_map.html")
def tile_map(groups: Iterable[Any], label: str = "", legend: Iterable[Any] = ()) -> dict[str, Any]:
    """One equal tile a country, grouped by region. Put a table with the same facts beneath it.

    ``groups``: ``{title, tiles}``; a tile: ``{code, name, href, mark: "full"|"half"|"none", status,
    is_sample}``; ``legend``: ``{mark, label}``.
    """
    tile = {"code": "", "name": "", "href": "", "mark": "none", "status": "", "is_sample": False}
    return {
        "groups": [
            {"title": group["title"], "tiles": [_filled(item, **tile) for item in group["tiles"]]}
            for group in (_filled(group, title="", tiles=()) for group in groups)
        ],
        "label": label,
        "legend": [_filled(entry, mark="none", label="") for entry in legend],
    }


@register.inclusion_tag("components/tag.html")
def tag(label: str, tone: str = "neutral", icon: str = "") -> dict[str, Any]:
    """A short status in words; ``tone``: neutral | info | success | warning | danger | sample."""
    icons = {"info": "dot", "success": "check", "warning": "clock", "danger": "alert", "sample": "sample"}
    return {"label": label, "tone": tone, "icon": icon or icons.get(tone, "")}


@register.inclusion_tag("components/stat.html")
def stat(value: Any, label: str, href: str = "", note: str = "") -> dict[str, Any]:
    """A count with the list behind it. Put several into ``<ul class="stats">`` with ``<li>``."""
    return {"value": value, "label": label, "href": href, "note": note}


@register.simple_block_tag
def facts(content: str, title: str = "") -> SafeString:
    """A list of facts; inside it ``{% fact label %}…{% endfact %}``."""
    return _draw("facts", content=content, title=title)


@register.simple_block_tag
def fact(content: str, label: str) -> SafeString:
    return _draw("fact", content=_trimmed(content), label=label)


@register.simple_block_tag
def data_table(
    content: str, caption: str, anchor: str, note: str = "", hide_caption: bool = False, tall: bool = False
) -> SafeString:
    """A table that scrolls by itself, by keyboard too; body: ``<thead>``, ``<tbody>``.

    ``anchor`` must be unique on the page. Numbers: ``<td class="number">``. ``tall=True`` for more rows than
    fit a screen: the table then scrolls inside and its heads stay in sight.
    """
    return _draw(
        "data_table",
        content=content,
        caption=caption,
        anchor=anchor,
        note=note,
        hide_caption=hide_caption,
        tall=tall,
    )


@register.inclusion_tag("components/bar.html")
def bar(value: int, total: int, label: str = "") -> dict[str, Any]:
    """A bar beside its number; the number is the text, the bar only repeats it."""
    share = round(100 * value / total, 2) if total else 0
    return {"value": value, "total": total, "width": f"{share:g}", "label": label}


@register.inclusion_tag("components/scale.html")
def scale(position: int, total: int, label: str) -> dict[str, Any]:
    """A step on a stated scale, in words and in dots: a stage as the State gave it, no score."""
    return {"steps": [step <= position for step in range(1, total + 1)], "label": label}


@register.simple_block_tag
def notice(content: str, tone: str = "info", title: str = "", level: int = 2, live: bool = False) -> SafeString:
    """A message in the page; ``tone``: info | success | warning | error | sample. ``live`` announces it."""
    icons = {"success": "check", "warning": "alert", "error": "alert", "sample": "sample"}
    return _draw(
        "notice",
        content=_trimmed(content),
        tone=tone,
        title=title,
        heading=f"h{level}",
        live=live,
        icon=icons.get(tone, "info"),
    )


@register.simple_tag
def sample_notice(thing: Any = None) -> SafeString:
    """Says that what is shown is made up: for a country, or whatever else has ``is_sample``."""
    if thing is not None and not (thing.get("is_sample") if isinstance(thing, Mapping) else thing.is_sample):
        return SafeString("")
    return _draw("sample_notice")


@register.simple_block_tag
def empty_state(content: str, title: str, icon: str = "empty") -> SafeString:
    """What stands where nothing is; body: what this means and what can be done."""
    return _draw("empty_state", content=_trimmed(content), title=title, icon=icon)


@register.simple_block_tag
def disclosure(content: str, summary: str, open: bool = False, anchor: str = "") -> SafeString:
    """A part that opens: native ``<details>``."""
    return _draw("disclosure", content=content, summary=summary, open=open, anchor=anchor)


@register.simple_block_tag
def timeline(content: str) -> SafeString:
    """Events in order; inside it ``{% event when title %}…{% endevent %}``."""
    return _draw("timeline", content=content)


@register.simple_block_tag
def event(content: str, when: str, title: str, href: str = "", state: str = "past", level: int = 3) -> SafeString:
    """``when`` is the date in words; ``state``: past | current | future."""
    return _draw(
        "event", content=_trimmed(content), when=when, title=title, href=href, state=state, heading=f"h{level}"
    )


@register.inclusion_tag("components/download.html")
def download(
    href: str, label: str, kind: str, size: int | None = None, code: str = "", filename: str = ""
) -> dict[str, Any]:
    """A file: what it is, its type ("PDF"), its size in bytes and its language, before the click."""
    return {
        "href": href,
        "label": label,
        "kind": kind,
        "size": size,
        "code": code,
        "language": language.name_of(code) if code else "",
        "filename": filename,
    }


@register.inclusion_tag("components/downloads.html")
def downloads(items: Iterable[dict[str, str]]) -> dict[str, Any]:
    """The list as a table to take away, just as it is narrowed: ``listing.downloads`` of a register."""
    return {"items": list(items)}


@register.simple_tag(takes_context=True)
def panels(context: Context, items: Iterable[Any]) -> SafeString:
    """The panels of ``foundation.panels``, each a section under its heading."""
    request, engine = context.get("request"), Engine.get_default()
    # The token is made only where a panel has a form.
    shared = {"request": request, **(csrf(request) if request else {})}
    drawn = [
        (panel, engine.get_template(panel.template).render(Context({**shared, **panel.context}))) for panel in items
    ]
    return _draw("panels", panels=drawn)


@register.inclusion_tag("components/toc.html")
def toc(items: Iterable[Any], label: str = "") -> dict[str, Any]:
    """Links to the parts of this page: panels, or ``{title, anchor}``."""
    return {"items": [_filled(item, title="", anchor="") for item in items], "label": label or gettext("On this page")}


# ---------------------------------------------------------------- lists


@register.inclusion_tag("components/filters.html", takes_context=True)
def filters(
    context: Context, facet_list: Iterable[facets.Facet] = (), count: int | None = None, search: str = ""
) -> dict[str, Any]:
    """Facets as links with counts, and a search box if ``search`` names its parameter.

    Build the facets with ``foundation.facets.build_facet``. ``count`` is what the list now holds.
    """
    query = context["request"].GET
    facet_list = list(facet_list)
    kept = [(name, value) for name in query for value in query.getlist(name) if name not in (search, "page")]
    return {
        "facets": facet_list,
        "count": count,
        "search": search,
        "term": query.get(search, "") if search else "",
        "kept": kept,
        "is_active": any(facet.is_active for facet in facet_list) or bool(search and query.get(search)),
        "chosen": [(facet, option) for facet in facet_list for option in facet.options if option.selected],
        "reset_href": facets.address_with(
            query, **{name: None for name in [search, *(facet.name for facet in facet_list)] if name}
        ),
    }


@register.inclusion_tag("components/pagination.html", takes_context=True)
def pagination(context: Context, page: Page) -> dict[str, Any]:
    """Links between the pages of a list; keeps the filters of the address."""
    query = context["request"].GET

    def href(number: int) -> str:
        changed = query.copy()
        changed["page"] = str(number)
        return f"?{changed.urlencode()}"

    numbers = [
        (number, href(number) if isinstance(number, int) else "")
        for number in page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    ]
    return {
        "page": page,
        "pages": page.paginator.num_pages,
        "numbers": numbers,
        "ellipsis": page.paginator.ELLIPSIS,
        "previous": href(page.previous_page_number()) if page.has_previous() else "",
        "next": href(page.next_page_number()) if page.has_next() else "",
    }


@register.inclusion_tag("components/tab_links.html")
def tab_links(items: Iterable[Any], label: str) -> dict[str, Any]:
    """Sibling pages as tabs: ``{label, href, current, count}``. Links, so nothing needs a script."""
    defaults = {"label": "", "href": "", "current": False, "count": None}
    return {"items": [_filled(item, **defaults) for item in items], "label": label}


@register.simple_block_tag
def tabs(content: str, label: str) -> SafeString:
    """Parts of one page, one at a time with JavaScript, one after the other without it.

    Inside: ``{% tab title anchor %}…{% endtab %}``.
    """
    return _draw("tabs", content=content, label=label)


@register.simple_block_tag
def tab(content: str, title: str, anchor: str, level: int = 3) -> SafeString:
    return _draw("tab", content=content, title=title, anchor=anchor, heading=f"h{level}")


@register.simple_block_tag
def language_pair(content: str) -> SafeString:
    """Two languages side by side; inside it one ``{% language_side code %}…{% endlanguage_side %}`` each."""
    return _draw("language_pair", content=content)


@register.simple_block_tag
def language_side(content: str, code: str, status: str = "", tone: str = "neutral") -> SafeString:
    """One language's side: its name, a state in words, and the body in its direction."""
    return _draw(
        "language_side",
        content=content,
        code=code,
        name=language.name_of(code),
        direction=language.direction(code),
        status=status,
        tone=tone,
    )


# ---------------------------------------------------------------- forms and tasks


def _language_of_field(name: str) -> str:
    """``title_ar`` is written in ``ar``."""
    suffix = name.rsplit("_", 1)[-1]
    return suffix if "_" in name and suffix in language.codes() else ""


@register.inclusion_tag("components/form_field.html")
def form_field(
    field: BoundField,
    lang: str = "",
    hint: str = "",
    label: str = "",
    hide_label: bool = False,
    large: bool = False,
    mark_optional: bool = True,
) -> dict[str, Any]:
    """A field with label, hint, its errors and the ties between them (``aria-describedby``).

    ``lang`` sets language and direction of the input; a field called ``…_ar`` has it by itself.
    ``hint`` and ``label`` replace the form's own; ``large`` draws the label as a heading of the page.
    ``mark_optional=False`` leaves out the word "optional" where the page says by other means what is needed.
    """
    if field.is_hidden:
        return {"is_hidden": True, "field": field}
    widget = field.field.widget
    hint = hint or field.help_text
    identifier = field.auto_id or f"id_{field.html_name}"
    described = [f"{identifier}_hint"] if hint else []
    described += [f"{identifier}_error"] if field.errors else []
    lang = lang or widget.attrs.get("lang", "") or _language_of_field(field.name)
    # A group of boxes is described by its fieldset; Django gives each box the attributes of the widget.
    is_group = isinstance(widget, RadioSelect | CheckboxSelectMultiple)
    attrs = {"aria-invalid": "true"} if field.errors and not is_group else {}
    attrs |= {"lang": lang, "dir": language.direction(lang)} if lang else {}
    if not is_group:
        # An empty string keeps Django from adding its own, which names an element we do not draw.
        attrs["aria-describedby"] = " ".join(described) or False
    return {
        "is_hidden": False,
        "field": field,
        "widget": field.as_widget(attrs=attrs),
        "identifier": identifier,
        "label": label or field.label,
        "hint": hint,
        "errors": list(field.errors),
        "described": " ".join(described),
        "lang": lang,
        "language": language.name_of(lang) if lang else "",
        "direction": language.direction(lang) if lang else "",
        "is_group": is_group,
        "is_single_box": isinstance(widget, CheckboxInput),
        "is_optional": mark_optional and not field.field.required,
        "hide_label": hide_label,
        "large": large,
    }


@register.inclusion_tag("components/form_fields.html")
def form_fields(form: Any) -> dict[str, Any]:
    """Every field of a form in its order, the hidden ones too."""
    return {"form": form}


@register.inclusion_tag("components/error_summary.html")
def error_summary(*forms: Any, issues: Iterable[Any] = (), title: str = "") -> dict[str, Any]:
    """What is wrong, at the top of the page, each with a link to its place; nothing if all is well.

    ``forms`` may be forms (or ``None``); ``issues``: ``(message, href)`` pairs or objects with
    ``message`` and ``href``.
    """
    found: list[tuple[str, str]] = []
    for form in forms:
        if form is None or not form.is_bound:
            continue
        found += [(error, "") for error in form.non_field_errors()]
        for field in form:
            # A group of boxes has no element of its own: the link leads to its first box.
            target = field.id_for_label or f"{field.auto_id}_0"
            found += [(error, f"#{target}") for error in field.errors]
    for issue in issues:
        message, href = issue if isinstance(issue, tuple | list) else (issue.message, getattr(issue, "href", ""))
        found.append((message, href))
    return {"issues": found, "title": title or gettext("There is a problem")}


@register.simple_block_tag
def buttons(content: str) -> SafeString:
    """A row of buttons, the main one first: ``<button class="button">``, ``button--secondary|quiet|danger``."""
    return _draw("buttons", content=content)


@register.simple_block_tag
def task_list(content: str, title: str = "", level: int = 2) -> SafeString:
    """What is to be done; inside it ``{% task %}``."""
    return _draw("task_list", content=content, title=title, heading=f"h{level}")


@register.inclusion_tag("components/task.html")
def task(
    title: str,
    href: str = "",
    status: str = "",
    tone: str = "neutral",
    hint: str = "",
    number: int | None = None,
    group: int | None = None,
) -> dict[str, Any]:
    """One row of a task list; without ``href`` it cannot be started yet. ``tone`` as of ``tag``."""
    return {
        "title": title,
        "href": href,
        "status": status,
        "tone": tone,
        "hint": hint,
        "number": number,
        "group": group,
    }


@register.inclusion_tag("components/progress.html")
def progress(value: int, total: int, label: str) -> dict[str, Any]:
    """How much is done, as a count in words (``label``) and as a bar."""
    # As text: a number would be given its separators, which no browser reads in an attribute.
    return {"value": str(value), "total": str(total or 1), "label": label}


@register.inclusion_tag("components/stepper.html")
def stepper(current: int, *labels: str) -> dict[str, Any]:
    """Where one is on a way of several steps; ``current`` counts from 1."""
    steps = [
        {"label": label, "state": "done" if number < current else "current" if number == current else "next"}
        for number, label in enumerate(labels, 1)
    ]
    return {"steps": steps, "current": current, "total": len(labels)}
