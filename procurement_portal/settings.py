"""Settings. The environment is read in this file and nowhere else.

Three sections: Django, the libraries we depend on, and our own. Every variable is
explained in `.env.example`.
"""

import os
from pathlib import Path
from urllib.parse import urlsplit

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from procurement_portal import schedule
from procurement_portal.lib import server_addresses

# Before numpy is first imported: each process, of which there is one a core, computes in one
# thread; a command that has the machine to itself says so where it starts more.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

BASE_DIR = Path(__file__).resolve().parent.parent


def _flag(name: str, default: bool = False) -> bool:
    """A yes/no variable: 1, true, yes or on mean yes, whatever their case."""
    return os.environ.get(name, str(default)).strip().lower() in {"1", "true", "yes", "on"}


def _list(name: str, default: str = "") -> list[str]:
    return [part.strip() for part in os.environ.get(name, default).split(",") if part.strip()]


# --- Django ---------------------------------------------------------------------------

SECRET_KEY = os.environ.get("SECRET_KEY", "")
if not SECRET_KEY:
    raise ImproperlyConfigured(
        "SECRET_KEY is not set. `make run` and `make test` set one; elsewhere see .env.example."
    )
DEBUG = _flag("DEBUG")
SITE_URL = os.environ.get("SITE_URL", "http://127.0.0.1:8000").rstrip("/")
_SITE = urlsplit(SITE_URL)
ALLOWED_HOSTS = _list("ALLOWED_HOSTS", f"{_SITE.hostname},127.0.0.1,localhost")
CSRF_TRUSTED_ORIGINS = [SITE_URL]
_HTTPS = _SITE.scheme == "https"

INSTALLED_APPS = [
    "procurement_portal",  # before django.forms: our form templates come first
    "members",
    "needs",
    "guidance",
    "assistive_tech",
    "community",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "django.forms",
    "csp",
    "django_filters",
    "simple_history",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
]

MIDDLEWARE = [
    # What every answer carries comes first, and asks nobody: not even a wrong host, an outage or
    # a redirect goes without.
    "procurement_portal.lib.middleware.RequestIds",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "procurement_portal.lib.middleware.ResponseHeaders",
    "csp.middleware.CSPMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "procurement_portal.lib.middleware.BrowserMethods",
    "procurement_portal.lib.middleware.Outages",
    "procurement_portal.lib.middleware.Probes",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "members.middleware.SessionLimits",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "members.middleware.SecondFactor",
    "django.contrib.messages.middleware.MessageMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "procurement_portal.lib.middleware.MovesNotPossible",
]

ROOT_URLCONF = "procurement_portal.urls"
WSGI_APPLICATION = "procurement_portal.wsgi.application"
APPEND_SLASH = False

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "procurement_portal.context.page_frame",
            ],
            "builtins": ["procurement_portal.templatetags.portal"],
        },
    }
]
FORM_RENDERER = "procurement_portal.lib.form_rendering.GovukRenderer"

# A placeholder that never connects: commands that need no database still import.
DATABASES = {
    "default": server_addresses.database(
        os.environ.get("DATABASE_URL", "postgres://127.0.0.1:1/unset")
    )
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
ATOMIC_REQUESTS = False

REDIS_URL = os.environ.get("REDIS_URL", "redis://127.0.0.1:1/0")
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": os.environ.get("CACHE_URL", REDIS_URL),
        "KEY_PREFIX": "portal",
        "OPTIONS": {"socket_connect_timeout": 1, "socket_timeout": 2},
    },
    # Parts of pages, kept by each process under a stamp that changes with what they show.
    "pages": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "pages",
        "TIMEOUT": 60 * 60,
        "OPTIONS": {"MAX_ENTRIES": 500},  # some 40 KB each
    },
}

AUTH_USER_MODEL = "members.User"
AUTHENTICATION_BACKENDS = ["members.backends.MemberBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
SESSION_ENGINE = "procurement_portal.lib.sessions"
SESSION_COOKIE_AGE = 12 * 60 * 60  # seconds: twelve hours (reliability goal 9)
SESSION_IDLE_AGE = 3 * 60 * 60  # seconds without a page until a session ends
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_I18N = True
USE_TZ = True

STATIC_URL = "static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = BASE_DIR / "staticfiles"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "procurement_portal.lib.static_files.HashedFiles"},
}
MEDIA_ROOT = Path(os.environ.get("MEDIA_ROOT", BASE_DIR / ".run" / "files"))

WHITENOISE_ALLOW_ALL_ORIGINS = False  # our files are for our pages

