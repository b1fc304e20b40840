"""A database that ran the migrations which one now replaces, and one that stopped among them."""

import pytest
from django.core.checks import Tags, run_checks
from django.core.management import call_command
from django.db import connection, models
from django.db.migrations import CreateModel
from django.db.migrations.recorder import MigrationRecorder
from django.db.migrations.state import ProjectState

from procurement_portal.lib.migrating import CreateModels
from procurement_portal.management.commands import doctor

ROOMS = ("members", "needs", "guidance", "assistive_tech", "community")


def _to(name):
    return models.ForeignKey(f"yard.{name}", models.CASCADE, null=True)


PAIR = CreateModels(
    [
        CreateModel("Egg", [("id", models.AutoField(primary_key=True)), ("of", _to("Hen"))]),
        CreateModel("Hen", [("id", models.AutoField(primary_key=True)), ("of", _to("Egg"))]),
    ]
)


@pytest.fixture
def before(db):
    """As a database is that the last version before ADR 0024 made: our names are not in it."""
    recorded = MigrationRecorder(connection).migration_qs
    recorded.filter(app__in=ROOMS, name__in=["0001_tables", "0002_triggers"]).delete()
    return recorded


def test_nothing_is_left_to_do_where_all_replaced_ones_ran(before):
    call_command("migrate", check_unapplied=True)
    assert not run_checks(tags=[Tags.database], databases=["default"])
    assert doctor.migrations().found == "all applied"


def test_a_database_older_than_that_is_refused_and_told_why(before):
    before.filter(app="community", name__startswith="0008").delete()
    (error,) = run_checks(tags=[Tags.database], databases=["default"])
    assert "too old for this version: community" in error.msg
    assert "0024" in error.hint
    assert "those of community are older" in doctor.migrations().found


@pytest.mark.django_db
def test_models_that_refer_to_each_other_are_made_and_unmade_at_once():
    state, after = ProjectState(), ProjectState()
    PAIR.state_forwards("yard", after)
    with connection.schema_editor() as editor:
        PAIR.database_forwards("yard", editor, state, after)
    assert {"yard_egg", "yard_hen"} <= set(connection.introspection.table_names())
    with connection.schema_editor() as editor:
        PAIR.database_backwards("yard", editor, after, state)
    assert not {"yard_egg", "yard_hen"} & set(connection.introspection.table_names())
