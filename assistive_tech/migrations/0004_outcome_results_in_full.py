from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('assistive_tech', '0003_eight_sections'),
    ]

    operations = [
        migrations.AddField(
            model_name='outcomeresult',
            name='interval_high',
            field=models.DecimalField(blank=True, decimal_places=4, max_digits=18, null=True),
        ),
        migrations.AddField(
            model_name='outcomeresult',
            name='interval_low',
            field=models.DecimalField(blank=True, decimal_places=4, max_digits=18, null=True),
        ),
        migrations.AddField(
            model_name='outcomeresult',
            name='kind',
            field=models.CharField(blank=True, choices=[('objective', 'Counted or recorded'), ('subjective', 'What people said')], db_default='', default='', max_length=30),
        ),
        migrations.AddField(
            model_name='outcomeresult',
            name='measured_how',
            field=models.CharField(blank=True, db_default='', default='', help_text='Like hospital records, or a named questionnaire', max_length=200),
        ),
        migrations.AddField(
            model_name='outcomeresult',
            name='outcome_area',
            field=models.CharField(blank=True, choices=[('independence', 'Staying independent at home'), ('falls', 'Falls'), ('safety', 'Safety and risk'), ('hospital', 'Hospital and emergency use'), ('health', 'Health and symptoms'), ('wellbeing', 'Wellbeing and loneliness'), ('carers', 'Unpaid carers’ strain'), ('medication', 'Medicines'), ('staff_time', 'Care staff time and strain'), ('care_cost', 'Cost of care'), ('housing', 'Homes: damp, cold and repairs'), ('take_up', 'Take-up and use')], db_default='', default='', max_length=30),
        ),
        migrations.AddField(
            model_name='outcomeresult',
            name='p_value',
            field=models.CharField(blank=True, db_default='', default='', help_text='As printed, like 0.03 or <0.001', max_length=20),
        ),
        migrations.AddField(
            model_name='outcomeresult',
            name='portal_reading',
            field=models.JSONField(blank=True, db_default=[], default=list),
        ),
        migrations.AddField(
            model_name='outcomeresult',
            name='size',
            field=models.DecimalField(blank=True, decimal_places=4, help_text='The value where it is a number, in `unit`', max_digits=18, null=True),
        ),
        migrations.AlterField(
            model_name='outcomeresult',
            name='direction',
            field=models.CharField(blank=True, choices=[('increase', 'Went up'), ('decrease', 'Went down'), ('positive', 'Good result'), ('negative', 'Bad result'), ('neutral', 'No change, or a figure for context')], max_length=30),
        ),
    ]
