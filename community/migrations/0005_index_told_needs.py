from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    """Without holding up the digests that are written meanwhile."""

    atomic = False

    dependencies = [("community", "0004_ended_needs")]

    operations = [
        AddIndexConcurrently(
            model_name="digestitem",
            index=models.Index(
                condition=models.Q(("kind", "need")), fields=["url"], name="digest_item_of_need"
            ),
        ),
    ]
