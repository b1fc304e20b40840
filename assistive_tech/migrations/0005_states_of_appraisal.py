from django.db import migrations, models


def to_extracted(apps, schema_editor):
    """What was public stays so: read by the portal and not yet appraised (ADR 0022)."""
    studies = apps.get_model('assistive_tech', 'CaseStudy').objects
    studies.filter(status='published').update(status='extracted')


def to_published(apps, schema_editor):
    studies = apps.get_model('assistive_tech', 'CaseStudy').objects
    listed = ('extracted', 'appraised', 'reconciled', 'due')
    studies.filter(status__in=listed).update(status='published')


class Migration(migrations.Migration):

    dependencies = [
        ('assistive_tech', '0004_outcome_results_in_full'),
    ]

    operations = [
        migrations.AlterField(
            model_name='casestudy',
            name='status',
            field=models.CharField(choices=[('draft', 'Draft'), ('submitted', 'Waiting for review'), ('extracted', 'Extracted, not yet appraised'), ('appraised', 'Appraised twice, not yet reconciled'), ('reconciled', 'Reconciled'), ('published', 'Appraised'), ('due', 'Due for refresh'), ('withdrawn', 'Withdrawn')], default='draft', max_length=10),
        ),
        migrations.AlterField(
            model_name='historicalcasestudy',
            name='status',
            field=models.CharField(choices=[('draft', 'Draft'), ('submitted', 'Waiting for review'), ('extracted', 'Extracted, not yet appraised'), ('appraised', 'Appraised twice, not yet reconciled'), ('reconciled', 'Reconciled'), ('published', 'Appraised'), ('due', 'Due for refresh'), ('withdrawn', 'Withdrawn')], default='draft', max_length=10),
        ),
        migrations.RunPython(to_extracted, to_published),
    ]
