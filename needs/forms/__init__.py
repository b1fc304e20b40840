from needs.forms.notices import NoticeFileForm

__all__ = ["NoticeFileForm"]
