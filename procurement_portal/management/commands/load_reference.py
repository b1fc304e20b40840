"""Load what the portal cannot run without: boroughs, taxonomy, codes and thresholds."""

from django.core.management import BaseCommand

from members.reference import load_boroughs, load_loti_periods
from needs.reference import (
    load_capabilities,
    load_cpv_codes,
    load_service_areas,
    load_thresholds,
)

STEPS = {
    "Boroughs": load_boroughs,
    "Periods of LOTI membership": load_loti_periods,
    "Service areas": load_service_areas,
    "Capabilities": load_capabilities,
    "CPV codes": load_cpv_codes,
    "Thresholds": load_thresholds,
}


class Command(BaseCommand):
    help = "Load or bring up to date the reference data; safe to run at any time."

    def handle(self, **options):
        for name, load in STEPS.items():
            self.stdout.write(f"{name}: {load()}")
