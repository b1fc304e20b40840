from members.forms.account import CloseAccountForm, NameForm
from members.forms.joining import AskToJoinForm, ChooseBoroughForm
from members.forms.people import AcceptForm, DomainForm, ReasonForm, RoleForm
from members.forms.review_periods import ReviewPeriodForm
from members.forms.sign_in import (
    AddAuthenticatorAppForm,
    AddPasskeyForm,
    AddressCodeForm,
    ChangePasswordForm,
    EditPasskeyForm,
    ForgottenPasswordCodeForm,
    ForgottenPasswordForm,
    NewAddressForm,
    NewPasswordForm,
    PasswordAgainForm,
    SecondFactorAgainForm,
    SecondFactorForm,
    SetPasswordForm,
    SignInCodeForm,
    SignInForm,
)

__all__ = [
    "AcceptForm",
    "AddAuthenticatorAppForm",
    "AddPasskeyForm",
    "AddressCodeForm",
    "AskToJoinForm",
    "ChangePasswordForm",
    "ChooseBoroughForm",
    "CloseAccountForm",
    "DomainForm",
    "EditPasskeyForm",
    "ForgottenPasswordCodeForm",
    "ForgottenPasswordForm",
    "NameForm",
    "NewAddressForm",
    "NewPasswordForm",
    "PasswordAgainForm",
    "ReasonForm",
    "ReviewPeriodForm",
    "RoleForm",
    "SecondFactorAgainForm",
    "SecondFactorForm",
    "SetPasswordForm",
    "SignInCodeForm",
    "SignInForm",
]
