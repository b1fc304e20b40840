from needs.tasks.matching import match_contracts, match_need, match_waiting, rebuild_overlaps

__all__ = ["match_contracts", "match_need", "match_waiting", "rebuild_overlaps"]
