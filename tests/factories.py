"""One factory per model, with traits by status. Dates lie around the day of the test."""

import datetime

import factory
from django.utils import timezone

from assistive_tech.models import CaseStudy, TechnologyClass
from community.models import Digest, DigestPreference, Follow
from guidance.models import Guide, GuideVersion, ProblemStatement, Technique
from members.models import Borough, BoroughDomain, Membership, User
from needs.models import (
    Capability,
    Confirmation,
    ConnectRequest,
    Contract,
    ContractTerms,
    Conversation,
    ConversationInvite,
    Interest,
    Need,
    NeedTerms,
    NoticeImport,
    Overlap,
    OverlapSide,
    PublishedNotice,
    RegisterImport,
    Supplier,
    TenderGroup,
)
from needs.models.record_pair import pair_key


def days(count: int) -> datetime.date:
    """The day that many days from today."""
    return timezone.localdate() + datetime.timedelta(days=count)


class Factory(factory.django.DjangoModelFactory):
    class Meta:
        abstract = True


class BoroughFactory(Factory):
    class Meta:
        model = Borough
        django_get_or_create = ("gss",)

    gss = factory.Sequence(lambda n: f"E0900{n + 101:04d}")
    code = factory.Sequence(lambda n: f"{chr(65 + n // 26 % 26)}{chr(65 + n % 26)}{n % 10}")
    name = factory.Sequence(lambda n: f"London Borough of Testham {n}")
    short_name = factory.Sequence(lambda n: f"Testham {n}")
    slug = factory.Sequence(lambda n: f"testham-{n}")
    website = "https://www.example.org"


class BoroughDomainFactory(Factory):
    class Meta:
        model = BoroughDomain

    borough = factory.SubFactory(BoroughFactory)
    domain = factory.Sequence(lambda n: f"testham{n}.gov.uk")


class UserFactory(Factory):
    class Meta:
        model = User

    email = factory.Sequence(lambda n: f"person{n}@example.gov.uk")
    name = factory.Sequence(lambda n: f"Person Number{n}")
    password = factory.LazyFunction(User.unusable_password)


class MembershipFactory(Factory):
    class Meta:
        model = Membership

    user = factory.SubFactory(UserFactory)
    borough = factory.SubFactory(BoroughFactory)
    role = Membership.Role.OFFICER
    status = Membership.Status.ACTIVE

    class Params:
        pending = factory.Trait(status=Membership.Status.PENDING)
        ended = factory.Trait(status=Membership.Status.ENDED)
        lead = factory.Trait(role=Membership.Role.LEAD)
        cio = factory.Trait(role=Membership.Role.CIO)
        moderator = factory.Trait(role=Membership.Role.MODERATOR, borough=None)


class CapabilityFactory(Factory):
    class Meta:
        model = Capability
        django_get_or_create = ("slug",)

    slug = factory.Sequence(lambda n: f"capability-{n}")
    name = factory.LazyAttribute(lambda o: o.slug.replace("-", " ").capitalize())
    tender_group = TenderGroup.CORE_TECHNOLOGIES
    lead_time_months = 9


class SupplierFactory(Factory):
    class Meta:
        model = Supplier

    name = factory.Sequence(lambda n: f"Supplier {n} Ltd")


class ContractFactory(Factory):
    class Meta:
        model = Contract
        skip_postgeneration_save = True

    borough = factory.SubFactory(BoroughFactory)
    row_key = factory.Sequence(lambda n: f"row-{n}")
    title = factory.Sequence(lambda n: f"Contract {n} for a system")
    supplier = factory.SubFactory(SupplierFactory)
    capability = factory.SubFactory(CapabilityFactory)
    start = factory.LazyFunction(lambda: days(-700))
    end = factory.LazyFunction(lambda: days(400))
    source = Contract.Source.REGISTER
    last_confirmed_on = factory.LazyFunction(lambda: days(-30))
    review_by = factory.LazyFunction(lambda: days(335))

    class Params:
        sealed = factory.Trait(visibility="sealed")
        public = factory.Trait(visibility="public")
        stale = factory.Trait(review_by=factory.LazyFunction(lambda: days(-1)))

    @factory.post_generation
    def settled(self, create, wanted, **_):
        """Its words have rested for more than a week."""
        if wanted:
            self.history.update(history_date=timezone.now() - datetime.timedelta(days=8))


