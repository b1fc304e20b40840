from needs.models.calendar_address import CalendarAddress
from needs.models.capability_brief import CapabilityBrief, CapabilityBriefEvent
from needs.models.confirm_reminder import ConfirmReminder
from needs.models.confirmation import Confirmation, ConfirmationEvent, ConfirmedRecord
from needs.models.connect_request import ConnectEvent, ConnectRequest
from needs.models.contract import Contract, ContractTerms, Supplier
from needs.models.conversation import Conversation, ConversationEvent, ConversationInvite
from needs.models.hand_over import HandOver
from needs.models.interest import Interest
from needs.models.judgement import Judgement, JudgementEvent, without_dismissed
from needs.models.list_stamp import ListStamp, list_stamp
from needs.models.need import Need
from needs.models.need_claim import NeedClaim
from needs.models.need_event import NeedEvent
from needs.models.need_terms import NeedTerms
from needs.models.notice import NoticeImport, NoticeImportEvent, PublishedNotice
from needs.models.overlap import NextSide, Overlap, OverlapChange, OverlapSide, ScorerVersion
from needs.models.reference import Capability, CpvCode, ServiceArea, TenderGroup, Threshold
from needs.models.register_import import ColumnMapping, ImportEvent, ImportRow, RegisterImport
from needs.models.specification_pdf import SpecificationPdf, SpecificationPdfEvent
from needs.models.tender_group_vote import TenderGroupVote
from needs.models.visibility import Visibility

__all__ = [
    "CalendarAddress",
    "Capability",
    "CapabilityBrief",
    "CapabilityBriefEvent",
    "ColumnMapping",
    "Confirmation",
    "ConfirmationEvent",
    "ConfirmReminder",
    "ConfirmedRecord",
    "ConnectEvent",
    "ConnectRequest",
    "Contract",
    "ContractTerms",
    "Conversation",
    "ConversationEvent",
    "ConversationInvite",
    "CpvCode",
    "ImportEvent",
    "ImportRow",
    "HandOver",
    "Interest",
    "Judgement",
    "JudgementEvent",
    "ListStamp",
    "Need",
    "NeedClaim",
    "NeedEvent",
    "NeedTerms",
    "NextSide",
    "NoticeImport",
    "NoticeImportEvent",
    "Overlap",
    "OverlapChange",
    "OverlapSide",
    "ScorerVersion",
    "PublishedNotice",
    "RegisterImport",
    "ServiceArea",
    "SpecificationPdf",
    "SpecificationPdfEvent",
    "Supplier",
    "TenderGroup",
    "TenderGroupVote",
    "Threshold",
    "Visibility",
    "list_stamp",
    "without_dismissed",
]
