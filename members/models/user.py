"""A person who signs in. What they may do comes from their memberships, never from here."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.functional import cached_property


class UserQuerySet(models.QuerySet):
    def examples(self):
        """Invented people of the demonstration, who may still sign in."""
        return self.filter(is_example=True, is_active=True)


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):
    """Accounts by e-mail address; a password is optional."""

    def create_user(self, email, password=None, **fields):
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email, password=None, **fields):
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class User(AbstractBaseUser, PermissionsMixin):
    email = models.EmailField(
        unique=True,
        error_messages={"unique": "There is already an account with this email address"},
    )
    name = models.CharField("full name", max_length=120, blank=True)
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False, help_text="May open the break-glass admin")
    is_example = models.BooleanField(default=False, help_text="Invented for the demonstration")
    date_joined = models.DateTimeField(default=timezone.now)
    last_seen_on = models.DateField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: list[str] = []

    # Set for the request by members.middleware.SecondFactor; false anywhere else, so that
    # a moderator's powers fail closed outside a session with a second factor.
    second_factor_used = False

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(email=Lower("email")), name="user_email_lower_case"
            )
        ]

    def __str__(self):
        return self.display_name

    @staticmethod
    def unusable_password() -> str:
        """What stands in the password column of a person who signs in by code."""
        return make_password(None)

    @property
    def display_name(self) -> str:
        """The name others read; a closed account keeps none."""
        if self.closed_at:
            return "A former member"
        return self.name or self.email.split("@")[0]

    def get_full_name(self):
        return self.display_name

    @cached_property
    def active_memberships(self) -> list:
        """This person's active memberships with their boroughs: one query a request."""
        return list(self.memberships.active().select_related("borough"))
