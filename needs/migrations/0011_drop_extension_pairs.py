"""After the release that reads `extensions`: what it replaced goes."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("needs", "0010_fill_extensions")]

    operations = [
        migrations.RemoveField(model, field)
        for model in ("contract", "historicalcontract")
        for field in ("extension_count", "extension_months")
    ]
