"""Which room may know which, where import-linter cannot see it: relations, addresses and templates named as text."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
CONTRACT = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"][0]
# Lowest number: knows everybody. Rooms of one layer do not know each other.
LAYERS = {room.strip(): number for number, layer in enumerate(CONTRACT["layers"]) for room in layer.split("|")}
# Templates that replace those of a package, or that stand above all rooms.
TEMPLATE_ROOMS = {
    "account": "accounts",
    "mfa": "accounts",
    "usersessions": "accounts",
    "components": "foundation",
    "layouts": "gcm_portal",
    "mail": "gcm_portal",
    "admin": "gcm_portal",
    "unfold": "gcm_portal",
}
URL_TAG = re.compile(r"""{%-?\s*url\s+["'](\w+):""")
INCLUDE_TAG = re.compile(r"""{%-?\s*(?:include|extends)\s+["'](\w+)/""")
PYTHON_ADDRESS = re.compile(r"""\b(?:reverse|reverse_lazy|redirect|resolve_url)\(\s*["'](\w+):""")
PYTHON_TEMPLATE = re.compile(r"""["'](\w+)/[\w/]+\.(?:html|txt)["']""")


def may_know(room: str, other: str) -> bool:
    return room == other or LAYERS[room] < LAYERS[other]


def room_of_template(path: Path) -> str:
    first = path.relative_to(ROOT / "templates").parts[0]
    return TEMPLATE_ROOMS.get(first, first if first in LAYERS else "gcm_portal")


def names_in_templates(pattern: re.Pattern) -> Iterator[tuple[Path, str, str]]:
    for path in sorted((ROOT / "templates").rglob("*.*")):
        for name in pattern.findall(path.read_text(encoding="utf-8")):
            # "admin:…" is an address of Django; only templates in the folder of that name stand above the rooms.
            other = name if pattern is URL_TAG else TEMPLATE_ROOMS.get(name, name)
            if other in LAYERS:
                yield path.relative_to(ROOT), room_of_template(path), other


def names_in_python(pattern: re.Pattern) -> Iterator[tuple[Path, str, str]]:
    for room in LAYERS:
        for path in sorted((ROOT / room).rglob("*.py")):
            for name in pattern.findall(path.read_text(encoding="utf-8")):
                if name in LAYERS:
                    yield path.relative_to(ROOT), room, name


def test_layers_name_every_room_once():
    installed = {config.name for config in apps.get_app_configs() if Path(config.path).parent == ROOT}
    assert installed == set(LAYERS)


@pytest.mark.parametrize(
    ("room", "other", "allowed"),
    [
        ("reviews", "countries", True),
        ("countries", "reviews", False),
        ("champions", "mptf", False),
        ("mptf", "champions", False),
        ("progress", "workspace", False),
        ("gcm_portal", "foundation", True),
    ],
)
def test_direction_is_read_from_the_contract(room, other, allowed):
    assert may_know(room, other) is allowed


def test_relations_of_models_keep_the_direction():
    wrong = []
    for model in apps.get_models(include_auto_created=True):
        room = model._meta.app_config.name
        if room not in LAYERS:
            continue
        for field in model._meta.get_fields():
            # Who changed a row is a person also in rooms above accounts; simple_history adds the key by itself.
            if not field.is_relation or field.auto_created or not field.related_model or field.name == "history_user":
                continue
            other = field.related_model._meta.app_config.name
            if other in LAYERS and not may_know(room, other):
                wrong.append(f"{room}.{model.__name__}.{field.name} → {other}.{field.related_model.__name__}")
    assert wrong == []


@pytest.mark.parametrize("pattern", [URL_TAG, INCLUDE_TAG], ids=["url", "include"])
def test_templates_keep_the_direction(pattern):
    # An include of a shared part is an include from foundation; layouts stand above all and are extended by all.
    wrong = [
        f"{path}: {other}"
        for path, room, other in names_in_templates(pattern)
        if not may_know(room, other) and not (pattern is INCLUDE_TAG and other == "gcm_portal")
    ]
    assert wrong == []


@pytest.mark.parametrize("pattern", [PYTHON_ADDRESS, PYTHON_TEMPLATE], ids=["address", "template"])
def test_addresses_and_templates_named_in_python_keep_the_direction(pattern):
    wrong = [f"{path}: {other}" for path, room, other in names_in_python(pattern) if not may_know(room, other)]
    assert wrong == []
