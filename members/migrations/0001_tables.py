"""All tables of this room, in place of the migrations that led to them (ADR 0024)."""

import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models
from procurement_portal.lib.migrating import CreateModels


class Migration(migrations.Migration):

    replaces = [
        ('members', '0001_initial'),
        ('members', '0002_membership_told'),
        ('members', '0003_review_periods'),
    ]

    initial = True

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
    ]

    operations = [
        CreateModels(
            models=[
                migrations.CreateModel(
                    name='Borough',
                    fields=[
                        ('gss', models.CharField(max_length=9, primary_key=True, serialize=False)),
                        ('code', models.CharField(help_text='Register code, such as HCK', max_length=3, unique=True)),
                        ('name', models.CharField(max_length=80, unique=True)),
                        ('short_name', models.CharField(max_length=40, unique=True)),
                        ('slug', models.SlugField(max_length=40, unique=True)),
                        ('website', models.URLField(blank=True)),
                        ('alternative_names', models.JSONField(blank=True, default=list)),
                        ('boundary', models.JSONField(blank=True, help_text='GeoJSON geometry, longitude and latitude', null=True)),
                    ],
                    options={
                        'ordering': ['short_name'],
                    },
                ),
                migrations.CreateModel(
                    name='BoroughDomain',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('borough', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='domains', to='members.borough')),
                        ('domain', models.CharField(help_text='In lower case, such as hackney.gov.uk', max_length=120)),
                    ],
                    options={
                        'ordering': ['domain'],
                        'constraints': [models.UniqueConstraint(fields=('borough', 'domain'), name='borough_domain_once'), models.CheckConstraint(condition=models.Q(('domain__regex', '^[a-z0-9-]+(\\.[a-z0-9-]+)+$')), name='borough_domain_plain', violation_error_message='Enter a domain in lower case, like hackney.gov.uk')],
                    },
                ),
                migrations.CreateModel(
                    name='BoroughMembership',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('borough', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='loti_periods', to='members.borough')),
                        ('joined_on', models.DateField(blank=True, null=True)),
                        ('left_on', models.DateField(blank=True, null=True)),
                        ('source', models.CharField(max_length=300)),
                    ],
                    options={
                        'ordering': ['joined_on'],
                    },
                ),
                migrations.CreateModel(
                    name='User',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('password', models.CharField(max_length=128, verbose_name='password')),
                        ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                        ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                        ('email', models.EmailField(error_messages={'unique': 'There is already an account with this email address'}, max_length=254, unique=True)),
                        ('name', models.CharField(blank=True, max_length=120, verbose_name='full name')),
                        ('is_active', models.BooleanField(default=True)),
                        ('is_staff', models.BooleanField(default=False, help_text='May open the break-glass admin')),
                        ('is_example', models.BooleanField(default=False, help_text='Invented for the demonstration')),
                        ('date_joined', models.DateTimeField(default=django.utils.timezone.now)),
                        ('last_seen_on', models.DateField(blank=True, null=True)),
                        ('closed_at', models.DateTimeField(blank=True, null=True)),
                        ('groups', models.ManyToManyField(blank=True, help_text='The groups this user belongs to. A user will get all permissions granted to each of their groups.', related_name='user_set', related_query_name='user', to='auth.group', verbose_name='groups')),
                        ('user_permissions', models.ManyToManyField(blank=True, help_text='Specific permissions for this user.', related_name='user_set', related_query_name='user', to='auth.permission', verbose_name='user permissions')),
                    ],
                    options={
                        'constraints': [models.CheckConstraint(condition=models.Q(('email', django.db.models.functions.text.Lower('email'))), name='user_email_lower_case')],
                    },
                ),
                migrations.CreateModel(
                    name='Membership',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='memberships', to=settings.AUTH_USER_MODEL)),
                        ('borough', models.ForeignKey(blank=True, help_text='Empty for the LOTI team, and until somebody who asked to join is placed', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to='members.borough')),
                        ('role', models.CharField(choices=[('officer', 'Officer'), ('lead', 'Borough lead'), ('cio', 'CIO'), ('at_lead', 'Assistive technology lead'), ('moderator', 'LOTI moderator')], default='officer', max_length=20)),
                        ('status', models.CharField(choices=[('pending', 'Waiting to be accepted'), ('active', 'Active'), ('refused', 'Refused'), ('ended', 'Ended')], default='pending', max_length=20)),
                        ('basis', models.CharField(choices=[('domain', 'Email address at the borough'), ('asked', 'Asked to join'), ('invited', 'Invited')], default='domain', max_length=20)),
                        ('note', models.TextField(blank=True, help_text='What the person wrote when asking to join')),
                        ('asked_at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('decided_at', models.DateTimeField(blank=True, null=True)),
                        ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('ends_on', models.DateField(blank=True, help_text='For contractors', null=True)),
                        ('told', models.CharField(blank=True, help_text='The status the last mail about it spoke of', max_length=20)),
                    ],
                    options={
                        'ordering': ['asked_at'],
                        'constraints': [models.UniqueConstraint(condition=models.Q(('status__in', ['pending', 'active'])), fields=('user', 'borough'), name='membership_once_per_borough', violation_error_message='This person already has a membership of this borough'), models.CheckConstraint(condition=models.Q(('borough__isnull', False), ('role', 'moderator'), _negated=True), name='membership_moderator_is_loti', violation_error_message='A moderator belongs to LOTI, not to a borough'), models.CheckConstraint(condition=models.Q(models.Q(('borough__isnull', True), ('status', 'active'), _negated=True), ('role', 'moderator'), _connector='OR'), name='membership_active_has_borough', violation_error_message='Choose the borough this person belongs to')],
                    },
                ),
                migrations.CreateModel(
                    name='MembershipEvent',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('verb', models.CharField(max_length=30)),
                        ('from_status', models.CharField(max_length=30)),
                        ('to_status', models.CharField(max_length=30)),
                        ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('reason', models.TextField(blank=True)),
                        ('record', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='events', to='members.membership')),
                    ],
                    options={
                        'ordering': ['at', 'pk'],
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='ReviewPeriod',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('kind', models.CharField(choices=[('need', 'Needs'), ('contract', 'Contracts'), ('guide', 'Guidance and techniques'), ('case_study', 'Case studies')], max_length=12)),
                        ('days', models.PositiveSmallIntegerField()),
                        ('from_on', models.DateField(default=django.utils.timezone.localdate)),
                        ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='review_periods', to=settings.AUTH_USER_MODEL)),
                        ('at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('reason', models.CharField(max_length=300)),
                    ],
                    options={
                        'ordering': ['-from_on', '-pk'],
                        'constraints': [models.CheckConstraint(condition=models.Q(('days__gte', 7), ('days__lte', 1825)), name='review_period_days', violation_error_message='Enter between 7 and 1,825 days')],
                    },
                ),
            ],
        ),
    ]
