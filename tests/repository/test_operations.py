"""What docs/operations.md and docker-compose.yml say is what settings, commands and scripts do."""

import ast
import os
import re
import shlex
from pathlib import Path

import pytest
import yaml
from celery.bin.beat import beat
from celery.bin.worker import worker
from django.conf import settings
from django.core.management import get_commands
from gunicorn.config import Config

from tests import environment

ROOT = Path(settings.BASE_DIR)
OPERATIONS = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
OURS = [name for name, service in COMPOSE["services"].items() if service.get("image") == "gcm-portal"]
WORDS_FOR_TYPES = {
    "bool": {"0 or 1"},
    "int": {"number", "seconds"},
    "list": {"list, by commas"},
    "db": {"address"},
    "email_url": {"address"},
    "str": {"text", "address", "folder", "name", "mail address"},
}


def variables_read_by_settings() -> dict[str, tuple[str, ast.expr | None]]:
    """Name → type and default, as written: ``env.int("SESSION_HOURS", default=12)``."""
    found: dict[str, tuple[str, ast.expr | None]] = {}
    for node in ast.walk(ast.parse((ROOT / "gcm_portal" / "settings.py").read_text(encoding="utf-8"))):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
            continue
        if isinstance(node.func.value, ast.Name) and node.func.value.id == "env":
            default = next((keyword.value for keyword in node.keywords if keyword.arg == "default"), None)
            name = ast.literal_eval(node.args[0])
            if name not in found or found[name][1] is None:
                found[name] = (node.func.attr, default)
    return found


def documented_variables() -> list[dict[str, dict[str, str]]]:
    """The tables under "Variables": name → type (or reader) and default."""
    section = OPERATIONS.split("## Variables")[1].split("\n## ")[0]
    tables = []
    for block in re.split(r"\n\n", section):
        rows = re.findall(r"^\| `(\w+)` \| (.+?) \| (.+?) \| (.+?) \|$", block, flags=re.MULTILINE)
        if rows:
            tables.append({name: {"type": kind, "default": default} for name, kind, default, _ in rows})
    return tables


SETTINGS = variables_read_by_settings()
DOCUMENTED, STARTING = documented_variables()


def test_every_variable_of_the_settings_is_documented():
    assert set(DOCUMENTED) == set(SETTINGS)


def test_tests_forget_every_variable_of_the_settings():
    assert set(environment.SETTINGS_VARIABLES) == set(SETTINGS)


@pytest.mark.parametrize("name", sorted(SETTINGS))
def test_documented_type_and_default_are_the_settings(name):
    kind, default = SETTINGS[name]
    assert DOCUMENTED[name]["type"] in WORDS_FOR_TYPES[kind]
    if isinstance(default, ast.List):
        default = ast.Constant(",".join(ast.literal_eval(default)))
    if isinstance(default, ast.Constant) and default.value != "":
        value = int(default.value) if isinstance(default.value, bool) else default.value
        assert str(value) in DOCUMENTED[name]["default"].replace("`", "")


@pytest.mark.parametrize("name", sorted(STARTING))
def test_each_further_variable_is_read_where_the_document_says(name):
    readers = {
        "`deploy/gunicorn.conf.py`": ["deploy/gunicorn.conf.py"],
        "`docker-compose.yml`": ["docker-compose.yml"],
        "`make run`": ["scripts/run", "scripts/serve.py"],
    }
    for reader in STARTING[name]["type"].split(", "):
        assert any(name in (ROOT / path).read_text(encoding="utf-8") for path in readers[reader]), reader


def test_services_set_only_variables_that_something_reads():
    known = set(SETTINGS) | set(STARTING)
    for name in OURS:
        assert set(COMPOSE["services"][name]["environment"]) <= known, name


def test_services_are_the_production_shape():
    for name in OURS:
        given = COMPOSE["services"][name]["environment"]
        assert {"SECRET_KEY", "DATABASE_URL", "CELERY_BROKER_URL", "CACHE_URL", "MEDIA_DIR"} <= set(given)
        assert not {"DEBUG", "HTTPS_ONLY", "REQUIRE_SECOND_FACTOR"} & set(given), "unsafe values are not offered"
    assert set(COMPOSE["services"]) == {"migrate", "web", "worker", "beat", "postgres", "redis", "proxy"}
    assert COMPOSE["services"]["web"]["environment"]["BEHIND_PROXY"] == "1"
    # Only the proxy is reachable from outside, and it has nothing of the private files.
    assert [name for name, service in COMPOSE["services"].items() if "ports" in service] == ["proxy"]
    assert not any("files" in volume for volume in COMPOSE["services"]["proxy"]["volumes"])


