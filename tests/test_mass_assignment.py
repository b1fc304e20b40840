"""A form changes what it asks, whatever else is sent with it.

Each form is sent with every field of every model beside its own. Where any of these is so much as
looked at, what that leaves behind must be what the form leaves as it stands.
"""

import re
from functools import cache

import pytest
from django.apps import apps
from django.db import connection, models
from psycopg2 import sql

from tests import factories
from tests.noting import EVERY, noted
from tests.sending import forms, send, send_and_see

pytestmark = pytest.mark.django_db

ROOMS = ("members", "needs", "guidance", "assistive_tech", "community", "account", "mfa")
ROUNDS = 3  # so that choices of one name in several models are each tried
# Made anew by each saving: they differ between two that are otherwise alike.
FRESH = (models.DateTimeField, models.UUIDField, models.AutoField, models.BinaryField)
CLOSED = re.compile(r"\bclosed-[0-9a-f]{16}\b")
PASSING = {"django_session", "usersessions_usersession"}


def fields():
    """Fields of every model that a form could name, history's included."""
    for room in ROOMS:
        for model in apps.get_app_config(room).get_models():
            yield from (field for field in model._meta.concrete_fields if not field.primary_key)


TYPED = (
    (models.BooleanField, "on"),
    (models.DateTimeField, "2030-01-01 00:00"),
    (models.DateField, "2030-01-01"),
    ((models.IntegerField, models.FloatField, models.DecimalField), "42"),
)


def values_of(field, others: dict) -> list[str]:
    """Values of a field that somebody might wish for."""
    if field.is_relation:
        return [str(others.get(field.related_model, 1))]
    if field.choices:
        return [str(key) for key, _ in field.flatchoices][::-1]
    return [next((value for kind, value in TYPED if isinstance(field, kind)), "zyxassigned")]


def wishes(others: dict) -> list[dict[str, str]]:
    """Every field of every model with a value, in as many rounds as choices differ."""
    found: dict[str, list[str]] = {}
    for field in fields():
        for name in {field.name, field.attname}:
            found.setdefault(name, []).extend(values_of(field, others))
    return [
        {name: values[turn * len(values) // ROUNDS] for name, values in found.items()}
        for turn in range(ROUNDS)
    ]


@cache
def every_row() -> sql.Composable:
    """One question for all rows of ours, each as text, without what is made anew each time."""
    asked = []
    for model in apps.get_models():
        table = model._meta.db_table
        fields = [f for f in model._meta.concrete_fields if not isinstance(f, FRESH)]
        kept = [f.column for f in fields if not (f.primary_key or f.column in DIFFERING)]
        kept = [column for column in kept if (table, column) not in NEW_ROWS]
        if kept and table not in PASSING:
            columns = sql.SQL(", ").join(map(sql.Identifier, kept))
            row = sql.SQL("select {} || row({})::text from {}")
            asked.append(row.format(sql.Literal(table), columns, sql.Identifier(table)))
    return sql.SQL(" union ").join(asked)


def rows() -> set[str]:
    """Every row of ours; an address that closing an account drew at random reads as any other."""
    with connection.cursor() as cursor:
        cursor.execute(every_row())
        return {CLOSED.sub("closed", row) for (row,) in cursor.fetchall()}


# References are drawn at random, row numbers go up and passwords are salted.
DIFFERING = {"reference", "row_key", "id", "record_id", "password"}
NEW_ROWS = {  # each names the row made with it, or holds a key drawn at random
    ("needs_needterms", "need_id"),
    ("needs_confirmedrecord", "confirmation_id"),
    ("needs_calendaraddress", "key"),
    ("guidance_feedback", "key"),
    ("assistive_tech_barrierborough", "barrier_id"),
    ("assistive_tech_candidate", "case_study_id"),
    ("assistive_tech_interview", "case_study_id"),
    ("assistive_tech_trialborough", "trial_id"),
    ("assistive_tech_barrier_technology_classes", "barrier_id"),
    ("assistive_tech_casestudy", "code"),
    ("assistive_tech_casestudy", "slug"),
    ("assistive_tech_historicalcasestudy", "code"),
    ("assistive_tech_historicalcasestudy", "slug"),
}


def loaded(form, wish: dict) -> dict:
    """A form as it stands, and beside it every field that it does not show."""
    shown = {name.removesuffix("_id") for name in form.names()}
    return {n: v for n, v in wish.items() if n.removesuffix("_id") not in shown} | form.filled()


def test_nothing_is_assigned_that_a_form_does_not_ask(world, visitors):
    every = list(forms(world, visitors))
    others = {
        type(record): record.pk
        for record in (
            world.brent,
            factories.UserFactory(),
            factories.CapabilityFactory(),
            factories.SupplierFactory(),
            factories.NeedFactory(borough=world.brent),
            factories.ContractFactory(borough=world.brent),
        )
    }
    wished = wishes(others)
    assert {"status", "borough", "owner", "is_example", "published_by", "role"} <= set(wished[0])
    found, accepted, tried = [], 0, 0
    for name, visitor, form in every:
        with noted() as asked:
            answer = send(visitor, form, loaded(form, wished[0]), follow=False)
        accepted += answer.status_code == 302
        if not asked & {*loaded(form, wished[0]), EVERY} - set(form.names()):
            continue  # what nobody asked for has changed nothing
        tried += 1
        plain = send_and_see(visitor, form, form.filled(), rows)
        for wish in wished:
            after = send_and_see(visitor, form, loaded(form, wish), rows)
            if after != plain:
                strange = sorted(after - plain, key=str)[:3]
                found.append(f"{name} {form.action}: {strange}")
    assert not found, "\n".join(found)
    assert accepted >= 40, f"only {accepted} forms were accepted"
    assert tried, "no form asks for more than stands on it"
