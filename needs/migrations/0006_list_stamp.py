from django.db import migrations, models

# What a list of needs shows comes from these.
TABLES = (
    "needs_need",
    "needs_interest",
    "needs_overlapside",
    "needs_capability",
    "members_borough",
)

FUNCTION = """
create function needs_stamp_lists() returns trigger language plpgsql as $$
begin
  update needs_liststamp set transaction = txid_current() where transaction <> txid_current();
  return null;
end $$;
insert into needs_liststamp (transaction) values (0);
"""

# Deferred: the row is locked only while a transaction commits, never while it works.
TRIGGER = """
create constraint trigger {table}_stamps_lists after insert or update or delete on {table}
deferrable initially deferred for each row execute function needs_stamp_lists();
"""


class Migration(migrations.Migration):
    dependencies = [("needs", "0005_notice_imports"), ("members", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="ListStamp",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("transaction", models.BigIntegerField()),
            ],
        ),
        migrations.RunSQL(FUNCTION, "drop function needs_stamp_lists() cascade;"),
        migrations.RunSQL(
            "".join(TRIGGER.format(table=table) for table in TABLES),
            "".join(f"drop trigger {table}_stamps_lists on {table};" for table in TABLES),
        ),
    ]
