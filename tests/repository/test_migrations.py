import ast
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import migrations

ROOT = Path(settings.BASE_DIR)
MIGRATIONS = sorted(
    path for path in ROOT.glob("*/migrations/*.py") if path.name != "__init__.py" and path.parts[-3] != ".venv"
)


def test_there_are_migrations():
    assert MIGRATIONS


@pytest.mark.django_db
def test_migrations_are_what_the_models_say():
    try:
        call_command("makemigrations", check_changes=True, dry_run=True, verbosity=0)
    except SystemExit:
        pytest.fail("The models have changed: manage.py makemigrations --name what_changes")


@pytest.mark.parametrize("path", MIGRATIONS, ids=lambda path: f"{path.parts[-3]}.{path.stem}")
def test_migration_has_a_name_that_says_what_it_does(path):
    assert "_auto_" not in path.stem


@pytest.mark.parametrize("path", MIGRATIONS, ids=lambda path: f"{path.parts[-3]}.{path.stem}")
def test_migration_can_be_reversed_or_says_why_not(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    one_way = []
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if name not in (migrations.RunPython.__name__, migrations.RunSQL.__name__):
            continue
        named = {keyword.arg for keyword in node.keywords}
        if len(node.args) < 2 and not named & {"reverse_code", "reverse_sql"}:
            one_way.append(f"line {node.lineno}")
    assert not one_way or ast.get_docstring(tree), one_way