class ContractTermsFactory(Factory):
    class Meta:
        model = ContractTerms

    contract = factory.SubFactory(ContractFactory)
    value_pence = 12_000_000
    value_basis = ContractTerms.Basis.ANNUAL
    notice_months = 6


class NeedFactory(Factory):
    class Meta:
        model = Need

    borough = factory.SubFactory(BoroughFactory)
    owner = factory.SubFactory(UserFactory)
    title = factory.Sequence(lambda n: f"Replacement system {n}")
    capability = factory.SubFactory(CapabilityFactory)
    tender_group = TenderGroup.CORE_TECHNOLOGIES
    problem = "The current system is out of support."
    users = "Forty officers who work away from the office."
    outcome = "Officers finish their cases in one visit."
    earliest_start = factory.LazyFunction(lambda: days(300))
    latest_start = factory.LazyFunction(lambda: days(480))
    value_band = Need.ValueBand.TO_250K

    class Params:
        submitted = factory.Trait(
            status=Need.Status.SUBMITTED, submitted_at=factory.LazyFunction(timezone.now)
        )
        published = factory.Trait(
            status=Need.Status.PUBLISHED,
            submitted_at=factory.LazyFunction(timezone.now),
            published_at=factory.LazyFunction(timezone.now),
            last_confirmed_on=factory.LazyFunction(lambda: days(-10)),
            review_by=factory.LazyFunction(lambda: days(170)),
        )
        sealed = factory.Trait(visibility="sealed")
        public = factory.Trait(visibility="public")
        withdrawn = factory.Trait(status=Need.Status.WITHDRAWN)


class NeedTermsFactory(Factory):
    class Meta:
        model = NeedTerms

    need = factory.SubFactory(NeedFactory)
    exact_value_pence = 18_000_000


class InterestFactory(Factory):
    class Meta:
        model = Interest

    need = factory.SubFactory(NeedFactory, published=True)
    borough = factory.SubFactory(BoroughFactory)
    by = factory.SubFactory(UserFactory)


class ConfirmationFactory(Factory):
    class Meta:
        model = Confirmation

    by = factory.SubFactory(UserFactory)


class OverlapSideFactory(Factory):
    """The side of a need or a contract, as matching would leave it."""

    class Meta:
        model = OverlapSide

    borough = factory.LazyAttribute(lambda o: (o.need or o.contract).borough)
    capability = factory.LazyAttribute(lambda o: (o.need or o.contract).capability)
    need = None
    contract = None
    matched_at = factory.LazyFunction(timezone.now)


class OverlapFactory(Factory):
    class Meta:
        model = Overlap

    borough_a = factory.LazyAttribute(lambda o: o.side_a.borough)
    borough_b = factory.LazyAttribute(lambda o: o.side_b.borough)
    score = 42.5
    parts = factory.LazyFunction(
        lambda: [
            {"name": "capability", "points": 30.0, "sentence": "Both are Housing management"},
            {"name": "words", "points": 12.5, "sentence": "Both say “tenancy”"},
        ]
    )
    label = Overlap.Label.SIMILAR


class ConnectRequestFactory(Factory):
    """Give a record at each place: `need_a` or `contract_a`, `need_b` or `contract_b`."""

    class Meta:
        model = ConnectRequest

    from_borough = factory.LazyAttribute(lambda o: o.mine.borough)
    to_borough = factory.LazyAttribute(lambda o: o.sealed.borough)
    asked_by = factory.SubFactory(UserFactory)
    need_a = contract_a = need_b = contract_b = None
    pair_key = factory.LazyAttribute(lambda o: pair_key(o.mine.reference, o.sealed.reference))

    class Params:
        mine = factory.LazyAttribute(lambda o: o.need_a or o.contract_a)
        sealed = factory.LazyAttribute(lambda o: o.need_b or o.contract_b)


