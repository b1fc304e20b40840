from members.views.account import account, second_factor
from members.views.boroughs import borough, boroughs

__all__ = ["account", "borough", "boroughs", "second_factor"]
