"""Do the register of joint programmes and the page of the Fund stay as fast with ten times as many programmes?

    scripts/benchmark registers [--few 500] [--many 5000] [--times 40]

Makes programmes with budget lines and contributions in a throwaway PostgreSQL, asks for each page in both sizes
in this process (views, queries and templates; no network), and prints for each the 95th percentile in
milliseconds and the ratio of the two. The first answer, which fills the cache of totals, is not counted: it is
printed apart. Exit code 1 where a ratio is over the limit.
"""

import argparse
import datetime
import os
import random
import statistics
import sys
import tempfile
import time
from decimal import Decimal
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
LIMIT = 1.5
PAGES = {
    "register": "/en/mptf/programmes/",
    "register by title": "/ar/mptf/programmes/?sort=title",
    "register narrowed": "/en/mptf/programmes/?area=2&country=MAR",
    "register searched": "/en/mptf/programmes/?q=workers",
    "fund": "/en/mptf/",
    "area": "/en/mptf/areas/2/",
    "programme": "/en/mptf/programmes/programme-7/",
    "money": "/en/mptf/money/",
    "money narrowed": "/en/mptf/money/?year=2024&kind=approved",
    "contributions": "/en/mptf/contributions/",
}


def set_up(var_dir: str) -> None:
    from benchmarks.autosave import make_database

    if os.environ.get("TEST_DATABASE_URL"):
        make_database(os.environ["TEST_DATABASE_URL"])
        os.environ["DATABASE_URL"] = os.environ["TEST_DATABASE_URL"]
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "gcm_portal.settings",
        "VAR_DIR": var_dir,
        "SECRET_KEY": "only-for-a-benchmark-" * 3,
        "HTTPS_ONLY": "0",
        "ALLOWED_HOSTS": "localhost,testserver",
        "LOG_LEVEL": "ERROR",
        "DEBUG": "1",
    }
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    # As in production: templates are compiled once, and no query is kept.
    settings.DEBUG = False
    call_command("migrate", verbosity=0, interactive=False)
    call_command("load_reference", verbosity=0)


def fill(first: int, last: int) -> None:
    """Programmes ``first`` to ``last``, each with countries, organizations, objectives and six lines of money."""
    from countries.models import Country
    from mptf.enums import BudgetKind, ContributionState, Funding, Stage
    from mptf.models import BudgetLine, Contribution, JointProgramme, ThematicArea
    from network.models import Entity
    from objectives.models import Objective

    chance = random.Random(first)
    countries = list(Country.objects.real())
    entities, areas, objectives = (
        list(Entity.objects.all()),
        list(ThematicArea.objects.all()),
        list(Objective.objects.all()),
    )
    stages = [stage for stage in Stage if stage.value]
    made = JointProgramme.objects.bulk_create(
        JointProgramme(
            slug=f"programme-{number}",
            title_en=f"Programme {number} for {chance.choice(['workers', 'families', 'data', 'borders'])}",
            title_ar=f"البرنامج {number}",
            goal_en="A goal of some length, as sources print them. " * 4,
            thematic_area=chance.choice(areas),
            stage=chance.choice(stages),
            start=str(chance.randint(2019, 2026)),
            budget_usd=Decimal(chance.randint(100_000, 5_000_000)),
        )
        for number in range(first, last)
    )
    for relation, things, name in (
        (JointProgramme.countries, countries, "country_id"),
        (JointProgramme.un_organizations, entities, "entity_id"),
        (JointProgramme.objectives, objectives, "objective_id"),
    ):
        through = relation.through
        through.objects.bulk_create(
            through(jointprogramme_id=one.pk, **{name: thing.pk})
            for one in made
            for thing in chance.sample(things, chance.randint(1, 3))
        )
    day = datetime.date(2025, 6, 30)
    BudgetLine.objects.bulk_create(
        BudgetLine(
            code=f"{one.slug}-{year}-{kind}",
            programme=one,
            organization=chance.choice(entities),
            funding=Funding.FUND if kind != BudgetKind.SPENT else Funding.GOVERNMENT,
            year=year,
            kind=kind,
            currency="USD" if chance.random() < 0.9 else "EUR",
            amount=Decimal(chance.randint(1, 10**8)) / 100,
            as_of=day,
        )
        for one in made
        for year in (2024, 2025)
        for kind in BudgetKind
    )
    Contribution.objects.bulk_create(
        Contribution(
            code=f"contribution-{one.pk}",
            organization_en=f"Foundation {one.pk}",
            year=2024,
            state=ContributionState.PAID,
            amount=Decimal(chance.randint(1, 10**8)) / 100,
            as_of=day,
            programme=one,
        )
        for one in made[::5]
    )


def measure(times: int) -> dict[str, tuple[float, float]]:
    """Page → milliseconds of the first answer, and the 95th percentile of the others."""
    from django.core.cache import cache
    from django.db import connection
    from django.test import Client

    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    cache.clear()
    client, found = Client(), {}
    for name, path in PAGES.items():
        taken = []
        for _time in range(times + 1):
            started = time.perf_counter()
            response = client.get(path)
            taken.append((time.perf_counter() - started) * 1000)
            if response.status_code != 200:
                raise SystemExit(f"{path}: {response.status_code}")
        found[name] = (taken[0], statistics.quantiles(taken[1:], n=100)[94])
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--few", type=int, default=500)
    parser.add_argument("--many", type=int, default=5000)
    parser.add_argument("--times", type=int, default=40)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as var_dir:
        set_up(var_dir)
        fill(0, options.few)
        few = measure(options.times)
        fill(options.few, options.many)
        many = measure(options.times)
    print(f"{'page':<20}{'first':>9}{'p95':>9}{'first':>9}{'p95':>9}{'ratio':>8}")
    print(f"{'':<20}{options.few:>18}{options.many:>18}   ms")
    over = 0
    for name in PAGES:
        ratio = many[name][1] / few[name][1]
        over += ratio > LIMIT
        print(
            f"{name:<20}{few[name][0]:>9.0f}{few[name][1]:>9.0f}{many[name][0]:>9.0f}{many[name][1]:>9.0f}{ratio:>8.2f}"
        )
    return 1 if over else 0


if __name__ == "__main__":
    sys.exit(main())