def test_every_value_asked_of_the_operator_is_in_the_example():
    text = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
    example = dict(
        line.split("=", 1)
        for line in (ROOT / ".env.example").read_text(encoding="utf-8").splitlines()
        if line and not line.startswith("#")
    )
    assert set(re.findall(r"\$\{(\w+):\?", text)) <= set(example)
    asked = set(re.findall(r"\$\{(\w+):", text))
    assert set(example) <= asked, "the example names what nothing reads"
    assert asked <= set(DOCUMENTED) | set(STARTING)
    assert example["SECRET_KEY"] == example["POSTGRES_PASSWORD"] == "", "no secret is ready-made"


def test_services_wait_for_each_other_by_name():
    for name, service in COMPOSE["services"].items():
        for other, how in service.get("depends_on", {}).items():
            assert other in COMPOSE["services"], name
            assert how["condition"] != "service_healthy" or "healthcheck" in COMPOSE["services"][other]


def commands_of(service: str) -> list[list[str]]:
    command = COMPOSE["services"][service]["command"].replace("${WORKER_PROCESSES:-2}", "2")
    words = shlex.split(command)
    if words[:2] == ["sh", "-c"]:
        return [shlex.split(part) for part in words[2].split("&&")]
    return [words]


def check_command(words: list[str]) -> None:
    """Fails when a command or one of its options does not exist."""
    assert words[0] == "python"
    if words[1] == "manage.py":
        assert words[2] in get_commands()
    elif words[2] == "gunicorn":
        options = Config().parser().parse_args(words[3:])
        assert (ROOT / options.config).exists()
    elif words[2] == "celery":
        assert words[3:5] == ["--app", "gcm_portal"]
        command = {"worker": worker, "beat": beat}[words[5]]
        # Celery swallows options that it does not know.
        options = {option for parameter in command.params for option in parameter.opts}
        assert {word.split("=")[0] for word in words[6:] if word.startswith("-")} <= options
    else:
        raise AssertionError(words)


@pytest.mark.parametrize("service", OURS)
def test_commands_of_the_services_exist(service):
    for words in commands_of(service):
        check_command(words)


def test_commands_in_the_document_exist():
    lines = re.findall(r"^    (python .+)$", OPERATIONS, flags=re.MULTILINE)
    assert len(lines) >= 6
    for line in lines:
        for part in line.split("&&"):
            check_command(shlex.split(part))


def test_gunicorn_knows_every_setting_of_its_file():
    names = {
        node.targets[0].id
        for node in ast.parse((ROOT / "deploy" / "gunicorn.conf.py").read_text(encoding="utf-8")).body
        if isinstance(node, ast.Assign)
    }
    assert names <= set(Config().settings)


def test_the_image_copies_what_it_starts():
    dockerfile = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    ignored = (ROOT / ".dockerignore").read_text(encoding="utf-8").split()
    assert re.search(r"^USER portal$", dockerfile, flags=re.MULTILINE)
    assert {".env", ".git", "var"} <= set(ignored)
    assert not {"deploy", "locale", "static", "templates"} & set(ignored)
    packages = re.search(r"RUN_PACKAGES=\((.+)\)", (ROOT / "scripts" / "common.sh").read_text())[1].split()
    assert all(package in dockerfile for package in packages)


def test_every_command_of_the_portal_is_documented():
    rooms = {room.name for room in ROOT.iterdir() if (room / "apps.py").exists()}
    ours = {command for command, app in get_commands().items() if app in rooms}
    assert ours == set(re.findall(r"^\| `manage.py (\w+)` \|", OPERATIONS, flags=re.MULTILINE))


def test_every_target_of_the_makefile_has_a_script_and_a_line_of_help():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z-]+):", makefile, flags=re.MULTILINE))
    assert targets == set(re.findall(r"^([a-z-]+):.*## ", makefile, flags=re.MULTILINE))
    assert targets <= set(re.search(r"^\.PHONY: (.+)$", makefile, flags=re.MULTILINE)[1].split())
    for script in re.findall(r"scripts/\w+", makefile):
        assert os.access(ROOT / script, os.X_OK), script


def test_every_check_of_the_portal_is_documented():
    ids = re.findall(r'id="(gcm\.W\d+)"', (ROOT / "gcm_portal" / "checks.py").read_text(encoding="utf-8"))
    assert ids == [f"gcm.W{number:03}" for number in range(1, len(ids) + 1)]
    assert ids[-1] in OPERATIONS
