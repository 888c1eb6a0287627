"""Languages of the portal: which there are, which way they run, what to show in which."""

import unicodedata
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import translate_url
from django.utils.translation import get_language, get_language_info, pgettext


def codes() -> list[str]:
    """The portal's languages, in the order of the settings."""
    return [code for code, _name in settings.LANGUAGES]


def active() -> str:
    """The active language, without a country part."""
    return (get_language() or settings.LANGUAGE_CODE).split("-")[0]


def direction(language: str) -> str:
    """``"rtl"`` or ``"ltr"``."""
    try:
        return "rtl" if get_language_info(language)["bidi"] else "ltr"
    except KeyError:
        return "ltr"


def localized_in(thing: Any, name: str) -> tuple[str, str]:
    """The value in the active language or, failing that, in another, with the language it is in.

    ``thing`` is a model instance with ``<name>_<language>`` fields or a mapping of languages.
    Returns ``("", "")`` where no language has a value.
    """
    preferred = active()
    for code in [preferred, *(code for code in codes() if code != preferred)]:
        value = thing.get(code) if isinstance(thing, dict) else getattr(thing, f"{name}_{code}", None)
        if value:
            return value, code
    return "", ""


def localized(thing: Any, name: str = "") -> str:
    """As ``localized_in``, the value alone: for names in lists, titles and mails."""
    return localized_in(thing, name)[0]


def language_of_script(text: str) -> str:
    """A language of ours that runs the way ``text`` begins to run, for text whose language nobody recorded.

    The active language where the direction agrees with it or where nothing in the text has one,
    so that a mark is only set where a reader (or a screen reader) needs it.
    """
    for character in text:
        strong = unicodedata.bidirectional(character)
        if strong in {"L", "R", "AL"}:
            wanted = "ltr" if strong == "L" else "rtl"
            if direction(active()) == wanted:
                return active()
            return next((code for code in codes() if direction(code) == wanted), active())
    return active()


def name_of(language: str, *, own: bool = False) -> str:
    """The name of a language in the active language, or in itself ("العربية", "English")."""
    try:
        info = get_language_info(language)
    except KeyError:
        return language
    return info["name_local"] if own else info["name_translated"]


def language_of_path(path: str) -> str | None:
    """The language that the first part of an address names, or ``None``."""
    first = path.lstrip("/").split("/", 1)[0]
    return first if first in codes() else None


def other_language_url(request: HttpRequest, language: str) -> str:
    """The address of the same page in ``language``, with the same query.

    A page that cannot be resolved (a 404) changes only its first part; an address without a
    language leads to the home page of ``language``.
    """
    path = request.get_full_path()
    translated = translate_url(path, language)
    if translated != path or language_of_path(path) == language:
        return translated
    current = language_of_path(path)
    if current is None:
        return f"/{language}/"
    return f"/{language}{path[len(current) + 1 :]}"


def joined(*parts: Any) -> str:
    """Names one after the other, with the comma of the active language: ``Morocco, IMRF 2026``."""
    return pgettext("between names", ", ").join(str(part) for part in parts if part)
