"""The ways in which a person can sign in."""

from allauth.mfa.models import Authenticator

from members.models import User


def ways_to_sign_in(user: User) -> dict:
    """`passkeys` (how many), and whether there is an `app`, `recovery_codes`, a `password`."""
    Type = Authenticator.Type
    kinds = list(Authenticator.objects.filter(user=user).values_list("type", flat=True))
    return {
        "passkeys": kinds.count(Type.WEBAUTHN),
        "app": Type.TOTP in kinds,
        "recovery_codes": Type.RECOVERY_CODES in kinds,
        "password": user.has_usable_password(),
    }
