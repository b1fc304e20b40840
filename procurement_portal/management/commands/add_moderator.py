"""Make somebody a moderator. Done on the server, never in a page: LOTI decides who they are."""

from django.core.management import BaseCommand, CommandError

from members.models import Membership, User

Role, Status = Membership.Role, Membership.Status


class Command(BaseCommand):
    help = "Make the account with this email address a LOTI moderator."

    def add_arguments(self, parser):
        parser.add_argument("email")

    def handle(self, *, email, **options):
        user = User.objects.filter(email=email.lower(), is_active=True).first()
        if user is None:
            raise CommandError(f"Nobody with the address {email} has signed in yet.")
        current = user.memberships.current().filter(role=Role.MODERATOR)
        membership = current.first() or Membership.objects.create(
            user=user, role=Role.MODERATOR, basis=Membership.Basis.INVITED
        )
        if membership.status == Status.PENDING:
            membership.accept(by=None, role=Role.MODERATOR)
        self.stdout.write(f"{user.email} is a moderator, and needs a second step to moderate.")
