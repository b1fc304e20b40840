"""What the scheduler does every quarter of an hour: send mail that was lost on the way."""

from django.core.management import BaseCommand

from members.tasks import tell_untold


class Command(BaseCommand):
    help = "Send the mail about memberships that a queue or a mail server lost."

    def handle(self, **options):
        tell_untold()
