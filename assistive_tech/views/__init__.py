from assistive_tech.views.index import index

__all__ = ["index"]
