"""Pictures in guides."""

import base64

import factory

from guidance.models import GuidePicture
from tests.factories import Factory, GuideFactory


class GuidePictureFactory(Factory):
    class Meta:
        model = GuidePicture

    guide = factory.SubFactory(GuideFactory)
    content_hash = "a" * 64
    content_type = "image/png"
    content = base64.b64decode(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
    )
    width = height = 1
    alternative = "Two boroughs sign one contract"
