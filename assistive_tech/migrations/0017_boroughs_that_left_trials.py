from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('assistive_tech', '0016_barriers_of_loti'),
    ]

    operations = [
        migrations.AddField(
            model_name='trialborough',
            name='left_at',
            field=models.DateTimeField(blank=True, help_text='Left while people joined: what it counted stays', null=True),
        ),
    ]
