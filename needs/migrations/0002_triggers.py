"""What the database itself notes when rows change (ADR 0009, ADR 0024)."""

from django.db import migrations

# What a list of needs shows comes from these.
LISTED = (
    "needs_need",
    "needs_interest",
    "needs_overlapside",
    "needs_capability",
    "members_borough",
)
STAMP = """
create function needs_stamp_lists() returns trigger language plpgsql as $$
begin
  update needs_liststamp set transaction = txid_current() where transaction <> txid_current();
  return null;
end $$;
insert into needs_liststamp (transaction) values (0);
"""
NO_STAMP = """
drop function needs_stamp_lists();
delete from needs_liststamp;
"""
# Deferred: the row is locked only while a transaction commits, never while it works.
STAMPED = """
create constraint trigger {table}_stamps_lists after insert or update or delete on {table}
deferrable initially deferred for each row execute function needs_stamp_lists();
"""
NOT_STAMPED = "drop trigger {table}_stamps_lists on {table};"

# Which sides changed, for whoever holds them in memory. 0 stands for all of them: changes that are
# deleted after a day leave this word too, so that whoever looked before reads all again.
NOTED = """
create function needs_note_sides() returns trigger language plpgsql as $$
begin
  insert into needs_overlapchange (side, transaction) select id, txid_current() from touched;
  return null;
end $$;
create function needs_note_all_sides() returns trigger language plpgsql as $$
begin
  insert into needs_overlapchange (side, transaction) values (0, txid_current());
  return null;
end $$;
create function needs_note_forgotten() returns trigger language plpgsql as $$
begin
  if exists (select from forgotten) then
    insert into needs_overlapchange (side, transaction) values (0, txid_current());
  end if;
  return null;
end $$;
create trigger overlapside_added after insert on needs_overlapside
  referencing new table as touched for each statement execute function needs_note_sides();
create trigger overlapside_changed after update on needs_overlapside
  referencing new table as touched for each statement execute function needs_note_sides();
create trigger overlapside_deleted after delete on needs_overlapside
  referencing old table as touched for each statement execute function needs_note_sides();
create trigger overlapside_emptied after truncate on needs_overlapside
  for each statement execute function needs_note_all_sides();
create trigger overlapchange_deleted after delete on needs_overlapchange
  referencing old table as forgotten for each statement execute function needs_note_forgotten();
"""
NOT_NOTED = """
drop trigger overlapside_added on needs_overlapside;
drop trigger overlapside_changed on needs_overlapside;
drop trigger overlapside_deleted on needs_overlapside;
drop trigger overlapside_emptied on needs_overlapside;
drop trigger overlapchange_deleted on needs_overlapchange;
drop function needs_note_sides();
drop function needs_note_all_sides();
drop function needs_note_forgotten();
"""

# A pair that goes with its record leaves a place free in its partner's list: the partner waits to
# be matched again. Matching itself fills such places before it ends, and says so in a setting.
FREED = """
create function needs_free_places() returns trigger language plpgsql as $$
begin
  if current_setting('needs.matching', true) is distinct from 'on' then
    update needs_overlapside set matched_at = null where matched_at is not null
      and id in (select side_a_id from gone union select side_b_id from gone);
  end if;
  return null;
end $$;
create trigger overlap_deleted after delete on needs_overlap
  referencing old table as gone for each statement execute function needs_free_places();
"""
NOT_FREED = """
drop trigger overlap_deleted on needs_overlap;
drop function needs_free_places();
"""


class Migration(migrations.Migration):
    replaces = [
        ("needs", "0006_list_stamp"),
        ("needs", "0014_overlap_retrieval"),
        ("needs", "0028_changes_forgotten"),
    ]
    dependencies = [("members", "0001_tables"), ("needs", "0001_tables")]

    operations = [
        migrations.RunSQL(STAMP, NO_STAMP),
        migrations.RunSQL(
            "".join(STAMPED.format(table=table) for table in LISTED),
            "".join(NOT_STAMPED.format(table=table) for table in LISTED),
        ),
        migrations.RunSQL(NOTED, NOT_NOTED),
        migrations.RunSQL(FREED, NOT_FREED),
    ]
