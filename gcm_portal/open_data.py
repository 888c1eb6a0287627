"""The open data explained to people: a page drawn from the same description that machines read."""

import re
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from foundation import language
from gcm_portal.api import GROUPS, open_api

ROOT = "/api/v1/"
# Every list has these; the page says so once.
SHARED = {"page", "page_size", "confidence"}
# How drf-spectacular writes what the values of a parameter mean.
VALUE = re.compile(r"^\* `(?P<code>.+?)` - (?P<label>.+)$", re.MULTILINE)


@dataclass(frozen=True)
class Parameter:
    name: str
    about: str
    #: Code and meaning; the meaning is empty where the code says it all.
    values: list[tuple[str, str]]


@dataclass(frozen=True)
class EndPoint:
    address: str
    anchor: str
    about: str
    parameters: list[Parameter]
    #: The pattern of the address of one record, where records have identifiers that last.
    record: str


def _parameter(described: dict[str, Any]) -> Parameter:
    schema = described["schema"]
    codes = schema.get("items", schema).get("enum", [])
    if schema["type"] == "boolean":
        codes = ["true", "false"]
    text = described.get("description", "")
    labels = dict(VALUE.findall(text))
    if described["name"] == "ordering":
        # That each order can be turned round is said once, and how the fields are called is the fields' names.
        codes, labels = [code for code in codes if not code.startswith("-")], {}
    return Parameter(described["name"], text.split("\n\n* `")[0], [(code, labels.get(code, "")) for code in codes])


def _end_point(prefix: str, paths: dict[str, Any]) -> EndPoint:
    address = f"{ROOT}{prefix}/"
    operation = paths[address]["get"]
    record = next((path for path in paths if path.startswith(f"{address}{{")), "")
    parameters = [one for one in operation["parameters"] if one["in"] == "query" and one["name"] not in SHARED]
    return EndPoint(
        address,
        slugify(prefix.replace("/", "-")),
        operation["description"],
        [_parameter(one) for one in parameters],
        record,
    )


@require_safe
def open_data(request: HttpRequest) -> HttpResponse:
    """What can be asked of ``/api/v1/``, list by list, in the reader's language."""
    paths = open_api(language.active())["paths"]
    groups = [
        {
            "title": group.title,
            "anchor": f"group-{number}",
            "end_points": [_end_point(prefix, paths) for prefix in group.viewsets],
        }
        for number, group in enumerate(GROUPS, start=1)
    ]
    return render(request, "gcm_portal/open_data.html", {"groups": groups})
