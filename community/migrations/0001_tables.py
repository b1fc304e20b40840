"""All tables of this room, in place of the migrations that led to them (ADR 0024)."""

import community.models.digest
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models
from procurement_portal.lib.migrating import CreateModels


class Migration(migrations.Migration):

    replaces = [
        ('community', '0001_initial'),
        ('community', '0002_digest_failures'),
        ('community', '0003_records_to_confirm'),
        ('community', '0004_ended_needs'),
        ('community', '0005_index_told_needs'),
        ('community', '0006_barriers_and_technologies'),
        ('community', '0007_trials_that_recruit'),
        ('community', '0008_comments_to_answer'),
    ]

    initial = True

    dependencies = [
        ('assistive_tech', '0001_tables'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('needs', '0001_tables'),
    ]

    operations = [
        CreateModels(
            models=[
                migrations.CreateModel(
                    name='DigestPreference',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('user', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='digest_preference', to=settings.AUTH_USER_MODEL)),
                        ('frequency', models.CharField(choices=[('weekly', 'Every week'), ('monthly', 'Every month'), ('never', 'Never')], default='weekly', max_length=10)),
                        ('changed_at', models.DateTimeField(auto_now=True)),
                    ],
                ),
                migrations.CreateModel(
                    name='Digest',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='digests', to=settings.AUTH_USER_MODEL)),
                        ('period', models.CharField(help_text='ISO week 2026-W48, or month 2026-11', max_length=10)),
                        ('period_from', models.DateTimeField()),
                        ('period_to', models.DateTimeField()),
                        ('status', models.CharField(choices=[('due', 'Due'), ('sending', 'Being sent'), ('sent', 'Sent'), ('skipped', 'Not sent'), ('failed', 'Given up')], default='due', max_length=10)),
                        ('attempts', models.PositiveSmallIntegerField(default=0, help_text='Fences a slow worker')),
                        ('failures', models.PositiveSmallIntegerField(default=0, help_text='Attempts this digest itself spoiled; a mail server away is none')),
                        ('lease_until', models.DateTimeField(blank=True, null=True)),
                        ('retry_at', models.DateTimeField(blank=True, help_text='Not to be tried before', null=True)),
                        ('message_id', models.CharField(default=community.models.digest.new_message_id, max_length=120, unique=True)),
                        ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('sent_at', models.DateTimeField(blank=True, null=True)),
                        ('last_error', models.TextField(blank=True)),
                    ],
                    options={
                        'ordering': ['-period_to'],
                        'indexes': [models.Index(fields=['status', 'lease_until'], name='digest_due')],
                        'constraints': [models.UniqueConstraint(fields=('user', 'period'), name='digest_once_per_period')],
                    },
                ),
                migrations.CreateModel(
                    name='DigestEvent',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('verb', models.CharField(max_length=30)),
                        ('from_status', models.CharField(max_length=30)),
                        ('to_status', models.CharField(max_length=30)),
                        ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('reason', models.TextField(blank=True)),
                        ('record', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='events', to='community.digest')),
                    ],
                    options={
                        'ordering': ['at', 'pk'],
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='DigestItem',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('digest', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='items', to='community.digest')),
                        ('kind', models.CharField(choices=[('decide_by', 'Decide-by date'), ('action', 'Action overdue'), ('comment', 'Comment to answer'), ('confirm', 'To confirm'), ('handed', 'Now yours'), ('overlap', 'New overlap'), ('need', 'New need'), ('ended', 'Need withdrawn or closed'), ('barrier', 'Barrier your borough has'), ('trial', 'Trial that recruits'), ('guidance', 'New guidance'), ('case_study', 'New case study')], max_length=12)),
                        ('title', models.CharField(max_length=300)),
                        ('url', models.CharField(max_length=300)),
                        ('reason', models.CharField(max_length=300)),
                        ('position', models.PositiveSmallIntegerField(default=0)),
                        ('records', models.JSONField(db_default=models.Value([], models.JSONField()), default=list, help_text='Kind, id and keeper of each record the line asks to confirm')),
                    ],
                    options={
                        'ordering': ['position'],
                        'indexes': [models.Index(condition=models.Q(('kind', 'need')), fields=['url'], name='digest_item_of_need')],
                    },
                ),
                migrations.CreateModel(
                    name='Follow',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='follows', to=settings.AUTH_USER_MODEL)),
                        ('capability', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='followers', to='needs.capability')),
                        ('since', models.DateTimeField(default=django.utils.timezone.now)),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('user', 'capability'), name='follow_once')],
                    },
                ),
                migrations.CreateModel(
                    name='TechnologyFollow',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='followed_technologies', to=settings.AUTH_USER_MODEL)),
                        ('technology_class', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='followers', to='assistive_tech.technologyclass')),
                        ('since', models.DateTimeField(default=django.utils.timezone.now)),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('user', 'technology_class'), name='technology_follow_once')],
                    },
                ),
            ],
        ),
    ]
