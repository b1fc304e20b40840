"""Barriers and what hangs on them."""

import factory
from django.utils import timezone

from assistive_tech.models import Barrier, BarrierAction, BarrierFile, BarrierMerge
from tests.factories import BoroughFactory, Factory, UserFactory, days


class BarrierFactory(Factory):
    """Raised by its borough, which shares it; by LOTI with `borough=None`."""

    class Meta:
        model = Barrier
        skip_postgeneration_save = True

    borough = factory.SubFactory(BoroughFactory)
    title = factory.Sequence(lambda n: f"Sensors cannot talk to alarms {n}")
    text = "The old alarm centre takes no signals from newer sensors."
    kind = Barrier.Kind.STANDARDS

    class Params:
        validated = factory.Trait(
            status=Barrier.Status.VALIDATED, validated_at=factory.LazyFunction(timezone.now)
        )
        prioritised = factory.Trait(
            status=Barrier.Status.PRIORITISED,
            validated_at=factory.LazyFunction(timezone.now),
            priority=Barrier.Priority.HIGH,
            priority_reason="It stops three trials",
        )
        in_action = factory.Trait(
            status=Barrier.Status.IN_ACTION,
            validated_at=factory.LazyFunction(timezone.now),
            priority=Barrier.Priority.HIGH,
            priority_reason="It stops three trials",
        )

    @factory.post_generation
    def shared_by(self, create, boroughs, **_):
        """Its own borough, and these too."""
        own = [self.borough] if self.borough else []
        for borough in (*own, *(boroughs or ())):
            self.sharing.create(borough=borough)


class BarrierActionFactory(Factory):
    class Meta:
        model = BarrierAction

    barrier = factory.SubFactory(BarrierFactory, in_action=True)
    text = factory.Sequence(lambda n: f"Ask suppliers for an open interface {n}")
    owner = factory.SubFactory(UserFactory)
    borough = factory.LazyAttribute(lambda o: o.barrier.borough)
    due_on = factory.LazyFunction(lambda: days(30))


class BarrierMergeFactory(Factory):
    class Meta:
        model = BarrierMerge

    barrier = factory.SubFactory(BarrierFactory)
    into = factory.SubFactory(BarrierFactory, validated=True)
    reason = "Both are about the same interface"


class BarrierFileFactory(Factory):
    class Meta:
        model = BarrierFile

    barrier = factory.SubFactory(BarrierFactory, validated=True)
    title = factory.Sequence(lambda n: f"Plain agreement {n}")
    description = "An agreement that a resident can read in two minutes."
    file_name = "agreement.txt"
    content_type = "text/plain; charset=utf-8"
    content = b"You can stop at any time.\n"
    size = 26
    content_hash = factory.Sequence(lambda n: f"{n:064x}")
