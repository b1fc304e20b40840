from community.models.digest import Digest, DigestEvent, DigestItem, DigestPreference
from community.models.follow import Follow, TechnologyFollow

__all__ = ["Digest", "DigestEvent", "DigestItem", "DigestPreference", "Follow", "TechnologyFollow"]
