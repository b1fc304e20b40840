from needs.forms.categories import CategoriesForm
from needs.forms.contracts import ContractCapabilityForm, ContractForm
from needs.forms.imports import (
    DateOrderForm,
    MatchColumnsForm,
    SameContractsForm,
    UploadForm,
)
from needs.forms.notices import NoticeFileForm

__all__ = [
    "CategoriesForm",
    "ContractCapabilityForm",
    "ContractForm",
    "DateOrderForm",
    "MatchColumnsForm",
    "NoticeFileForm",
    "SameContractsForm",
    "UploadForm",
]
