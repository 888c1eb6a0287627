"""A file that was worked on offline comes back: what it would change, and what becomes of each change.

Reading changes nothing. A change is what the *person* changed since the file went out; whether the
portal changed the same answer meanwhile is asked anew each time the changes are shown, so that what
is accepted is always what was seen.
"""

import hashlib
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from io import BytesIO
from typing import Any

import openpyxl
from django.conf import settings
from django.core import signing
from django.core.files import File
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.models import User
from foundation import richtext
from foundation.decisions import Refused
from foundation.differences import Pieces, differences
from foundation.files import MAX_BYTES, FileError
from foundation.office import Package, damaged, open_package
from foundation.word_reading import Reading, controls
from reviews import drafting, merging
from reviews.enums import OfflineKind, QuestionKind
from reviews.models import OfflineFile, Review, TextRevision, ValueRevision
from reviews.offline import FORMAT, MANIFEST_SHEET, NAMESPACE, SALT, Slot, placeholders, slots
from reviews.permissions import Access, access_to, can_edit

ACCEPTED, BOTH, REFUSED = "accepted", "both", "refused"
#: A longer text than the form takes is no text of ours.
MOST_CHARACTERS = 200_000


@dataclass
class Came:
    """What stands in a file: its manifest, and the content of its places by their tags."""

    kind: str
    manifest: dict[str, Any]
    texts: dict[str, str] = field(default_factory=dict)
    values: dict[str, str] = field(default_factory=dict)
    left_out: int = 0
    #: Tags of places that stand in the file more than once: nobody knows which copy is meant.
    doubled: set[str] = field(default_factory=set)


# ---------------------------------------------------------------- reading


def _open_manifest(token: str) -> dict[str, Any]:
    try:
        found = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        raise FileError(
            _("This file was not downloaded from the portal, or its hidden part was changed."), code="manifest"
        ) from None
    if not isinstance(found, dict) or found.get("format") != FORMAT:
        raise FileError(_("This file is of an earlier kind. Download it anew."), code="format")
    return found


def check_belongs(manifest: dict[str, Any], review: Review) -> None:
    """Raises ``FileError`` that says whose file it is and whose is expected."""
    if (manifest["country"], manifest["round"]) != (review.country.iso3, review.round.code):
        raise FileError(
            _("This file belongs to another review (%(found)s). Expected: %(expected)s.")
            % {
                "found": f"{manifest['country']}, {manifest['round']}",
                "expected": f"{review.country.iso3}, {review.round.code}",
            },
            code="another",
        )
    if (manifest["level"], manifest["questionnaire"], manifest["review"]) != (
        review.level,
        review.questionnaire_id,
        review.pk,
    ):
        raise FileError(
            _("This file has the questions of an earlier version. Download it anew and take your texts over."),
            code="questionnaire",
        )


