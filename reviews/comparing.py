"""What differs between two snapshots of a review; nothing here asks the database."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from foundation.differences import Pieces, differences, has_changes

#: What makes two answers answers to the same question: its identifier, the number of the objective, of the principle.
Key = tuple[str, int | None, int | None]

NEW, CHANGED, REVALUED, RESTYLED = "new", "changed", "revalued", "restyled"
CONFIRMED, UNCHANGED, DROPPED, GONE = "confirmed", "unchanged", "dropped", "gone"
#: Kinds that are no change of what the State says.
SAME = frozenset({CONFIRMED, UNCHANGED})


def key_of(entry: dict[str, Any], objective: int | None = None) -> Key:
    principle = entry.get("principle")
    return entry["question"], objective, principle["number"] if principle else None


def answers_of(snapshot: dict[str, Any]) -> dict[Key, dict[str, Any]]:
    """All answers of a snapshot by what they answer, in its order."""
    found: dict[Key, dict[str, Any]] = {}
    for section in snapshot["sections"]:
        for entry in section.get("answers", []):
            found[key_of(entry)] = entry
        for objective in section.get("objectives", []):
            for entry in objective["answers"]:
                found[key_of(entry, objective["number"])] = entry
    return found


def objectives_of(snapshot: dict[str, Any]) -> dict[int, dict[str, Any]]:
    """The objectives that a snapshot reports on, by number."""
    return {
        objective["number"]: objective
        for section in snapshot["sections"]
        for objective in section.get("objectives", [])
    }


@dataclass(frozen=True)
class TextChange:
    """What became of one language's text."""

    language: str
    kind: str
    differences: list[Pieces]


@dataclass(frozen=True)
class AnswerChange:
    """What became of one answer; ``before`` and ``after`` are its entries in the snapshots."""

    kind: str
    before: dict[str, Any] | None
    after: dict[str, Any] | None
    texts: list[TextChange] = field(default_factory=list)

    @property
    def entry(self) -> dict[str, Any]:
        """The later entry, for the wording of the question."""
        return self.after or self.before or {}

    @property
    def is_same(self) -> bool:
        return self.kind in SAME


@dataclass(frozen=True)
class ObjectiveChange:
    """What became of the report on one objective; ``before`` or ``after`` is ``None`` where it was not reported on."""

    before: dict[str, Any] | None
    after: dict[str, Any] | None
    answers: list[AnswerChange]

    @property
    def entry(self) -> dict[str, Any]:
        return self.after or self.before or {}

    @property
    def stages(self) -> tuple[dict[str, str] | None, dict[str, str] | None]:
        """The labels of the stage that the State stated, before and after."""
        before, after = ((one or {}).get("stage") for one in (self.before, self.after))
        return before and before["label"], after and after["label"]

    @property
    def stage_changed(self) -> bool:
        before, after = ((one or {}).get("stage") for one in (self.before, self.after))
        return bool(self.before and self.after) and (before and before["code"]) != (after and after["code"])

    @property
    def priority_changed(self) -> bool:
        return bool(self.before and self.after) and self.before["is_priority"] != self.after["is_priority"]

    @property
    def is_same(self) -> bool:
        kept = self.before is not None and self.after is not None
        stated = not self.stage_changed and not self.priority_changed
        return kept and stated and all(one.is_same for one in self.answers)


@dataclass(frozen=True)
class SectionChange:
    code: str
    title: dict[str, str]
    answers: list[AnswerChange]
    objectives: list[ObjectiveChange]

    @property
    def is_same(self) -> bool:
        return all(one.is_same for one in [*self.answers, *self.objectives])


@dataclass(frozen=True)
class Comparison:
    """``added`` and ``removed`` are entries of annexed files."""

    sections: list[SectionChange]
    added: list[dict[str, Any]]
    removed: list[dict[str, Any]]

    @property
    def is_same(self) -> bool:
        return all(section.is_same for section in self.sections) and not self.added and not self.removed

    @property
    def counts(self) -> Counter:
        """How many answers there are of each kind."""
        every = [one for section in self.sections for one in section.answers]
        every += [one for section in self.sections for objective in section.objectives for one in objective.answers]
        return Counter(one.kind for one in every)


