"""A person's place in a borough (or in the LOTI team): role, state, and who decided it."""

from django.db import models
from django.utils import timezone

from procurement_portal.lib.workflow import Move, Workflow, WorkflowEvent


class MembershipQuerySet(models.QuerySet):
    def active(self):
        """Accepted, and not past the day a contractor's access ends."""
        return self.filter(status=Membership.Status.ACTIVE).exclude(
            ends_on__lt=timezone.localdate()
        )

    def waiting(self):
        """Pending, the one that waited longest first."""
        return self.filter(status=Membership.Status.PENDING).order_by("asked_at")

    def current(self):
        """Pending or active: what a person has now."""
        return self.filter(status__in=[Membership.Status.PENDING, Membership.Status.ACTIVE])

    def expired(self):
        """Still called active though their last day has passed."""
        return self.filter(status=Membership.Status.ACTIVE, ends_on__lt=timezone.localdate())

    def leading(self, borough):
        """Those who decide who joins this borough."""
        return self.active().filter(borough=borough, role__in=Membership.LEADING)

    def moderating(self):
        return self.active().filter(role=Membership.Role.MODERATOR)

    def untold(self, since):
        """Asked for or decided after `since`, and the mail about it has not gone."""
        return self.exclude(told=models.F("status")).filter(
            models.Q(status=Membership.Status.PENDING, asked_at__gte=since)
            | models.Q(decided_at__gte=since)
        )

    def visible_to(self, user):
        """Own memberships; those of boroughs the person leads; all, to a moderator."""
        from_moderator = user.is_authenticated and user.second_factor_used
        if not user.is_authenticated:
            return self.none()
        if from_moderator and any(
            m.role == Membership.Role.MODERATOR for m in user.active_memberships
        ):
            return self
        led = [m.borough_id for m in user.active_memberships if m.role in Membership.LEADING]
        return self.filter(models.Q(user=user) | models.Q(borough__in=led))


class Membership(Workflow):
    class Role(models.TextChoices):
        OFFICER = "officer", "Officer"
        LEAD = "lead", "Borough lead"
        CIO = "cio", "CIO"
        AT_LEAD = "at_lead", "Assistive technology lead"
        MODERATOR = "moderator", "LOTI moderator"

    class Status(models.TextChoices):
        PENDING = "pending", "Waiting to be accepted"
        ACTIVE = "active", "Active"
        REFUSED = "refused", "Refused"
        ENDED = "ended", "Ended"

    class Basis(models.TextChoices):
        DOMAIN = "domain", "Email address at the borough"
        ASKED = "asked", "Asked to join"
        INVITED = "invited", "Invited"

    LEADING = (Role.LEAD, Role.CIO)
    TRANSITIONS = {
        "accept": Move((Status.PENDING,), Status.ACTIVE),
        "refuse": Move((Status.PENDING,), Status.REFUSED),
        "end": Move((Status.ACTIVE,), Status.ENDED),
        "withdraw": Move((Status.PENDING,), Status.ENDED),
        "change_role": Move((Status.ACTIVE,), Status.ACTIVE),
    }

    user = models.ForeignKey("members.User", on_delete=models.CASCADE, related_name="memberships")
    borough = models.ForeignKey(
        "members.Borough",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="memberships",
        help_text="Empty for the LOTI team, and until somebody who asked to join is placed",
    )
    role = models.CharField(max_length=20, choices=Role.choices, default=Role.OFFICER)
    status = models.CharField(max_length=20, choices=Status.choices, default=Status.PENDING)
    basis = models.CharField(max_length=20, choices=Basis.choices, default=Basis.DOMAIN)
    note = models.TextField(blank=True, help_text="What the person wrote when asking to join")
    asked_at = models.DateTimeField(default=timezone.now)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        "members.User", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    ends_on = models.DateField(null=True, blank=True, help_text="For contractors")
    told = models.CharField(
        max_length=20, blank=True, help_text="The status the last mail about it spoke of"
    )

    objects = MembershipQuerySet.as_manager()

    class Meta:
        ordering = ["asked_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "borough"],
                condition=models.Q(status__in=["pending", "active"]),
                name="membership_once_per_borough",
                violation_error_message="This person already has a membership of this borough",
            ),
            models.CheckConstraint(
                condition=~models.Q(role="moderator", borough__isnull=False),
                name="membership_moderator_is_loti",
                violation_error_message="A moderator belongs to LOTI, not to a borough",
            ),
            models.CheckConstraint(
                condition=~models.Q(status="active", borough__isnull=True)
                | models.Q(role="moderator"),
                name="membership_active_has_borough",
                violation_error_message="Choose the borough this person belongs to",
            ),
        ]

    def __str__(self):
        return f"{self.user} – {self.get_role_display()}, {self.borough or 'LOTI'}"

    def accept(self, *, by, role: str = Role.OFFICER, borough=None, ends_on=None) -> None:
        """Make a pending membership active, in this role; `borough` places one who asked.

        `ends_on` is the last day of somebody who works for the borough for a time.
        """
        changes = {"role": role, "decided_by": by, "decided_at": timezone.now()}
        if borough is not None:
            changes["borough"] = borough
        if ends_on is not None:
            changes["ends_on"] = ends_on
        self.move("accept", by=by, **changes)

    def refuse(self, *, by, reason: str) -> None:
        self.move("refuse", by=by, reason=reason, decided_by=by, decided_at=timezone.now())

    def end(self, *, by, reason: str = "") -> None:
        """End the membership at once: rights are read from it at every request."""
        self.move("end", by=by, reason=reason, decided_by=by, decided_at=timezone.now())

    def withdraw(self, *, by, reason: str = "") -> None:
        """Take back a request nobody has decided yet."""
        self.move("withdraw", by=by, reason=reason, decided_by=by, decided_at=timezone.now())

    def drop(self, *, by, reason: str) -> None:
        """End or take back, whichever its status asks for."""
        if self.status == self.Status.PENDING:
            self.withdraw(by=by, reason=reason)
        else:
            self.end(by=by, reason=reason)

    def change_role(self, *, by, role: str) -> None:
        """Another role in the same borough, from now on; the event says which it was."""
        was, becomes = self.get_role_display(), self.Role(role).label
        self.move("change_role", by=by, reason=f"From {was} to {becomes}", role=role)

    def claim_told(self) -> bool:
        """Note that the mail about the present status goes now; False when it already went."""
        updated = (
            type(self)
            .objects.filter(pk=self.pk, status=self.status, told=self.told)
            .exclude(told=self.status)
            .update(told=self.status)
        )
        return bool(updated)

    def release_told(self) -> None:
        """Take the note back: the mail could not be sent, and is tried again."""
        type(self).objects.filter(pk=self.pk, told=self.status).update(told=self.told)

    @property
    def last_reason(self) -> str:
        """Why it was refused or ended, as the person who decided wrote it."""
        event = self.events.order_by("-pk").first()
        return event.reason if event else ""


class MembershipEvent(WorkflowEvent):
    record = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="events")