class PublishedNoticeFactory(Factory):
    class Meta:
        model = PublishedNotice

    notice_id = factory.Sequence(lambda n: f"notice-{n}")
    origin = "find_a_tender"
    buyer = "London Borough of Testham"
    title = factory.Sequence(lambda n: f"Award of contract {n}")
    content_hash = "0" * 64


class NoticeImportFactory(Factory):
    class Meta:
        model = NoticeImport

    file_name = "notices.jsonl"
    content = b"{}"


class RegisterImportFactory(Factory):
    class Meta:
        model = RegisterImport

    borough = factory.SubFactory(BoroughFactory)
    by = factory.SubFactory(UserFactory)
    file_name = "register.csv"
    content = b"Title\nA contract\n"
    headings = ["Title"]


class GuideFactory(Factory):
    class Meta:
        model = Guide

    slug = factory.Sequence(lambda n: f"guide-{n}")
    stage = "strategy"


class GuideVersionFactory(Factory):
    class Meta:
        model = GuideVersion

    guide = factory.SubFactory(GuideFactory)
    number = 1
    title = factory.Sequence(lambda n: f"Start with users {n}")
    summary = "What to do first."
    body = "## What it is\n\nA first step."
    change_note = "First published"
    author = factory.SubFactory(UserFactory)

    class Params:
        in_review = factory.Trait(status=GuideVersion.Status.IN_REVIEW)
        scheduled = factory.Trait(
            status=GuideVersion.Status.SCHEDULED,
            publish_at=factory.LazyFunction(lambda: timezone.now() + datetime.timedelta(days=3)),
            scheduled_by=factory.SubFactory(UserFactory),
        )
        published = factory.Trait(
            status=GuideVersion.Status.PUBLISHED,
            published_at=factory.LazyFunction(timezone.now),
        )


class ProblemStatementFactory(Factory):
    class Meta:
        model = ProblemStatement

    text = factory.Sequence(lambda n: f"We copy the old specification {n}")
    user_group = "Digital and IT"


class TechniqueFactory(Factory):
    class Meta:
        model = Technique

    code = factory.Sequence(lambda n: f"MT{n:03d}")
    slug = factory.Sequence(lambda n: f"technique-{n}")
    name = factory.Sequence(lambda n: f"Technique {n}")
    stage = "strategy"


class TechnologyClassFactory(Factory):
    class Meta:
        model = TechnologyClass
        django_get_or_create = ("slug",)

    slug = "falls-detection"
    name = "Falls detection"


class CaseStudyFactory(Factory):
    class Meta:
        model = CaseStudy

    code = factory.Sequence(lambda n: f"AT{n:03d}")
    slug = factory.Sequence(lambda n: f"case-study-{n}")
    title = factory.Sequence(lambda n: f"Falls sensors in {n} homes")
    technology_class = factory.SubFactory(TechnologyClassFactory)
    status = CaseStudy.Status.EXTRACTED
    published_at = factory.LazyFunction(timezone.now)

    class Params:
        draft = factory.Trait(status=CaseStudy.Status.DRAFT, published_at=None)


class FollowFactory(Factory):
    class Meta:
        model = Follow

    user = factory.SubFactory(UserFactory)
    capability = factory.SubFactory(CapabilityFactory)


class DigestPreferenceFactory(Factory):
    class Meta:
        model = DigestPreference

    user = factory.SubFactory(UserFactory)


class DigestFactory(Factory):
    class Meta:
        model = Digest

    user = factory.SubFactory(UserFactory)
    period = "2026-W47"
    period_from = factory.LazyFunction(lambda: timezone.now() - datetime.timedelta(days=7))
    period_to = factory.LazyFunction(timezone.now)
    message_id = factory.Sequence(lambda n: f"<digest-{n}@example.org>")


class ConversationFactory(Factory):
    class Meta:
        model = Conversation

    capability = factory.SubFactory(CapabilityFactory)
    borough = factory.SubFactory(BoroughFactory)
    message = "Shall we talk?"
    answer_by = factory.LazyFunction(lambda: days(14))


class ConversationInviteFactory(Factory):
    class Meta:
        model = ConversationInvite

    conversation = factory.SubFactory(ConversationFactory)
    borough = factory.SubFactory(BoroughFactory)
