"""Load the assistive technology case studies that come with the portal."""

from django.core.management import BaseCommand

from assistive_tech.reference import load_case_studies, load_technology_classes

STEPS = {
    "Technology classes": load_technology_classes,
    "Case studies": load_case_studies,
}


class Command(BaseCommand):
    help = "Add the case studies that are missing; run load_reference first for the boroughs."

    def handle(self, **options):
        for name, load in STEPS.items():
            self.stdout.write(f"{name}: {load()}")
