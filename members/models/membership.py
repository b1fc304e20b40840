"""A person's place in a borough (or in the LOTI team): role, state, and who decided it."""

from django.db import models
from django.utils import timezone

from procurement_portal.lib.workflow import Move, Workflow, WorkflowEvent


class MembershipQuerySet(models.QuerySet):
    def active(self):
        return self.filter(status=Membership.Status.ACTIVE)

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

    def accept(self, *, by, role: str = Role.OFFICER, borough=None) -> None:
        """Make a pending membership active, in this role; `borough` places one who asked."""
        changes = {"role": role, "decided_by": by, "decided_at": timezone.now()}
        if borough is not None:
            changes["borough"] = borough
        self.move("accept", by=by, **changes)

    def refuse(self, *, by, reason: str) -> None:
        self.move("refuse", by=by, reason=reason, decided_by=by, decided_at=timezone.now())

    def end(self, *, by, reason: str = "") -> None:
        """End the membership at once: rights are read from it at every request."""
        self.move("end", by=by, reason=reason, decided_by=by, decided_at=timezone.now())


class MembershipEvent(WorkflowEvent):
    record = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="events")
