"""Where the sign-in library asks us: who may register, what is mailed, where a person goes."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.urls import reverse

from members import joining, wording
from members.permissions import has_moderator_role, is_member, must_have_second_factor
from members.tasks import send_account_email, send_without_queue, tell
from procurement_portal.lib.formatting import format_uk_time
from procurement_portal.lib.queue import AWAY, enqueue_on_commit

NOT_AN_ADDRESS = "Enter an email address in the correct format, like name@hackney.gov.uk"


class AccountAdapter(DefaultAccountAdapter):
    """Sign-up is open to any address; belonging to a borough is not (see `members.joining`)."""

    error_messages = {**DefaultAccountAdapter.error_messages, **wording.ERRORS}

    def clean_email(self, email: str) -> str:
        """Lower case, and plain letters only.

        Accents and look-alike letters would let one person pass for another, or one address
        have several limits.
        """
        if not email.isascii():
            raise ValidationError(NOT_AN_ADDRESS, code="invalid")
        return email.lower()

    def send_mail(self, template_prefix: str, email: str, context: dict) -> None:
        """Hand the e-mail to the worker, in our words: the answer takes the same time for all.

        A notice speaks of what is saved already, so it goes without the queue when that is away.
        """
        notice = wording.NOTICES.get(template_prefix)
        name = "notice" if notice else wording.EMAILS[template_prefix]
        sent = {"code": context.get("code", ""), "notice": notice or ""}
        if "timestamp" in context:
            sent |= {"at": format_uk_time(context["timestamp"]), "device": context["user_agent"]}
        try:
            send_account_email.delay(name, email, sent)
        except AWAY:
            if not notice:
                raise
            send_without_queue(name, email, sent)

    def add_message(self, request, level, message_template=None, *args, message=None, **kwargs):
        message = message or wording.MESSAGES.get(message_template)
        if message:
            messages.add_message(request, level, message)

    def confirm_email(self, request, email_address) -> bool:
        """A changed address drops at once what rested on the old one."""
        user = email_address.user
        old_address = user.email
        confirmed = super().confirm_email(request, email_address)
        if confirmed and old_address != user.email:
            for membership in joining.drop_what_rested_on(user, old_address):
                enqueue_on_commit(tell, membership.pk)
            messages.success(request, f"Your email address is now {user.email}")
        return confirmed

    def post_login(self, request, user, *, redirect_url, **kwargs):
        """Make the membership a verified address proves; go to the page that needs an answer."""
        waiting = joining.join_by_domain(user)
        if waiting:
            enqueue_on_commit(tell, waiting.pk)
        page = joining.next_page(user)
        if page:
            redirect_url = reverse(page)
        return super().post_login(request, user, redirect_url=redirect_url, **kwargs)

    def get_login_redirect_url(self, request) -> str:
        """Where a person goes who asked for no page: to the work that waits for them."""
        if has_moderator_role(request.user):
            return reverse("moderation")
        return reverse("needs:dashboard" if is_member(request.user) else "home")

    def get_reauthentication_methods(self, user) -> list[dict]:
        """The ways to show again who one is: the safest first, in our words."""
        methods = {method["id"]: method for method in super().get_reauthentication_methods(user)}
        return [
            {**methods[way], "description": words}
            for way, words in wording.WAYS.items()
            if way in methods
        ]

    def get_password_change_redirect_url(self, request) -> str:
        return reverse("members:account")

    def get_email_verification_redirect_url(self, email_address) -> str:
        return reverse("members:account")


class SecondFactorAdapter(DefaultMFAAdapter):
    """A moderator always keeps one second factor."""

    error_messages = {**DefaultMFAAdapter.error_messages, **wording.SECOND_FACTOR_ERRORS}

    def can_delete_authenticator(self, authenticator) -> bool:
        if not must_have_second_factor(authenticator.user):
            return True
        usable = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
        others = Authenticator.objects.filter(user=authenticator.user, type__in=usable)
        return others.exclude(pk=authenticator.pk).exists()

    def generate_authenticator_name(self, user, type) -> str:
        count = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return "My passkey" if count == 0 else f"Passkey {count + 1}"

    def _get_site_name(self) -> str:
        return "LOTI procurement portal"
