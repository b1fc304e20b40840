from guidance.views.index import index

__all__ = ["index"]
