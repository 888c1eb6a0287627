"""A new questionnaire from an old one: the old wording stays with the reviews that rest on it."""

from django.conf import settings
from django.db import transaction

from reviews.models import Question, Questionnaire, QuestionOption, Section


def _texts(row: object, names: list[str]) -> dict[str, str]:
    return {f"{name}_{code}": getattr(row, f"{name}_{code}") for name in names for code, _name in settings.LANGUAGES}


@transaction.atomic
def copy_questionnaire(questionnaire: Questionnaire) -> Questionnaire:
    """The next questionnaire of the same round and level, with all sections, questions and options."""
    same = Questionnaire.objects.filter(round=questionnaire.round_id, level=questionnaire.level)
    number = same.order_by("-number").values_list("number", flat=True)[0] + 1
    copy = Questionnaire.objects.create(round=questionnaire.round, level=questionnaire.level, number=number)
    for section in questionnaire.sections.prefetch_related("questions__options"):
        new_section = Section.objects.create(
            questionnaire=copy,
            code=section.code,
            kind=section.kind,
            position=section.position,
            **_texts(section, ["title", "guidance"]),
        )
        for question in section.questions.all():
            new_question = Question.objects.create(
                section=new_section,
                identifier=question.identifier,
                position=question.position,
                kind=question.kind,
                principle=question.principle,
                is_required=question.is_required,
                word_limit=question.word_limit,
                **_texts(question, ["title", "help"]),
            )
            for option in question.options.all():
                QuestionOption.objects.create(
                    question=new_question, code=option.code, position=option.position, **_texts(option, ["label"])
                )
    return copy