def read(file: File, review: Review) -> Came:
    """Everything in the file, judged by its content. Raises ``FileError``; nothing is changed."""
    if file.size > MAX_BYTES:
        raise FileError(
            _("The file is larger than %(size)s MB.") % {"size": MAX_BYTES // 1024 // 1024}, code="too_large"
        )
    content = file.read()
    package = open_package(content)
    if "word/document.xml" in package.trees:
        return _read_word(package, review)
    if "xl/workbook.xml" in package.trees:
        return _read_excel(content, review)
    raise FileError(_("This is neither a Word nor an Excel file of the portal."), code="type")


def _read_word(package: Package, review: Review) -> Came:
    token = next((tree.text or "" for tree in package.trees.values() if tree.tag == f"{{{NAMESPACE}}}gcm"), None)
    if token is None:
        raise FileError(
            _("This file was not downloaded from the portal, or its hidden part was changed."), code="manifest"
        )
    manifest = _open_manifest(token)
    check_belongs(manifest, review)
    known = set(review.pictures.values_list("sha256", flat=True))

    def picture(content: bytes, name: str) -> str | None:
        """One of ours, by its name or its content; a new one is left out and said to be."""
        for sha256 in (name.removeprefix("asset:"), hashlib.sha256(content).hexdigest()):
            if sha256 in known:
                return sha256
        return None

    reading = Reading(package, picture, placeholders())
    came = Came(OfflineKind.WORD, manifest)
    for control in controls(package, "gcm:"):
        if control.tag not in manifest["versions"]:
            continue
        if control.tag in came.texts or control.tag in came.values:
            came.doubled.add(control.tag)
        elif control.tag.startswith("gcm:t:"):
            came.texts[control.tag] = reading.html(control.content)
        else:
            came.values[control.tag] = control.full_date or reading.text(control.content)
    came.left_out = len(reading.left_out)
    return came


def _read_excel(content: bytes, review: Review) -> Came:
    try:
        book = openpyxl.load_workbook(BytesIO(content), data_only=False)
    except Exception:  # openpyxl raises whatever it stumbles over.
        raise damaged() from None
    if MANIFEST_SHEET not in book.sheetnames:
        raise FileError(
            _("This file was not downloaded from the portal, or its hidden part was changed."), code="manifest"
        )
    parts = [str(row[0] or "") for row in book[MANIFEST_SHEET].iter_rows(max_col=1, values_only=True)]
    manifest = _open_manifest("".join(parts))
    check_belongs(manifest, review)
    came = Came(OfflineKind.EXCEL, manifest)
    sheet = next(sheet for sheet in book.worksheets if sheet.title != MANIFEST_SHEET)
    for row in sheet.iter_rows(max_col=6, values_only=True):
        tag = str(row[0] or "")
        if tag not in manifest["versions"]:
            continue
        answer = row[5] if len(row) > 5 else None
        if hasattr(answer, "date"):
            answer = answer.date().isoformat()
        text = str(answer if answer is not None else "").replace("\r\n", "\n").replace("_x000D_\n", "\n")
        if tag.startswith("gcm:t:"):
            came.texts[tag] = text
        else:
            came.values[tag] = text.strip()
    return came


# ---------------------------------------------------------------- what it would change


def _base_html(slot: Slot, version: int) -> str:
    """The text that went out into the file."""
    if not version or slot.answer is None:
        return ""
    revision = TextRevision.objects.filter(
        text__answer=slot.answer, text__language=slot.language, version=version
    ).first()
    return revision.html if revision else ""


def _code_of(slot: Slot, words: str) -> str | None:
    """The code of a choice from its words in any language of the portal; ``None`` for what is no choice."""
    if not words or words in placeholders():
        return ""
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            for code, label in slot.choices:
                if words in {code, label, label.replace(",", "،")}:
                    return code
    return None


def _clean_value(slot: Slot, words: str) -> str | None:
    """A value as ``Slot.value`` has it; ``None`` where the words are none."""
    if slot.choices:
        return _code_of(slot, words)
    if not words or words in placeholders():
        return ""
    try:
        if slot.question.kind == QuestionKind.DATE:
            return date.fromisoformat(words[:10]).isoformat()
        western = words.translate(str.maketrans("٠١٢٣٤٥٦٧٨٩٫", "0123456789.")).replace(" ", "").replace(",", "")
        return f"{Decimal(western).normalize():f}"
    except (ValueError, InvalidOperation):
        return None


def _base_value(slot: Slot, version: int | str) -> str:
    if slot.question is None:
        return str(version).rpartition("|")[0]
    revision = ValueRevision.objects.filter(answer=slot.answer, version=version).first() if slot.answer else None
    value = revision.value if revision else None
    if isinstance(value, bool):
        return "yes" if value else "no"
    return " ".join(value) if isinstance(value, list) else str(value or "")


def changes_in(came: Came, review: Review, access: Access) -> tuple[list[dict[str, Any]], list[str]]:
    """What the person changed, as entries of ``OfflineFile.changes``, and sentences on what could not be taken."""
    entries, problems = [], []
    for slot in slots(review, access):
        version = came.manifest["versions"].get(slot.tag)
        if version is None:
            continue
        if slot.tag in came.doubled:
            problems.append(
                _("%(place)s: it stands in the file more than once and was left alone.") % {"place": slot.title}
            )
        elif slot.tag not in came.texts and slot.tag not in came.values:
            problems.append(_("%(place)s: its place is missing in the file.") % {"place": slot.title})
        elif slot.tag in came.texts:
            base = _base_html(slot, int(version))
            html = came.texts[slot.tag]
            if came.kind == OfflineKind.EXCEL:
                same = html.strip() == richtext.to_markdown(base).strip()
                html = base if same else richtext.from_markdown(html)
            if len(html) > MOST_CHARACTERS:
                problems.append(_("%(place)s: the text is too long.") % {"place": slot.title})
            elif html not in {base, slot.html}:
                entries.append({"tag": slot.tag, "version": version, "html": html})
        else:
            value = _clean_value(slot, came.values[slot.tag])
            if value is None:
                problems.append(
                    _("%(place)s: “%(value)s” could not be read.")
                    % {"place": slot.title, "value": came.values[slot.tag][:80]}
                )
            elif value not in {_base_value(slot, version), slot.value}:
                entries.append({"tag": slot.tag, "version": version, "value": value})
    return entries, problems


@transaction.atomic
def upload(*, review: Review, file: File, name: str, by: User) -> tuple[OfflineFile, list[str]]:
    """Keep what a file would change, for the person to decide on; the draft stays as it is.

    Raises ``FileError`` for a file that is refused, ``Refused`` when the person may edit nothing.
    """
    access = access_to(review, by)
    if not review.is_editable or not (access.is_focal_point or access.contributor_may_edit):
        raise Refused(_("You may not upload answers to this review."))
    came = read(file, review)
    entries, problems = changes_in(came, review, access)
    if came.left_out:
        problems.append(
            _(
                "Pictures, objects or remarks in the file that are not part of the draft were left out: %(count)s. "
                "Add new pictures on the page of the answer."
            )
            % {"count": came.left_out}
        )
    file.seek(0)
    row = OfflineFile.objects.create(
        review=review,
        kind=came.kind,
        language=came.manifest["language"],
        name=name[:200],
        sha256=hashlib.sha256(file.read()).hexdigest(),
        changes=entries,
        uploaded_by=by,
        settled_at=None if entries else timezone.now(),
    )
    return row, problems


# ---------------------------------------------------------------- deciding


@dataclass(frozen=True)
class Change:
    """One change of a file beside what stands in the draft now."""

    index: int
    slot: Slot
    entry: dict[str, Any]
    paragraphs: list[Pieces]
    is_conflict: bool
    is_same: bool
    may_edit: bool

    @property
    def now(self) -> str:
        """A value that stands now, in words."""
        return dict(self.slot.choices).get(self.slot.value, self.slot.value)

    @property
    def then(self) -> str:
        """A value of the file, in words."""
        return dict(self.slot.choices).get(self.entry["value"], self.entry["value"])

    @property
    def version(self) -> str:
        return str(self.slot.version)

    @property
    def done(self) -> str:
        return self.entry.get("done", "")


def changes_of(row: OfflineFile, access: Access) -> list[Change]:
    """The changes of a file with the texts of this moment, in the order of the form."""
    entries = {entry["tag"]: (index, entry) for index, entry in enumerate(row.changes)}
    found = []
    for slot in slots(row.review, access):
        if slot.tag not in entries:
            continue
        index, entry = entries[slot.tag]
        is_text = "html" in entry
        found.append(
            Change(
                index=index,
                slot=slot,
                entry=entry,
                paragraphs=differences(slot.html, entry["html"]) if is_text else [],
                is_conflict=str(slot.version) != str(entry["version"]),
                is_same=(slot.html == entry["html"]) if is_text else (slot.value == entry["value"]),
                may_edit=bool(can_edit(access, row.review, slot.section, slot.number)),
            )
        )
    return found


def decide(*, row: OfflineFile, decisions: dict[int, tuple[str, str]], by: User) -> tuple[int, int]:
    """Carry out decisions, (what, the version that was shown) by index; returns how many were done, and not.

    A change whose answer has another version by now is not done: it is shown again with what stands.
    """
    access = access_to(row.review, by)
    done = missed = 0
    for change in changes_of(row, access):
        what, seen = decisions.get(change.index, ("", ""))
        if change.done or what not in {ACCEPTED, BOTH, REFUSED} or not change.may_edit:
            continue
        try:
            with transaction.atomic():
                if what != REFUSED:
                    _carry_out(row.review, change, what, seen, by)
                _note(row, change.index, what)
        except (drafting.Conflict, drafting.ValueConflict):
            missed += 1
        else:
            done += 1
    return done, missed


def _carry_out(review: Review, change: Change, what: str, seen: str, by: User) -> None:
    slot, entry = change.slot, change.entry
    if slot.question is None:
        stage, _bar, priority = seen.rpartition("|")
        drafting.save_objective(
            report=slot.report,
            stage=entry["value"],
            is_priority=slot.report.is_priority,
            by=by,
            read=(stage, priority == "1"),
        )
    elif slot.is_text:
        html = merging.together(slot.html, entry["html"]) if what == BOTH else entry["html"]
        drafting.save_text(
            review=review,
            question=slot.question,
            report=slot.report,
            language=slot.language,
            html=html,
            version=int(seen) if seen.isdecimal() else -1,
            by=by,
        )
    else:
        version = int(seen) if seen.isdecimal() else -1
        drafting.save_value(
            review=review,
            question=slot.question,
            report=slot.report,
            by=by,
            version=version,
            **_as_value(slot, entry["value"]),
        )


def _as_value(slot: Slot, value: str) -> dict[str, Any]:
    kind = slot.question.kind
    if kind == QuestionKind.YES_NO:
        return {"flag": {"yes": True, "no": False}.get(value)}
    if kind == QuestionKind.DATE:
        return {"date": date.fromisoformat(value) if value else None}
    if kind == QuestionKind.NUMBER:
        return {"number": Decimal(value) if value else None}
    return {"options": [option for option in slot.question.options.all() if option.code == value]}


def _note(row: OfflineFile, index: int, what: str) -> None:
    locked = OfflineFile.objects.select_for_update().get(pk=row.pk)
    locked.changes[index]["done"] = what
    if all(entry.get("done") for entry in locked.changes):
        locked.settled_at = timezone.now()
    locked.save(update_fields=["changes", "settled_at"])
    row.changes, row.settled_at = locked.changes, locked.settled_at
