"""`effort` is read by nothing any more: officer-days say it.

The columns stay, filled by the database, as long as an older release that reads them may serve.
"""

from django.db import migrations

TABLES = ("guidance_technique", "guidance_historicaltechnique")


class Migration(migrations.Migration):

    dependencies = [
        ('guidance', '0012_examples_of_feedback'),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.RemoveField(model_name='technique', name='effort'),
                migrations.RemoveField(model_name='historicaltechnique', name='effort'),
            ],
            database_operations=[
                migrations.RunSQL(
                    f"ALTER TABLE {table} ALTER COLUMN effort SET DEFAULT 'medium'",
                    f"ALTER TABLE {table} ALTER COLUMN effort DROP DEFAULT",
                )
                for table in TABLES
            ],
        ),
    ]
