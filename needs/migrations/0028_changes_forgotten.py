"""Changes of sides that are deleted after a day leave word: whoever looked before reads all again."""

from django.db import migrations

FORGOTTEN = """
create function needs_note_forgotten() returns trigger language plpgsql as $$
begin
  if exists (select from forgotten) then
    insert into needs_overlapchange (side, transaction) values (0, txid_current());
  end if;
  return null;
end $$;
create trigger overlapchange_deleted after delete on needs_overlapchange
  referencing old table as forgotten for each statement execute function needs_note_forgotten();
"""
NOT_NOTED = """
drop trigger overlapchange_deleted on needs_overlapchange;
drop function needs_note_forgotten();
"""


class Migration(migrations.Migration):
    dependencies = [("needs", "0027_fill_supplier_names")]

    operations = [migrations.RunSQL(FORGOTTEN, NOT_NOTED)]
