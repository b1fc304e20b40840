import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('assistive_tech', '0015_barriers_of_trials'),
        ('members', '0003_review_periods'),
    ]

    operations = [
        migrations.AlterField(
            model_name='barrier',
            name='borough',
            field=models.ForeignKey(blank=True, help_text='Who raised it; empty for the LOTI team', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='raised_barriers', to='members.borough'),
        ),
        migrations.AlterField(
            model_name='historicalbarrier',
            name='borough',
            field=models.ForeignKey(blank=True, db_constraint=False, help_text='Who raised it; empty for the LOTI team', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='members.borough'),
        ),
    ]
