from members.views.account import account, close_account, edit_name, export_data
from members.views.joining import ask_to_join, choose_borough, leave, waiting
from members.views.moderation import moderation_borough, moderation_people, remove_domain
from members.views.people import accept, change_role, end, people, refuse
from members.views.review_periods import review_periods
from members.views.second_factor import recovery_codes, second_factor, second_steps
from members.views.sign_in import demo_sign_in, sign_in, to_sign_in

__all__ = [
    "accept",
    "account",
    "ask_to_join",
    "change_role",
    "choose_borough",
    "close_account",
    "demo_sign_in",
    "edit_name",
    "end",
    "export_data",
    "leave",
    "moderation_borough",
    "moderation_people",
    "people",
    "recovery_codes",
    "refuse",
    "remove_domain",
    "review_periods",
    "second_factor",
    "second_steps",
    "sign_in",
    "to_sign_in",
    "waiting",
]
