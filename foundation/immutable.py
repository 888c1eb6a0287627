"""Tables whose rows may be added and never changed: held by triggers, so that no code path can forget.

``Immutable`` is a migration operation. TRUNCATE fires no row trigger, so a PostgreSQL test
database can still be emptied; SQLite empties by DELETE, see ``tests/conftest.py``.
"""

from django.db.migrations.operations.base import Operation

_POSTGRESQL_FUNCTION = """
CREATE OR REPLACE FUNCTION foundation_refuse_change() RETURNS trigger AS $$
BEGIN
    RAISE EXCEPTION 'rows of % are never changed or deleted', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END;
$$ LANGUAGE plpgsql
"""


def _trigger(table: str, action: str) -> str:
    return f"{table}_no_{action.lower()}"


def make_statements(vendor: str, table: str) -> list[str]:
    """SQL that makes a table immutable on this database."""
    if vendor == "postgresql":
        return [
            _POSTGRESQL_FUNCTION,
            f"CREATE TRIGGER {table}_immutable BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION foundation_refuse_change()",
        ]
    return [
        f"CREATE TRIGGER {_trigger(table, action)} BEFORE {action} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, 'rows of {table} are never changed or deleted'); END"
        for action in ("UPDATE", "DELETE")
    ]


def drop_statements(vendor: str, table: str) -> list[str]:
    """SQL that takes the triggers away again."""
    if vendor == "postgresql":
        return [f"DROP TRIGGER IF EXISTS {table}_immutable ON {table}"]
    return [f"DROP TRIGGER IF EXISTS {_trigger(table, action)}" for action in ("UPDATE", "DELETE")]


class Immutable(Operation):
    """Rows of the model can be inserted; UPDATE and DELETE raise a database error."""

    reversible = True
    reduces_to_sql = True

    def __init__(self, model_name: str):
        self.model_name = model_name

    def state_forwards(self, app_label, state):
        """The models do not change."""

    def _run(self, app_label, schema_editor, state, statements) -> None:
        model = state.apps.get_model(app_label, self.model_name)
        if self.allow_migrate_model(schema_editor.connection.alias, model):
            for statement in statements(schema_editor.connection.vendor, model._meta.db_table):
                schema_editor.execute(statement, params=None)

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        self._run(app_label, schema_editor, to_state, make_statements)

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        self._run(app_label, schema_editor, from_state, drop_statements)

    def describe(self) -> str:
        return f"Let rows of {self.model_name} never be changed or deleted"