def _value(entry: dict[str, Any]) -> Any:
    value = entry.get("value")
    return sorted(option["code"] for option in value) if isinstance(value, list) else value


def same_answer(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Whether two entries say the same in every language, to the letter and the picture."""
    texts = [{code: text["html"] for code, text in entry["texts"].items()} for entry in (one, other)]
    return texts[0] == texts[1] and _value(one) == _value(other)


def _text_change(language: str, before: str, after: str) -> TextChange:
    found = differences(before, after)
    if not before or not after:
        kind = NEW if after else GONE
    else:
        kind = CHANGED if has_changes(found) else UNCHANGED if before == after else RESTYLED
    return TextChange(language, kind, found)


def _answer_change(before: dict | None, after: dict | None, *, dropped: bool, confirmed: bool) -> AnswerChange:
    if after is None:
        return AnswerChange(DROPPED if dropped else GONE, before, None)
    if before is None:
        return AnswerChange(NEW, None, after)
    languages = list(dict.fromkeys([*after["texts"], *before["texts"]]))
    texts = [
        _text_change(code, *(entry["texts"].get(code, {}).get("html", "") for entry in (before, after)))
        for code in languages
    ]
    kinds = {text.kind for text in texts}
    if kinds & {NEW, GONE, CHANGED}:
        kind = CHANGED
    elif _value(before) != _value(after):
        kind = REVALUED
    elif RESTYLED in kinds:
        kind = RESTYLED
    else:
        kind = CONFIRMED if confirmed else UNCHANGED
    return AnswerChange(kind, before, after, texts)


def compare(old: dict[str, Any], new: dict[str, Any]) -> Comparison:
    """What changed from one snapshot to another of the same country: two rounds, or two versions.

    Answers are matched by identifier, objective and principle: a question that was worded anew or moved to another
    section is the same question. Whoever confirmed an answer did so towards a round: that counts in a comparison
    with this round alone.
    """
    before, after = answers_of(old), answers_of(new)
    dropped = {(one["question"], one["objective"], one["principle"]) for one in new.get("dropped", [])}

    def answer(key: Key) -> AnswerChange:
        carried = after.get(key, {}).get("carried", {})
        return _answer_change(
            before.get(key),
            after.get(key),
            dropped=key in dropped,
            confirmed=carried.get("decision") == CONFIRMED and carried.get("round") == old["round"]["name"],
        )

    objectives_before, objectives_after = objectives_of(old), objectives_of(new)
    sections = []
    done: set[Key] = set()
    codes = [section["code"] for section in new["sections"]]
    for section in [*new["sections"], *(one for one in old["sections"] if one["code"] not in codes)]:
        code = section["code"]
        both = [one for snapshot in (new, old) for one in snapshot["sections"] if one["code"] == code]
        keys = [key_of(entry) for one in both for entry in one.get("answers", [])]
        answers = []
        for key in dict.fromkeys(keys):
            if key not in done and not (key in after and key not in map(key_of, section.get("answers", []))):
                answers.append(answer(key))
                done.add(key)
        numbers = sorted({objective["number"] for one in both for objective in one.get("objectives", [])})
        objectives = []
        for number in numbers:
            pair = objectives_before.get(number), objectives_after.get(number)
            keys = [key_of(entry, number) for one in reversed(pair) if one for entry in one["answers"]]
            # Where an objective is not reported this round, its answers are not "gone" one by one.
            shown = dict.fromkeys(keys) if pair[1] else {}
            objectives.append(ObjectiveChange(*pair, [answer(key) for key in shown]))
        sections.append(SectionChange(code, section["title"], answers, objectives))
    return Comparison(sections, _files_only_in(new, old), _files_only_in(old, new))


def _files_only_in(one: dict[str, Any], other: dict[str, Any]) -> list[dict[str, Any]]:
    there = {file["sha256"] for file in other.get("attachments", [])}
    return [file for file in one.get("attachments", []) if file["sha256"] not in there]
