from champions.enums import ChampionStatus, Topic
from champions.models import Champion, ChampionCount, ChampionEvent, ChampionRole, ChampionStatement, SupportKind
from foundation.enums import Confidence
from tests.countries.factories import make_real_country, make_source


def make_champion(iso3: str = "MAR", *, regions=("ECA",), role: str = "", **fields) -> Champion:
    champion = Champion.objects.create(
        country=make_real_country(iso3, regions=regions),
        **{
            "status": ChampionStatus.CONFIRMED,
            "champion_by": "2023-11",
            "confidence": Confidence.VERIFIED,
        }
        | fields,
    )
    champion.sources.add(make_source("test:champions"))
    if role:
        ChampionRole.objects.create(champion=champion, name_en=role, name_ar=f"دور {role}", confidence="verified")
    return champion


def make_initiative(number: int = 1) -> None:
    """A record of each kind that the page of the initiative shows."""
    shared = {"confidence": Confidence.VERIFIED}
    for topic in Topic.values:
        ChampionStatement.objects.create(
            topic=topic, position=number, text_en=f"{topic} {number}", text_ar=f"نص {topic} {number}", **shared
        ).sources.add(make_source("test:champions"))
    SupportKind.objects.create(
        number=number,
        code=f"support-{number}",
        name_en=f"Support {number}",
        name_ar=f"دعم {number}",
        description_en="What it is",
        description_ar="ما هو",
        **shared,
    )
    ChampionCount.objects.create(date=f"20{20 + number}", value=10 * number, what_en="countries", **shared)
    ChampionEvent.objects.create(start=f"20{20 + number}-09", name_en=f"Event {number}", name_ar="لقاء", **shared)
