from django.db import migrations, models


class Migration(migrations.Migration):
    """A candidate counts its saves, so that a stale edit is seen."""

    dependencies = [("assistive_tech", "0012_example_evidence")]

    operations = [
        migrations.AddField(
            model_name="candidate",
            name="version",
            field=models.PositiveIntegerField(default=1, db_default=1),
        ),
    ]
