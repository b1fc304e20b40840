import django.contrib.postgres.fields
from django.db import migrations, models


def extensions():
    return django.contrib.postgres.fields.ArrayField(
        base_field=models.PositiveSmallIntegerField(),
        blank=True,
        db_default=[],
        default=list,
        help_text="Months of each extension not used yet, in the order they would be used",
        size=None,
    )


class Migration(migrations.Migration):
    dependencies = [("needs", "0008_judgements")]

    operations = [
        migrations.AddField("contract", "extensions", extensions()),
        migrations.AddField("historicalcontract", "extensions", extensions()),
    ]
