"""The sign-in library's forms, with our labels, hints and limits."""

from allauth.account import forms as account
from allauth.account.adapter import get_adapter
from allauth.account.models import EmailAddress
from allauth.core import context, ratelimit
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django import forms
from django.conf import settings
from django.db import transaction

from members import demonstration
from members.models import User
from procurement_portal.lib.form_rendering import GovukFormMixin

EMAIL_HINT = "For example name@hackney.gov.uk"
CODE_HINT = "Letters from the email, such as BCDF-GHJK. Capitals and the dash do not matter"
HINT_FOR_NEW = "12 characters or more. Three words that do not belong together are easy to keep"


class Plain(GovukFormMixin):
    """Our labels and hints on the library's fields, which name themselves in their own way."""

    labels: dict[str, str] = {}
    hints: dict[str, str] = {}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.label = self.labels.get(name, field.label)
            field.help_text = self.hints.get(name, "")
            field.widget.attrs.pop("placeholder", None)


class CodeByEmail(Plain):
    """Tries are counted per address, whichever code they are for (reliability goal 8)."""

    labels = {"code": "Code"}
    hints = {"code": CODE_HINT}
    nouns = {"code": "the code from the email"}

    def address_tried(self) -> str:
        return context.request.session.get("account_login", {}).get("email") or ""

    def clean_code(self):
        if not ratelimit.consume(context.request, action="code_tried", key=self.address_tried()):
            raise get_adapter().validation_error("too_many_login_attempts")
        return super().clean_code()


class SignInForm(Plain, account.LoginForm):
    """One address, and a password only for those who set one.

    A new address makes an account that nobody can use until the code sent there is entered;
    the answer, the page and the mail are the same for a known address and a new one.
    """

    labels = {"login": "Email address", "password": "Password, if you have set one"}
    hints = {"login": f"Your council email address. {EMAIL_HINT}"}
    nouns = {"login": "your council email address, like name@hackney.gov.uk"}

    def _setup_password_field(self) -> None:
        self.fields["password"].required = False

    def clean_login(self) -> str:
        return get_adapter().clean_email(super().clean_login())

    def login(self, request, redirect_url=None):
        if not self.cleaned_data.get("password"):
            self.user = self._account(self.cleaned_data["login"])
        return super().login(request, redirect_url=redirect_url)

    @staticmethod
    @transaction.atomic
    def _account(email: str) -> User | None:
        """The account of this address, made now when it is new, with an address to confirm.

        None when the account was shut: it gets no code.
        """
        user, _ = User.objects.get_or_create(
            email=email, defaults={"password": User.unusable_password()}
        )
        if not user.is_active:
            return None
        if not EmailAddress.objects.filter(user=user).exists():
            EmailAddress.objects.create(user=user, email=email, primary=True)
        return user


class SignInCodeForm(CodeByEmail, account.ConfirmLoginCodeForm):
    """The code that signs in."""


class AddressCodeForm(CodeByEmail, account.ConfirmEmailVerificationCodeForm):
    """The code that proves a new address."""

    def address_tried(self) -> str:
        return self.email or ""


class ForgottenPasswordForm(Plain, account.ResetPasswordForm):
    labels = {"email": "Email address"}
    hints = {"email": EMAIL_HINT}
    nouns = {"email": "your email address"}


class ForgottenPasswordCodeForm(CodeByEmail, account.ConfirmPasswordResetCodeForm):
    def address_tried(self) -> str:
        state = context.request.session.get("account_password_reset_verification", {})
        return state.get("email", "")


class NewPassword(Plain):
    """The parts that every form for a new password has."""

    labels = {
        "oldpassword": "Current password",
        "password1": "New password",
        "password2": "New password again",
    }
    hints = {"password1": HINT_FOR_NEW}
    nouns = {"oldpassword": "your current password", "password2": "the new password again"}


class NewPasswordForm(NewPassword, account.ResetPasswordKeyForm):
    """After a forgotten one."""


class SetPasswordForm(NewPassword, account.SetPasswordForm):
    """The first one."""


class ChangePasswordForm(NewPassword, account.ChangePasswordForm):
    """Another one."""


class PasswordAgainForm(Plain, account.ReauthenticateForm):
    labels = {"password": "Password"}
    nouns = {"password": "your password"}


class NewAddressForm(Plain, account.AddEmailForm):
    labels = {"email": "New email address"}
    hints = {"email": f"We will send a code there. {EMAIL_HINT}"}
    nouns = {"email": "the new email address"}


class CodeFromApp(Plain):
    labels = {"code": "Code"}
    hints = {"code": "6 numbers from your authenticator app, or one of your recovery codes"}
    nouns = {"code": "the code your authenticator app shows"}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        example = demonstration.code_of(self.user) if settings.DEMO else ""
        if example:
            self.fields["code"].help_text = (
                f"Demonstration: the example app shows {example} now. "
                "Load this page again if it is refused: it changes every 30 seconds"
            )


class SecondFactorForm(CodeFromApp, mfa.AuthenticateForm):
    """The second step of signing in."""


class SecondFactorAgainForm(CodeFromApp, mfa.ReauthenticateForm):
    """The second step again, before something that matters."""


class AddAuthenticatorAppForm(Plain, ActivateTOTPForm):
    labels = {"code": "Code that the app shows"}
    hints = {"code": "6 numbers"}
    nouns = {"code": "the code that the app shows"}


class AddPasskeyForm(Plain, AddWebAuthnForm):
    """Every key added here signs in by itself, so the library's question is answered for it."""

    labels = {"name": "Name of this passkey"}
    hints = {"name": "So that you know it again, such as “Work laptop”"}
    passwordless = forms.BooleanField(
        required=False, widget=forms.CheckboxInput(attrs={"checked": True, "hidden": True})
    )


class EditPasskeyForm(Plain, EditWebAuthnForm):
    labels = {"name": "Name of this passkey"}
    nouns = {"name": "a name for this passkey"}
