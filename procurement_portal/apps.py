from django.apps import AppConfig
from django.core import checks

from procurement_portal.lib.migrating import check_not_halfway


class PortalConfig(AppConfig):
    name = "procurement_portal"
    verbose_name = "Portal"

    def ready(self):
        checks.register(check_not_halfway, checks.Tags.database)
