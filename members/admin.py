"""The break-glass admin, for LOTI's staff with a second factor. Everyday work has its own pages."""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin

from members.models import Borough, BoroughDomain, Membership, MembershipEvent, User

admin.site.login = secure_admin_login(admin.site.login)
admin.site.site_header = "LOTI procurement portal: administration"
admin.site.site_title = "LOTI procurement portal"


class ReadOnly(admin.ModelAdmin):
    """To look at: what stands here moves only by verbs that write who did it."""

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(User)
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


@admin.register(Membership)
class MembershipAdmin(ReadOnly):
    list_display = ["user", "borough", "role", "status", "asked_at", "decided_by"]
    list_filter = ["status", "role", "borough"]
    search_fields = ["user__email", "user__name"]


@admin.register(MembershipEvent)
class MembershipEventAdmin(ReadOnly):
    list_display = ["record", "verb", "from_status", "to_status", "by", "at"]


class DomainInline(admin.TabularInline):
    model = BoroughDomain
    extra = 0


@admin.register(Borough)
class BoroughAdmin(admin.ModelAdmin):
    list_display = ["short_name", "gss", "code"]
    fields = ["gss", "code", "name", "short_name", "slug", "website"]
    readonly_fields = ["gss", "code", "slug"]
    inlines = [DomainInline]
