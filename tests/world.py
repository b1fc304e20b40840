"""One record of each kind, Camden's unless it says otherwise, for tests that try everything."""

import datetime
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.utils import timezone

from community.confirming import confirm_token
from community.unsubscribing import unsubscribe_token
from guidance.models import GuideInStep, PageAnswer
from guidance.views.feedback import answer_token
from members.models import Borough
from needs.models import CalendarAddress
from tests import factories
from tests.assistive_tech.evidence_factories import (
    CandidateFactory,
    InterviewFactory,
    two_appraisals,
)
from tests.assistive_tech.factories import (
    BarrierActionFactory,
    BarrierFactory,
    BarrierFileFactory,
    BarrierMergeFactory,
)
from tests.assistive_tech.trial_factories import trial_of
from tests.guidance.factories import (
    FeedbackFactory,
    GuidePictureFactory,
    ResearchNoteFactory,
    TechniqueFeedbackFactory,
    TechniqueUseFactory,
)

FILE_BACKEND = "django.core.mail.backends.filebased.EmailBackend"


@dataclass
class World:
    camden: Borough
    brent: Borough
    records: dict = field(default_factory=dict)

    def __getattr__(self, name):
        """A record by name, made when first asked for."""
        maker = getattr(type(self), f"make_{name}", None)
        if maker is None:
            raise AttributeError(name)
        if name not in self.records:
            self.records[name] = maker(self)
        return self.records[name]

    def make_draft(self):
        return factories.NeedFactory(borough=self.camden)

    def make_submitted(self):
        return factories.NeedFactory(borough=self.camden, submitted=True)

    def make_need(self):
        """Published, open to members."""
        return factories.NeedFactory(borough=self.camden, published=True)

    def make_joined_need(self):
        """Published by Camden; Brent has joined."""
        need = factories.NeedFactory(borough=self.camden, published=True)
        factories.InterestFactory(need=need, borough=self.brent)
        return need

    def make_public_need(self):
        return factories.NeedFactory(borough=self.camden, published=True, public=True)

    def make_sealed_need(self):
        return factories.NeedFactory(borough=self.camden, published=True, sealed=True)

    def make_guide_in_step(self):
        """Shown on the dashboard, from a version before the one that is published."""
        old = factories.GuideVersionFactory(status="superseded", published_at=timezone.now())
        new = factories.GuideVersionFactory(guide=old.guide, number=2, published=True)
        old.guide.published_version = new
        old.guide.save()
        return GuideInStep.objects.create(step="dashboard", version=old, section="What it is")

    def make_contract(self):
        return factories.ContractTermsFactory(contract__borough=self.camden).contract

    def make_register_import(self):
        return factories.RegisterImportFactory(borough=self.camden)

    def make_notice_import(self):
        return factories.NoticeImportFactory()

    def make_confirmation(self):
        return factories.ConfirmationFactory()

    def make_membership(self):
        return factories.MembershipFactory(borough=self.camden, pending=True)

    def make_active_membership(self):
        return factories.MembershipFactory(borough=self.camden)

    def make_domain(self):
        return factories.BoroughDomainFactory(borough=self.camden)

    def make_example_person(self):
        return factories.UserFactory(is_example=True)

    def make_captured_mail(self):
        """The route arguments of an e-mail that the demonstration kept."""
        message = EmailMultiAlternatives("Hello", "Plain words", to=["somebody@example.org"])
        message.attach_alternative("<p>Plain words</p>", "text/html")
        get_connection(FILE_BACKEND).send_messages([message])
        return {"file": next(Path(settings.EMAIL_FILE_PATH).iterdir()).name, "number": 0}

    def make_capability(self):
        return factories.CapabilityFactory()

    def make_conversation(self):
        """Camden asks a third borough to talk, not Brent."""
        return factories.ConversationInviteFactory(conversation__borough=self.camden).conversation

    def make_overlap(self):
        """A pair that any member may see: Camden's need and Brent's contract."""
        contract = factories.ContractFactory(
            borough=self.brent,
            capability=self.shared_capability,
            end=factories.days(350),
            extensions=[12],
        )
        return factories.OverlapFactory(
            side_a=factories.OverlapSideFactory(need=self.need),
            side_b=factories.OverlapSideFactory(contract=contract),
        )

    def make_asking_contract(self):
        """Camden's, at rest; Brent has something like it, sealed, and may be asked."""
        contract = factories.ContractFactory(borough=self.camden, settled=True)
        sealed = factories.ContractFactory(borough=self.brent, sealed=True, may_be_asked=True)
        factories.OverlapFactory(
            side_a=factories.OverlapSideFactory(contract=contract),
            side_b=factories.OverlapSideFactory(contract=sealed),
        )
        return contract

    def make_connect_request(self):
        """Brent asks about a sealed need of Camden's."""
        return factories.ConnectRequestFactory(
            need_b=self.sealed_need, contract_a=factories.ContractFactory(borough=self.brent)
        )

    def make_pair_references(self):
        """How the pair is addressed: Brent's contract and Camden's need."""
        return self.overlap.side_b.contract.reference, self.overlap.side_a.need.reference

    def make_shared_capability(self):
        return self.need.capability

    def make_guide(self):
        version = factories.GuideVersionFactory(published=True)
        version.guide.published_version = version
        version.guide.set_confirmed(None)
        version.guide.save()
        return version.guide

    def make_published_version(self):
        return self.guide.published_version

    def make_draft_version(self):
        return factories.GuideVersionFactory()

    def make_version_in_review(self):
        return factories.GuideVersionFactory(in_review=True)

    def make_picture(self):
        """In a published text, so that everybody may see it."""
        picture = GuidePictureFactory(guide=self.guide)
        version = self.guide.published_version
        version.body = picture.markdown
        version.save()
        return picture

    def make_feedback(self):
        """From somebody without an account, who waits for an answer."""
        return FeedbackFactory(version=self.published_version)

    def make_accepted_feedback(self):
        """Shown with its guide, and not done yet; a version came after it."""
        earlier = timezone.now() - datetime.timedelta(days=40)
        comment = FeedbackFactory(version=self.published_version, at=earlier)
        comment.accept(by=None, reply="We will say when.", show=True)
        return comment

    def make_technique_feedback(self):
        """Accepted, and shown with its technique."""
        comment = TechniqueFeedbackFactory(technique=self.technique)
        comment.accept(by=None, reply="We will say when.", show=True)
        return comment

    def make_research_note(self):
        return ResearchNoteFactory(problems=[factories.ProblemStatementFactory()])

    def make_answer_token(self):
        """Where somebody who said that a page is useful adds words."""
        answer = PageAnswer.objects.create(
            guide=self.guide, version=self.published_version, useful=True
        )
        return answer_token(answer)

    def make_scheduled_version(self):
        return factories.GuideVersionFactory(scheduled=True)

    def make_technique(self):
        return factories.TechniqueFactory()

    def make_technique_use(self):
        """Camden's, logged by somebody of it."""
        return TechniqueUseFactory(borough=self.camden, technique=self.technique)

    def make_removed_use(self):
        use = TechniqueUseFactory(borough=self.camden, technique=self.technique)
        use.take_out(by=use.by)
        return use

    def make_case_study(self):
        return factories.CaseStudyFactory()

    def make_barrier(self):
        """Raised by Camden: members see it, and nobody has validated it."""
        return BarrierFactory(borough=self.camden)

    def make_public_barrier(self):
        """In action, with an action of a person of Camden's, a file, a case study and a trial."""
        barrier = BarrierFactory(borough=self.camden, in_action=True)
        barrier.links.create(case_study=self.case_study)
        barrier.trial_links.create(trial=self.public_trial)
        BarrierFileFactory(barrier=barrier)
        action = BarrierActionFactory(barrier=barrier)
        action.progress.create(text="Two suppliers answered")
        return barrier

    def make_barrier_action(self):
        """Camden's, of a barrier that every member sees."""
        return BarrierActionFactory(barrier=BarrierFactory(borough=self.camden, prioritised=True))

    def make_merge(self):
        """LOTI proposes to merge a barrier of Camden's."""
        return BarrierMergeFactory(barrier=BarrierFactory(borough=self.camden, validated=True))

    def make_merged(self):
        """Merged a moment ago, so that it can be undone."""
        merge = BarrierMergeFactory(barrier=BarrierFactory(borough=self.camden, validated=True))
        merge.accept(by=None)
        return merge

    def make_appraised_case_study(self):
        """Scored by two, who differ by more than may stand."""
        return two_appraisals(aim="no", sample="no", harms="no").study

    def make_candidate(self):
        return CandidateFactory(title="Falls sensors in some homes")

    def make_included_candidate(self):
        return CandidateFactory(status="included")

    def make_interview(self):
        return InterviewFactory(borough=self.camden, notes={"summary": "It helped"})

    def make_interview_case_study(self):
        """A draft of Camden's, made from an interview that its lead has to confirm."""
        interview = InterviewFactory(borough=self.camden)
        kind = factories.TechnologyClassFactory()
        return interview.draft(by=None, title="Told by Camden", technology_class=kind)

    def make_reconciled_case_study(self):
        pair = two_appraisals()
        pair.settle(by=None, note="Alike", **pair.cautious())
        return pair.study

    def make_trial(self):
        """Camden leads it; members see it."""
        return trial_of(self.camden, designed=True)

    def make_public_trial(self):
        """Recruiting, with totals of Camden's."""
        trial = trial_of(self.camden, recruiting=True)
        month = timezone.localdate().replace(day=1)
        trial.places.get().record_month(by=None, month=month, recruited=40, completed=0)
        return trial

    def make_confirm_token(self):
        """The link of a digest that asks its reader to confirm a need."""
        need = factories.NeedFactory(
            borough=self.camden, published=True, review_by=factories.days(3)
        )
        factories.MembershipFactory(borough=self.camden, user=need.owner)
        digest = factories.DigestFactory(user=need.owner)
        records = [["need", need.pk, need.owner_id]]
        digest.items.create(kind="confirm", title=need.title, records=records)
        return confirm_token(digest)

    def make_unsubscribe_token(self):
        return unsubscribe_token(factories.UserFactory().pk)

    def make_calendar_token(self):
        return CalendarAddress.renew(self.active_membership.user).token

    def make_draft_case_study(self):
        return factories.CaseStudyFactory(borough=self.camden, draft=True)
