"""Sample requests for support and sample experts: of fictional States, in several states."""

from accounts.models import Mandate, User
from capacity import consenting, requesting
from capacity.enums import ConsentScope
from capacity.models import Expert, SupportRequest
from countries.models import Country
from network.models import Entity
from objectives.models import Objective


def load() -> None:
    """Made by the functions that people's own requests go through."""
    curator = User.objects.get(email="curator@example.org")
    boreland, zahrana = Country.objects.get(iso3="XBB"), Country.objects.get(iso3="XAA")
    _experts(curator, boreland, zahrana)
    done = _ask(
        boreland,
        language="en",
        topic="Statistics of seasonal workers (sample)",
        text="Boreland (a fictional State) wants to count seasonal workers and has no method for it.",
        kind="data",
        numbers=[1],
    )
    by = _focal_point(boreland)
    requesting.take_up(request=done, by=curator)
    expert = Expert.objects.get(slug="sample-expert-1")
    match = requesting.match(request=done, by=curator, expert=expert, note="Has built such a count before.")
    requesting.offer(match=match, text="Ten days of advice on a sample survey (sample).", by=curator)
    done.refresh_from_db()
    requesting.accept(request=done, by=by)
    requesting.record(request=done, note="The first count was published (sample).", may_publish=True, by=by)
    requesting.close(request=done, by=curator)
    waiting = _ask(
        zahrana,
        language="ar",
        topic="إعداد خطة تنفيذ وطنية (نموذج)",
        text="تطلب زهرانا (وهي دولة خيالية) دعماً في إعداد خطة وطنية لتنفيذ الاتفاق.",
        kind="advice",
        numbers=[7, 15],
    )
    entity = Entity.objects.filter(acronym="IOM").first()
    requesting.take_up(request=waiting, by=curator)
    if entity:
        requesting.ask(request=waiting, note="أي الأهداف تأتي أولاً؟", by=curator)


def _focal_point(country: Country) -> User:
    return Mandate.objects.select_related("user").get(country=country).user


def _ask(country, *, language, topic, text, kind, numbers) -> SupportRequest:
    by = _focal_point(country)
    made = requesting.begin(country=country, language=language, by=by)
    requesting.save(
        request=made,
        version=made.version,
        facts={"topic": topic, "text": text, "kind": kind},
        objectives=list(Objective.objects.filter(number__in=numbers)),
        by=by,
    )
    requesting.submit(request=made, by=by)
    return made


def _experts(curator: User, *countries: Country) -> None:
    names = [("Sample Expert One", "خبير نموذجي أول"), ("Sample Expert Two", "خبيرة نموذجية ثانية")]
    for number, (country, (english, arabic)) in enumerate(zip(countries, names, strict=True), start=1):
        expert = Expert.objects.create(
            slug=f"sample-expert-{number}",
            name_en=english,
            name_ar=arabic,
            email=f"expert{number}@example.org",
            organization_en="University of Boreland (sample)",
            organization_ar="جامعة بورلاند (نموذج)",
            country=country,
            kinds=["data", "advice"],
            languages="ar, en",
            profile_en="A fictional person, made for trying the portal.",
            profile_ar="شخصية خيالية أُعدّت لتجربة البوابة.",
            is_sample=True,
            added_by=curator,
        )
        expert.objectives.set(Objective.objects.filter(number__in=[1, 7]))
        consenting.agree(expert=expert, scope=ConsentScope.PUBLIC)