SECURE_SSL_REDIRECT = _HTTPS
SECURE_SSL_HOST = _SITE.netloc if _HTTPS else None  # never the host that a request names
SECURE_REDIRECT_EXEMPT = [r"^health/"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _HTTPS else None
SECURE_HSTS_SECONDS = 63_072_000 if _HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = _HTTPS
SECURE_HSTS_PRELOAD = _HTTPS
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = _HTTPS
CSRF_COOKIE_SECURE = _HTTPS
CSRF_FAILURE_VIEW = "procurement_portal.views.csrf_failure"
X_FRAME_OPTIONS = "DENY"

DATA_UPLOAD_MAX_MEMORY_SIZE = 6 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000

for _name, _value in server_addresses.email(os.environ.get("EMAIL_URL", "console:")).items():
    globals()[_name] = _value
DEFAULT_FROM_EMAIL = os.environ.get("FROM_EMAIL", "LOTI procurement portal <portal@example.org>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "procurement_portal.lib.logs.JsonFormatter"}},
    "handlers": {"stdout": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["stdout"], "level": os.environ.get("LOG_LEVEL", "INFO")},
    # A dozen lines for every PDF otherwise, with addresses from the document among them.
    "loggers": {name: {"level": "CRITICAL"} for name in ("weasyprint", "fontTools")},
}

# --- Libraries ------------------------------------------------------------------------

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],  # data: for the authenticator app's QR code
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

ACCOUNT_ADAPTER = "members.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_FORMS = {
    "login": "members.forms.SignInForm",
    "confirm_login_code": "members.forms.SignInCodeForm",
    "add_email": "members.forms.NewAddressForm",
    "confirm_email_verification_code": "members.forms.AddressCodeForm",
    "reauthenticate": "members.forms.PasswordAgainForm",
    "set_password": "members.forms.SetPasswordForm",
    "change_password": "members.forms.ChangePasswordForm",
    "reset_password": "members.forms.ForgottenPasswordForm",
    "confirm_password_reset_code": "members.forms.ForgottenPasswordCodeForm",
    "reset_password_from_key": "members.forms.NewPasswordForm",
}
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60  # seconds
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = 15 * 60  # seconds
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60  # seconds
# Per person tight, per address on the network wide: a whole borough comes from one address at
# nine in the morning (reliability goal 8). `code_tried` is ours, for codes sent by e-mail.
ACCOUNT_RATE_LIMITS = {
    "login": "300/5m/ip",
    "request_login_code": "300/5m/ip,5/5m/key",
    "code_tried": "5/5m/key",
    "login_failed": "60/5m/ip,5/5m/key",
    "reset_password": "60/5m/ip,5/5m/key",
}
ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("TRUSTED_PROXY_COUNT", "0"))
MFA_ADAPTER = "members.adapter.SecondFactorAdapter"
MFA_FORMS = {
    "authenticate": "members.forms.SecondFactorForm",
    "reauthenticate": "members.forms.SecondFactorAgainForm",
    "activate_totp": "members.forms.AddAuthenticatorAppForm",
    "add_webauthn": "members.forms.AddPasskeyForm",
    "edit_webauthn": "members.forms.EditPasskeyForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not _HTTPS
MFA_TOTP_ISSUER = "LOTI procurement portal"
MFA_TOTP_TOLERANCE = 1  # one period early or late: phones' clocks, and people who type slowly
MFA_RATE_LIMITS = {"webauthn_login": "300/5m/ip"}
USERSESSIONS_TRACK_ACTIVITY = False  # members.middleware.SessionLimits does, at most once a minute

CELERY_BROKER_URL = REDIS_URL
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_MAX_TASKS_PER_CHILD = 100
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_TIME_LIMIT = 120  # seconds; a task that needs more says so itself
CELERY_TASK_SOFT_TIME_LIMIT = 100
CELERY_TASK_DEFAULT_QUEUE = "later"
CELERY_TASK_ROUTES = schedule.QUEUES
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 900,
    "socket_connect_timeout": 1,
    "socket_timeout": 30,
    "max_retries": 1,
}
CELERY_TASK_PUBLISH_RETRY = False
CELERY_TIMEZONE = TIME_ZONE
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT = 25  # seconds
CELERY_BEAT_SCHEDULE_FILENAME = str(BASE_DIR / ".run" / "celerybeat-schedule")

SIMPLE_HISTORY_REVERT_DISABLED = True

# --- Ours -----------------------------------------------------------------------------

DEMO = _flag("DEMO")  # demonstration mode: example people, captured mail, a banner
SUPPORT_EMAIL = os.environ.get("SUPPORT_EMAIL", "portal@example.org")
SECURITY_EMAIL = os.environ.get("SECURITY_EMAIL", SUPPORT_EMAIL)
CLAMD = os.environ.get("CLAMD", "").strip()  # a ClamAV daemon; empty: files are not scanned
OCID_PREFIX = os.environ.get("OCID_PREFIX", "ocds-000000")  # placeholder, never Find a Tender's

REMINDER_PAUSE_DAYS = 14  # a borough is asked to confirm its records no more often than this

# Days from the last confirmation until a record must be looked at again (domain.md, States).
# Until moderators set another period (members.ReviewPeriod).
REVIEW_DAYS = {"need": 180, "contract": 365, "guide": 365, "case_study": 730}

CELERY_BEAT_SCHEDULE = schedule.JOBS
