from needs.views.index import index

__all__ = ["index"]
