"""What migrations need beyond Django's own: many tables at once, and a word on what came before."""

from django.core import checks
from django.db import connections
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.base import Operation
from django.db.migrations.recorder import MigrationRecorder

REMEDY = "Start the version that docs/adr/0024 names once, then this one"


class CreateModels(Operation):
    """Several `CreateModel`s, which may refer to each other in any order.

    After each of its own, Django builds every model anew that is related to the new one: with a
    hundred models, four of five seconds of a first migration. Here all are built once, at the end.
    """

    serialization_expand_args = ("models",)

    def __init__(self, models: list):
        self.models = models

    def state_forwards(self, app_label, state):
        state.__dict__.pop("apps", None)  # models built so far; built again when next asked for
        for model in self.models:
            model.state_forwards(app_label, state)

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        for model in self.models:
            model.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        for model in reversed(self.models):
            model.database_backwards(app_label, schema_editor, from_state, to_state)

    def describe(self):
        return f"Create {len(self.models)} models"


def stopped_halfway(connection) -> list[str]:
    """Rooms of which the database has some, but not all, of the migrations that one replaces.

    Django passes over such a room, in some cases without a word.
    """
    applied = set(MigrationRecorder(connection).applied_migrations())
    replacing = MigrationLoader(None).replacements
    return sorted(
        {
            room
            for (room, _name), migration in replacing.items()
            if applied.intersection(migration.replaces)
            and not applied.issuperset(migration.replaces)
        }
    )


def check_not_halfway(databases=None, **_) -> list[checks.Error]:
    """Registered as a check of databases: `migrate` asks it first."""
    found = [(alias, stopped_halfway(connections[alias])) for alias in databases or ()]
    return [
        checks.Error(
            f"The database “{alias}” is too old for this version: {', '.join(rooms)}",
            hint=REMEDY,
            id="portal.E001",
        )
        for alias, rooms in found
        if rooms
    ]
