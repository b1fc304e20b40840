"""Pairs go with their sides, and nothing else of them is looked up row by row (ADR 0025)."""

import django.db.models.deletion
from django.db import migrations, models

GONE = """
create function needs_take_pairs() returns trigger language plpgsql as $$
begin
  delete from needs_overlap where id in (
    select o.id from touched join needs_overlap o on o.side_a_id = touched.id
    union all select o.id from touched join needs_overlap o on o.side_b_id = touched.id
  );
  return null;
end $$;
create trigger overlapside_takes_pairs after delete on needs_overlapside
  referencing old table as touched for each statement execute function needs_take_pairs();
"""
NOT_GONE = """
drop trigger overlapside_takes_pairs on needs_overlapside;
drop function needs_take_pairs();
"""


def _unchecked(name: str, to: str, **more) -> migrations.AlterField:
    field = models.ForeignKey(
        to, django.db.models.deletion.CASCADE, db_constraint=False, **{"related_name": "+", **more}
    )
    return migrations.AlterField("overlap", name, field)


class Migration(migrations.Migration):
    dependencies = [("members", "0001_tables"), ("needs", "0002_triggers")]

    operations = [
        _unchecked("side_a", "needs.overlapside", related_name="overlaps_a", db_index=False),
        _unchecked("side_b", "needs.overlapside", related_name="overlaps_b"),
        _unchecked("borough_a", "members.borough", db_index=False),
        _unchecked("borough_b", "members.borough", db_index=False),
        migrations.RunSQL(GONE, NOT_GONE),
    ]
