"""The file of this room as rows."""

from pathlib import Path

from countries.models import Commission, CommissionMembership, Country
from foundation.reference import Loader, ReferenceError

DATA = Path(__file__).parent / "data"


def countries_by_code(loader: Loader, codes: list[str], *, where: str) -> list[Country]:
    """Countries by ISO code, without those that a curator deleted; raises ``ReferenceError`` for an unknown one."""
    return loader.several(Country, codes, where=where)


def load(loader: Loader) -> None:
    data = loader.read(DATA / "countries.yaml")
    loader.sources("regions", data["sources"])
    commissions = {}
    for position, entry in enumerate(data["commissions"], start=1):
        code = entry["code"]
        commissions[code] = loader.sourced(
            Commission,
            code,
            entry,
            lookup={"code": code},
            values={
                "name_en": entry["name_en"],
                "name_ar": entry["name_ar"],
                "seat_en": entry["seat_en"],
                "seat_ar": entry["seat_ar"],
                "review_region_en": entry["review_region_en"],
                "review_region_ar": entry["review_region_ar"],
                "position": position,
            },
        )
    late = {
        (entry["code"], member["iso3"]): member
        for entry in data["commissions"]
        for member in entry.get("joined_late", [])
    }
    shared = data["countries_source"]
    for entry in data["countries"]:
        iso3 = entry["iso3"]
        country = loader.sourced(
            Country,
            iso3,
            {**shared, **entry},
            lookup={"iso3": iso3},
            values={
                "iso2": entry["iso2"],
                "m49": entry["m49"],
                "name_en": entry["name_en"],
                "name_ar": entry["name_ar"],
                "un_status": entry["un"],
            },
        )
        for code in entry["commissions"]:
            if code not in commissions:
                raise ReferenceError(f"{loader.file}, {iso3}: unknown commission {code}")
            if country is None or commissions[code] is None:
                continue
            joined = late.get((code, iso3), {})
            loader.record(
                CommissionMembership,
                f"{iso3}:{code}",
                lookup={"country": country, "commission": commissions[code]},
                values={
                    "is_in_region": code not in entry.get("commissions_outside_region", []),
                    "since_year": joined.get("year"),
                    "note": joined.get("note", ""),
                },
            )
