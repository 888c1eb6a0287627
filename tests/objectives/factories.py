from foundation.enums import Confidence
from objectives.models import Objective, Principle, RoundTable, SDGTarget
from tests.countries.factories import make_source


def make_round_table(number: int = 1) -> RoundTable:
    return RoundTable.objects.get_or_create(
        number=number,
        defaults={"name_en": f"Table {number}", "name_ar": f"مائدة {number}", "confidence": Confidence.LIKELY},
    )[0]


def make_objective(number: int = 7, *, targets=(), **fields) -> Objective:
    objective = Objective.objects.get_or_create(
        number=number,
        defaults={
            "slug": f"objective-{number}",
            "title_en": f"Official title of objective {number}",
            "title_ar": f"العنوان الرسمي للهدف {number}",
            "short_title_en": f"Short {number}",
            "short_title_ar": f"قصير {number}",
            "label_en": f"Label {number}",
            "label_ar": f"تسمية {number}",
            "summary_en": f"Summary of {number}",
            "summary_ar": f"موجز {number}",
            "gcm_paragraph": str(number + 16),
            "associated_actions": 11,
            "round_table": make_round_table(1 + number % 4),
            "confidence": Confidence.VERIFIED,
        }
        | fields,
    )[0]
    objective.sources.add(make_source("test:objectives"))
    for code in targets:
        target = SDGTarget.objects.get_or_create(code=code, defaults={"goal": int(code.partition(".")[0])})[0]
        objective.sdg_targets.add(target)
    return objective


def make_principle(number: int = 1, **fields) -> Principle:
    principle = Principle.objects.get_or_create(
        number=number,
        defaults={
            "code": f"principle-{number}",
            "name_en": f"Principle name {number}",
            "name_ar": f"اسم المبدأ {number}",
            "description_en": f"Description {number}",
            "description_ar": f"وصف {number}",
            "gcm_paragraph": "15 (a)",
            "confidence": Confidence.VERIFIED,
        }
        | fields,
    )[0]
    principle.sources.add(make_source("test:principles"))
    return principle
