import datetime

from django.urls import reverse
from django.utils import timezone

from tests.factories import CaseStudyFactory

URL = reverse("assistive_tech:feed")


def test_newest_first_and_only_what_the_list_shows(anonymous, camden):
    CaseStudyFactory(title="Newer", care_setting="own_home")
    CaseStudyFactory(
        title="Older",
        care_setting="own_home",
        published_at=timezone.now() - datetime.timedelta(days=9),
    )
    CaseStudyFactory(title="Elsewhere", care_setting="care_home")
    CaseStudyFactory(title="A draft", borough=camden, draft=True, care_setting="own_home")
    feed = anonymous.read(URL, data={"setting": "own_home"})
    assert feed.index("Newer") < feed.index("Older")
    assert "Elsewhere" not in feed
    assert "A draft" not in feed
