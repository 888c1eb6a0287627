"""Sample champion countries: Boreland has confirmed, Zahrana has expressed its interest."""

from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import Mandate, User
from champions import expressing
from champions.enums import CommitmentState, Direction, SupportState
from champions.models import Commitment, Exchange, Interest, Lesson, SupportItem, SupportKind
from countries.models import Country
from foundation.enums import Confidence
from foundation.models import Source
from foundation.pdf import render_pdf
from objectives.models import Objective


def load() -> None:
    """Made by the functions that people's own expressions of interest go through."""
    curator = User.objects.get(email="curator@example.org")
    boreland, zahrana = Country.objects.get(iso3="XBB"), Country.objects.get(iso3="XAA")
    interest = _express(
        boreland,
        language="en",
        motivation="Boreland (a fictional State) wants to share how it built one data service for all ministries.",
        coordination="A council of nine ministries and both associations of municipalities meets every quarter.",
        institution="Ministry of Migration of Boreland (sample)",
        numbers=[1, 6, 18],
        wishes={1: "Two advisers for the data service for six months.", 3: "A workshop with three other countries."},
    )
    expressing.take_up(interest=interest, by=curator)
    expressing.ask(interest=interest, note="Which ministry chairs the council?", by=curator)
    person = _focal_point(boreland)
    expressing.answer(interest=interest, note="The Ministry of Migration chairs it.", by=person)
    expressing.invite(interest=interest, by=curator)
    letter = SimpleUploadedFile("letter.pdf", _letter())
    champion = expressing.confirm(interest=interest, letter=letter, title="Sample letter of confirmation", by=person)
    champion.coordination_ar = "يجتمع كل ثلاثة أشهر مجلس يضم تسع وزارات ورابطتي البلديات."
    champion.institution_ar = "وزارة الهجرة في بورلاند (نموذج)"
    champion.save()
    champion.documents.update(is_public=True)
    _fill(champion)
    _express(
        zahrana,
        language="ar",
        motivation="ترغب زهرانا (وهي دولة خيالية) في تبادل خبرتها في خدمات الصحة للمهاجرين.",
        coordination="",
        institution="وزارة الخارجية في زهرانا (نموذج)",
        numbers=[7, 15],
        wishes={2: "دعم إعداد خطة تنفيذ وطنية."},
    )


def _focal_point(country: Country) -> User:
    return Mandate.objects.select_related("user").get(country=country).user


def _express(country, *, language, motivation, coordination, institution, numbers, wishes) -> Interest:
    by = _focal_point(country)
    interest = expressing.begin(country=country, language=language, by=by)
    kinds = {kind.number: kind for kind in SupportKind.objects.all()}
    expressing.save(
        interest=interest,
        version=interest.version,
        facts={
            "language": language,
            "motivation": motivation,
            "coordination": coordination,
            "institution": institution,
            "contact_email": f"migration.{country.iso3.lower()}@example.org",
        },
        objectives=list(Objective.objects.filter(number__in=numbers)),
        supports={kinds[number]: wish for number, wish in wishes.items() if number in kinds},
        by=by,
    )
    expressing.submit(interest=interest, by=by)
    return interest


def _fill(champion) -> None:
    source = Source.objects.get(code="samples:fictional")
    shared = {"champion": champion, "confidence": Confidence.VERIFIED}
    kinds = {kind.number: kind for kind in SupportKind.objects.all()}
    for item in champion.support_items.select_related("kind"):
        item.what_ar = {1: "مستشاران لخدمة البيانات لمدة ستة أشهر.", 3: "حلقة عمل مع ثلاثة بلدان أخرى."}.get(
            item.kind.number, ""
        )
        item.save()
    made = []
    if 2 in kinds:
        made.append(
            SupportItem.objects.create(
                kind=kinds[2],
                state=SupportState.GIVEN,
                what_en="A training of forty municipal officers (sample).",
                what_ar="تدريب أربعين موظفاً من موظفي البلديات (نموذج).",
                given_in="2026-03",
                result_en="Complaints desks opened in four provinces (sample).",
                result_ar="افتُتحت مكاتب للشكاوى في أربع مقاطعات (نموذج).",
                **shared,
            )
        )
    commitment = Commitment.objects.create(
        position=1,
        text_en="Publish the tables of the data service every quarter (sample).",
        text_ar="نشر جداول خدمة البيانات كل ثلاثة أشهر (نموذج).",
        due="2027-06",
        state=CommitmentState.UNDER_WAY,
        **shared,
    )
    commitment.objectives.set(Objective.objects.filter(number=1))
    made.append(commitment)
    for number, direction in ((1, Direction.OFFERS), (7, Direction.SEEKS)):
        objective = Objective.objects.filter(number=number).first()
        if objective:
            made.append(
                Exchange.objects.create(
                    direction=direction,
                    objective=objective,
                    text_en="Ask the Ministry of Migration of Boreland (sample).",
                    text_ar="راجعوا وزارة الهجرة في بورلاند (نموذج).",
                    **shared,
                )
            )
    made.append(
        Lesson.objects.create(
            position=1,
            text_en="Forms are best tested by those who have to fill them in (sample).",
            text_ar="أفضل من يجرّب الاستمارات هم من يملؤونها (نموذج).",
            **shared,
        )
    )
    for record in made:
        record.sources.add(source)


def _letter() -> bytes:
    html = "<html lang='en'><title>Sample letter</title><h1>Sample letter of a fictional State</h1></html>"
    return render_pdf(html, language="en", title="Sample letter", assets=_none)


def _none(address: str) -> bytes:
    raise FileNotFoundError(address)
