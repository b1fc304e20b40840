"""Load the guides, techniques and problem statements that come with the portal."""

from django.core.management import BaseCommand

from guidance.reference import (
    load_guides,
    load_problem_statements,
    load_steps,
    load_techniques,
)

STEPS = {
    "Guides": load_guides,
    "Techniques": load_techniques,
    "Problem statements": load_problem_statements,
    "Guidance where people work": load_steps,
}


class Command(BaseCommand):
    help = "Add the guidance that is missing; what was edited in the portal stays as it is."

    def handle(self, **options):
        for name, load in STEPS.items():
            self.stdout.write(f"{name}: {load()}")
