"""The break-glass admin, for LOTI's staff with a second factor. Everyday work has its own pages.

A site of its own: the sign-in library offers its tables to Django's, where a verified address or
another's second factor could be written past every rule.
"""

from allauth.account.decorators import secure_admin_login
from django import forms
from django.contrib import admin
from django.db import models

from members.models import Borough, BoroughDomain, Membership, MembershipEvent, User

site = admin.AdminSite()
site.login = secure_admin_login(site.login)
site.site_header = "LOTI procurement portal: administration"
site.site_title = "LOTI procurement portal"


class ReadOnly(admin.ModelAdmin):
    """To look at: what stands here moves only by verbs that write who did it."""

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(User, site=site)
class UserAdmin(admin.ModelAdmin):
    list_display = ["email", "name", "is_active", "is_staff", "last_seen_on"]
    list_filter = ["is_active", "is_staff", "is_example"]
    search_fields = ["email", "name"]
    fields = ["email", "name", "is_active", "is_staff", "is_superuser", "date_joined"]
    readonly_fields = ["email", "date_joined"]

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(Membership, site=site)
class MembershipAdmin(ReadOnly):
    list_display = ["user", "borough", "role", "status", "asked_at", "decided_by"]
    list_filter = ["status", "role", "borough"]
    search_fields = ["user__email", "user__name"]


@admin.register(MembershipEvent, site=site)
class MembershipEventAdmin(ReadOnly):
    list_display = ["record", "verb", "from_status", "to_status", "by", "at"]


class HttpsField(forms.URLField):
    """An address typed without its scheme is https."""

    def __init__(self, **options):
        super().__init__(assume_scheme="https", **options)


class DomainInline(admin.TabularInline):
    model = BoroughDomain
    extra = 0


@admin.register(Borough, site=site)
class BoroughAdmin(admin.ModelAdmin):
    list_display = ["short_name", "gss", "code"]
    fields = ["gss", "code", "name", "short_name", "slug", "website"]
    readonly_fields = ["gss", "code", "slug"]
    formfield_overrides = {models.URLField: {"form_class": HttpsField}}
    inlines = [DomainInline]

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
