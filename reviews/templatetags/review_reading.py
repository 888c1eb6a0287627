"""How an answer of a snapshot is read: in the reader's language or, marked, in another."""

from typing import Any
from urllib.parse import urlsplit

from django import template
from django.utils.translation import gettext

from foundation.dates import format_partial
from foundation.language import active, codes, localized
from reviews.consulting import place_in
from reviews.enums import QuestionKind, Stage
from reviews.models import PublicationText

register = template.Library()


@register.simple_tag
def reading(answer: dict[str, Any]) -> dict[str, Any]:
    """What to show of an answer.

    Returns ``html`` with its ``language``; ``is_other`` where it is not the page's; ``value`` in
    words where the answer is no narrative.
    """
    preferred = active()
    for code in [preferred, *(code for code in codes() if code != preferred)]:
        if code in answer["texts"]:
            return {"html": answer["texts"][code]["html"], "language": code, "is_other": code != preferred}
    value = answer.get("value")
    if value is None:
        # Files alone are no answer: a "No" that the State did not give must not be read here.
        return {"html": "", "language": preferred, "is_other": False, "value": ""}
    if answer["kind"] == QuestionKind.YES_NO:
        value = gettext("Yes") if value else gettext("No")
    elif answer["kind"] == QuestionKind.DATE:
        value = format_partial(value)
    elif isinstance(value, list):
        value = gettext(", ").join(localized(option["label"]) for option in value)
    return {"html": "", "language": preferred, "is_other": False, "value": value}


@register.simple_tag
def consulted_after(snapshot: dict[str, Any]) -> str:
    """The code of the section after which the register of who was consulted stands; empty for none."""
    return place_in(snapshot)


@register.simple_tag
def stage_label(code: str) -> str:
    """A stage in the reader's language; empty for none."""
    return str(Stage(code).label) if code in Stage.values else ""


@register.simple_tag
def shown_text(texts: list[PublicationText]) -> PublicationText | None:
    """Of one answer's texts the one in the reader's language or, failing that, the first."""
    by_language = {text.language: text for text in texts}
    return by_language.get(active()) or next(iter(by_language.values()), None)


@register.simple_tag(takes_context=True)
def file_address(context: dict[str, Any], sha256: str) -> str:
    """Where a file of an answer is had: as the pictures, unless the page has an address of its own for files."""
    return (context.get("file_url") or context["asset_url"])(sha256)


@register.filter
def host(url: str) -> str:
    """The host of an address: where a link leads, before one follows it."""
    return urlsplit(url).hostname or ""
