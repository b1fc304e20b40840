from django.db import migrations, models


class Migration(migrations.Migration):
    """Candidates and interviews of the demonstration say that they are examples."""

    dependencies = [("assistive_tech", "0011_trials")]

    operations = [
        migrations.AddField(
            model_name="candidate",
            name="is_example",
            field=models.BooleanField(default=False, db_default=False),
        ),
        migrations.AddField(
            model_name="interview",
            name="is_example",
            field=models.BooleanField(default=False, db_default=False),
        ),
    ]
