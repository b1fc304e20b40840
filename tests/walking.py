"""Walking the policy table: every route of ours with an address in the test world."""

from django.db import transaction
from django.urls import reverse

from tests.access_policy import POLICY
from tests.audiences import OK, VISITORS


def addresses(world, names=POLICY) -> dict[str, str]:
    """Route name to address; makes the records that the addresses name, all at once."""
    return {name: reverse(name, kwargs=POLICY[name].kwargs(world)) for name in names}


def allowed(name: str) -> list[str]:
    """The visitors who may open the route."""
    return [who for who in VISITORS if POLICY[name].expects(who) == OK]


class Undo(transaction.Atomic):
    """What happens inside never happened: the next step finds the world as it was."""

    def __init__(self):
        super().__init__(using=None, savepoint=True, durable=False)

    def __exit__(self, *exception):
        transaction.set_rollback(True)
        super().__exit__(*exception)
