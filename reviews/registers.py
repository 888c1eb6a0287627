"""The registers at hand: entries of other rooms that an answer may refer to.

Each register offers the entries of a country and finds entries by their keys. A room that has
something to refer to registers it (``register``); those above this one are registered in ``apps``.
The other side, "mentioned in reviews", is a panel on the entry's own page (``panels.mentions``).
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Count
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from countries.models import Country
from foundation.arabic import normalize
from foundation.decisions import Refused
from reviews.answer_tools import Page, Tool
from reviews.models import ObjectiveReport, Question, RegisterLink, Review
from reviews.permissions import access_to, check_edit

#: Of one answer.
MAX_LINKS = 20
#: How many entries a search shows.
MOST_FOUND = 30


@dataclass(frozen=True)
class Entry:
    """One thing that can be referred to; ``path`` is its page without the language in front."""

    kind: str
    key: str
    title: dict[str, str]
    path: str

    @property
    def name(self) -> str:
        """The title in the language of the page, else in another."""
        return self.title.get(translation.get_language() or "") or next(filter(None, self.title.values()), self.key)


@dataclass(frozen=True)
class Register:
    """A register of another room: all its entries, those of one country, and what to call it."""

    kind: str
    label: Any
    entries: Callable[[], Iterable[Entry]]
    of_country: Callable[[Country], Iterable[Entry]]
    find: Callable[[Iterable[str]], Iterable[Entry]]


REGISTERS: dict[str, Register] = {}


def register(one: Register) -> None:
    """Let answers refer to the entries of a register."""
    REGISTERS[one.kind] = one


def path_of(thing: Any) -> str:
    """The address of a thing's page without its language: ``mptf/programmes/x/``."""
    with translation.override(settings.LANGUAGE_CODE):
        return thing.get_absolute_url().removeprefix(f"/{settings.LANGUAGE_CODE}/")


def titles_of(thing: Any, name: str) -> dict[str, str]:
    return {code: getattr(thing, f"{name}_{code}", "") or "" for code, _name in settings.LANGUAGES}


def search(one: Register, words: str) -> list[Entry]:
    """Entries whose title has all the words, however they are spelled (``foundation.arabic.normalize``)."""
    wanted = normalize(words).split()
    if not wanted:
        return []
    found = []
    for entry in one.entries():
        titles = normalize(" ".join(entry.title.values()))
        if all(word in titles for word in wanted):
            found.append(entry)
    return found[:MOST_FOUND]


def linked(review: Review, question: Question, report: ObjectiveReport | None) -> list[Entry]:
    """The entries that an answer refers to; one that is no longer in its register is left out."""
    keys: dict[str, list[str]] = {}
    for link in review.registerlinks.filter(question=question, objective_report=report):
        keys.setdefault(link.kind, []).append(link.key)
    return [entry for kind, names in keys.items() if kind in REGISTERS for entry in REGISTERS[kind].find(names)]


@transaction.atomic
def link(
    *, review: Review, question: Question, report: ObjectiveReport | None, chosen: Iterable[tuple[str, str]], by: User
) -> None:
    """Have an answer refer to exactly these (kind, key); unknown ones are left out. Raises ``Refused``."""
    check_edit(access_to(review, by), review, question, report.objective.number if report else None)
    wanted: set[tuple[str, str]] = set()
    for kind, one in REGISTERS.items():
        keys = [key for name, key in chosen if name == kind]
        wanted |= {(entry.kind, entry.key) for entry in one.find(keys)} if keys else set()
    if len(wanted) > MAX_LINKS:
        raise Refused(_("An answer may refer to up to %(count)s entries.") % {"count": MAX_LINKS})
    rows = {
        (row.kind, row.key): row for row in review.registerlinks.filter(question=question, objective_report=report)
    }
    # One that its register does not show at the moment was not on the page to be unticked.
    shown = {(entry.kind, entry.key) for entry in linked(review, question, report)}
    for pair, row in rows.items():
        if pair not in wanted and pair in shown:
            row.delete()
    for kind, key in wanted - rows.keys():
        RegisterLink.objects.create(
            review=review, question=question, objective_report=report, kind=kind, key=key, added_by=by
        )


def tool(page: Page) -> dict[int, Tool]:
    """“Linked entries (1)” beside each answer."""
    counts = dict(
        page.review.registerlinks.filter(question__in=page.questions, objective_report=page.report)
        .order_by()
        .values_list("question")
        .annotate(Count("pk"))
    )
    tools = {}
    for question in page.questions:
        count = counts.get(question.pk, 0)
        label = ngettext("Linked entries (%(count)s)", "Linked entries (%(count)s)", count) % {"count": count}
        tools[question.pk] = Tool(
            "registers", page.address("answer_registers", question), label if count else _("Link entries of registers")
        )
    return tools
