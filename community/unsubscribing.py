"""The link at the foot of a digest that works without signing in (RFC 8058).

It names one person, is signed, and stays good: people unsubscribe from old mail too.
"""

from django.core.signing import BadSignature, Signer

from community.models import DigestPreference
from members.models import User

_signer = Signer(salt="community.unsubscribe")


def unsubscribe_token(user_id: int) -> str:
    return _signer.sign(str(user_id))


def user_of_token(token: str) -> User | None:
    """The person a link was made for; None for one we did not make, or a closed account."""
    try:
        user_id = int(_signer.unsign(token))
    except (BadSignature, ValueError):
        return None
    return User.objects.filter(pk=user_id, is_active=True).first()


def stop_digests(user: User) -> None:
    """Takes hold at once, for digests already due too."""
    never = DigestPreference.Frequency.NEVER
    DigestPreference.objects.update_or_create(user=user, defaults={"frequency": never})
