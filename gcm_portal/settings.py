"""One settings module; everything that differs between places comes from the environment.

Nothing set but ``SECRET_KEY`` (or ``DEBUG=1``) gives the embedded shape: SQLite, files and
the Celery queue under ``var/``, no other service. ``docs/operations.md`` lists every variable.
"""

from pathlib import Path
from urllib.parse import quote

import environ
from celery.schedules import crontab
from csp.constants import NONCE, NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.templatetags.static import static
from django.utils.translation import gettext_lazy as _

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()

DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = env.str("SECRET_KEY", default="only-for-debug-" * 4 if DEBUG else "")
if not SECRET_KEY:
    raise ImproperlyConfigured(
        "SECRET_KEY is not set. Give it 50 or more random characters, or set DEBUG=1 on your own machine."
    )

VAR_DIR = Path(env.str("VAR_DIR", default=str(BASE_DIR / "var")))
VAR_DIR.mkdir(parents=True, exist_ok=True)

# ---------------------------------------------------------------- addresses
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
SITE_URL = env.str("SITE_URL", default="http://localhost:8000").rstrip("/")
# Before identifiers of IATI activities (docs/iati.md); this one is not registered with anybody.
IATI_ORGANIZATION = env.str("IATI_ORGANIZATION", default="XM-GCM-PORTAL")
HTTPS_ONLY = env.bool("HTTPS_ONLY", default=not DEBUG)
CSRF_TRUSTED_ORIGINS = [SITE_URL]

ROOT_URLCONF = "gcm_portal.urls"
WSGI_APPLICATION = "gcm_portal.wsgi.application"

# ---------------------------------------------------------------- applications
INSTALLED_APPS = [
    # modeltranslation and unfold replace parts of the admin, so they come first.
    "modeltranslation",
    "unfold",
    "unfold.contrib.filters",
    "unfold.contrib.import_export",
    "unfold.contrib.simple_history",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "csp",
    "django_filters",
    "django_htmx",
    "django_prose_editor",
    "drf_spectacular",
    "import_export",
    "rest_framework",
    "simple_history",
    # The rooms, in the order in which they may know each other (docs/architecture.md).
    "foundation",
    "countries",
    "accounts",
    "objectives",
    "network",
    "champions",
    "mptf",
    "capacity",
    "reviews",
    "workspace",
    "progress",
    "gcm_portal.apps.PortalConfig",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "foundation.middleware.PermissionsPolicyMiddleware",
    "gcm_portal.middleware.OpenDataOriginMiddleware",
    "foundation.middleware.AdminContentPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "accounts.middleware.SecondFactorMiddleware",
    "accounts.middleware.FormErrorStatusMiddleware",
    "accounts.middleware.FramedLoginMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
]

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
                "gcm_portal.context.portal",
            ],
            "builtins": ["django.templatetags.i18n", "foundation.templatetags.ui"],
        },
    },
]

# ---------------------------------------------------------------- data
DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{quote(str(VAR_DIR / 'db.sqlite3'))}")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # IMMEDIATE takes the write lock at BEGIN: a compare-and-set then waits instead of failing half-way.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = env.int("CONN_MAX_AGE", default=60)
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHE_URL = env.str("CACHE_URL", default="")
CACHES = {
    "default": (
        {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": CACHE_URL}
        if CACHE_URL
        else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    )
}

# ---------------------------------------------------------------- languages
LANGUAGE_CODE = "en"
LANGUAGES = [("ar", _("Arabic")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["gcm_portal.formats"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = env.str("TIME_ZONE", default="UTC")
USE_THOUSAND_SEPARATOR = True
MODELTRANSLATION_DEFAULT_LANGUAGE = "en"
# The default would show the other language silently; {% text %} shows it marked.
MODELTRANSLATION_ENABLE_FALLBACKS = False


def _label_in_language(label, language):
    """“Name, Arabic” rather than “Name [ar]” over each language's field; called when a page is drawn."""
    from django.utils.translation import get_language_info, gettext

    return gettext("%(field)s, %(language)s") % {
        "field": label,
        "language": get_language_info(language)["name_translated"],
    }


MODELTRANSLATION_BUILD_LOCALIZED_VERBOSE_NAME = _label_in_language

# ---------------------------------------------------------------- people
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["name", "email"]},
    },
    {"NAME": "accounts.passwords.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "workspace:home"
ACCOUNT_ADAPTER = "accounts.adapter.InvitationOnlyAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_LOGOUT_REDIRECT_URL = "progress:home"
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if HTTPS_ONLY else "http"
# A session ends with the browser, at the latest after SESSION_HOURS: computers in offices are shared.
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_FORMS = {
    "login": "accounts.forms.LoginForm",
    "reauthenticate": "accounts.forms.ReauthenticateForm",
    "change_password": "accounts.forms.ChangePasswordForm",
    "reset_password": "accounts.forms.ResetPasswordForm",
    "reset_password_from_key": "accounts.forms.ResetPasswordKeyForm",
}
MFA_ADAPTER = "accounts.adapter.SecondFactorAdapter"
MFA_FORMS = {
    "authenticate": "accounts.forms.AuthenticateForm",
    "reauthenticate": "accounts.forms.ReauthenticateByCodeForm",
    "activate_totp": "accounts.forms.ActivateTOTPForm",
}
# A code stays good for half a minute more: clocks of telephones differ, and people type slowly.
MFA_TOTP_TOLERANCE = 1
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "GCM portal"
# Curators, administrators and focal points must have a second factor before they go on.
REQUIRE_SECOND_FACTOR = env.bool("REQUIRE_SECOND_FACTOR", default=not DEBUG)

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS_ONLY
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = env.int("SESSION_HOURS", default=12) * 3600

# ---------------------------------------------------------------- deadlines of the Network
# Working days within which a proposal to the Fund is checked for eligibility; later it counts as overdue.
PROPOSAL_CHECK_DAYS = env.int("PROPOSAL_CHECK_DAYS", default=20)

# ---------------------------------------------------------------- security headers
SECURE_SSL_REDIRECT = HTTPS_ONLY
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS_ONLY else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS_ONLY
BEHIND_PROXY = env.bool("BEHIND_PROXY", default=False)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
# Whose attempts are counted: the last address that the proxy wrote, not one that the visitor sent.
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if BEHIND_PROXY else 0
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
# But for the log-in, which a page of the portal may show in a frame (accounts.middleware).
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "gcm_portal.error_views.csrf_failure"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "frame-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "manifest-src": [SELF],
    }
}

# ---------------------------------------------------------------- files
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
BUILD_DIR = VAR_DIR / "build"
BUILD_DIR.mkdir(parents=True, exist_ok=True)
STATICFILES_DIRS = [BASE_DIR / "static", BUILD_DIR]
# Private: files of drafts live here, so no address serves this folder; views check who asks.
MEDIA_ROOT = Path(env.str("MEDIA_DIR", default=str(VAR_DIR / "files")))
STORAGES = {
    "default": {"BACKEND": "foundation.storing.FileStore"},
    "staticfiles": {
        "BACKEND": (
            "django.contrib.staticfiles.storage.StaticFilesStorage"
            if DEBUG
            else "gcm_portal.staticfiles.ModuleManifestStorage"
        )
    },
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000

# ---------------------------------------------------------------- background work
CELERY_BROKER_URL = env.str("CELERY_BROKER_URL", default="filesystem://")
if CELERY_BROKER_URL == "filesystem://":
    _queue = VAR_DIR / "queue"
    for _name in ("messages", "processed", "control"):
        (_queue / _name).mkdir(parents=True, exist_ok=True)
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(_queue / "messages"),
        "data_folder_out": str(_queue / "messages"),
        "processed_folder": str(_queue / "processed"),
        "control_folder": str(_queue / "control"),
        "store_processed": False,
    }
else:
    # Whoever hands a task over is a web request: a Redis that hangs must not hold it.
    CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 1800, "socket_connect_timeout": 2}
# States of long jobs are rows in the database; Celery's own results are not kept.
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_SOFT_TIME_LIMIT = 240
CELERY_TASK_TIME_LIMIT = 300
CELERY_TIMEZONE = TIME_ZONE
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# Someone is waiting for a page: a broker that is down must not hold the request.
# The sweeper re-queues what could not be handed over.
CELERY_TASK_PUBLISH_RETRY = False
CELERY_BEAT_SCHEDULE = {
    # They expire before the next comes, so that they do not pile up while no worker runs.
    "requeue-renderings": {
        "task": "reviews.tasks.requeue_renderings",
        "schedule": crontab(),
        "options": {"expires": 55},
    },
    "publish-scheduled": {
        "task": "reviews.tasks.publish_scheduled",
        "schedule": crontab(),
        "options": {"expires": 55},
    },
    # Twice, so that a morning without a worker is made up for the same day; nobody is mailed twice.
    "send-reminders": {"task": "reviews.tasks.send_reminders", "schedule": crontab(minute=5, hour="6,12")},
    "clear-drafts": {"task": "reviews.tasks.clear_drafts", "schedule": crontab(minute=30, hour=2)},
    "remind-contributors": {"task": "reviews.tasks.remind_contributors", "schedule": crontab(minute=10, hour="6,12")},
    "requeue-mail": {"task": "foundation.tasks.requeue_mail", "schedule": crontab(), "options": {"expires": 55}},
    "beat-sign-of-life": {"task": "foundation.tasks.record_beat", "schedule": crontab(), "options": {"expires": 55}},
}
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR_DIR / "beat-schedule")

# ---------------------------------------------------------------- mail
if env.str("EMAIL_URL", default=""):
    vars().update(env.email_url("EMAIL_URL"))
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = str(VAR_DIR / "mail")
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="GCM portal <no-reply@localhost>")

# ---------------------------------------------------------------- API
REST_FRAMEWORK = {
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.AllowAny"],
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "UNAUTHENTICATED_USER": None,
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PAGINATION_CLASS": "foundation.paging.Pages",
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "DEFAULT_SCHEMA_CLASS": "foundation.openapi.OpenSchema",
    "DEFAULT_VERSIONING_CLASS": None,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "GCM portal: open data",
    "DESCRIPTION": (
        "Read-only data of the portal on the implementation of the Global Compact for Safe, Orderly and "
        "Regular Migration. Every record carries both languages, its sources and how far it is verified. "
        "Other methods than GET, HEAD and OPTIONS are answered 405."
    ),
    "VERSION": "1.0.0",
    "SERVE_INCLUDE_SCHEMA": False,
    # Fields of one name with different choices; each set of choices under the name of its own enum.
    "ENUM_NAME_OVERRIDES": {
        "EntityRoleEnum": "network.enums.EntityRole",
        "RegionalRoleEnum": "network.enums.RegionalRole",
        "ActivityRoleEnum": "network.enums.ActivityRole",
        "LanguageEnum": "django.conf.settings.LANGUAGES",
        "DocumentLanguageEnum": "network.enums.DocumentLanguage",
    },
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "foundation.openapi.document_errors",
    ],
}

# ---------------------------------------------------------------- admin
UNFOLD = {
    "SITE_TITLE": _("GCM portal"),
    "SITE_HEADER": _("GCM portal"),
    "SITE_SUBHEADER": _("Administration"),
    "SITE_URL": "/",
    "SITE_ICON": lambda request: static("img/favicon.svg"),
    "SITE_FAVICONS": [{"rel": "icon", "type": "image/svg+xml", "href": lambda request: static("img/favicon.svg")}],
    "STYLES": [
        lambda request: static("css/admin.css"),
        lambda request: static("css/admin-records.css"),
    ],
    "SHOW_LANGUAGES": True,
    "SHOW_BACK_BUTTON": True,
    "ENVIRONMENT": None,
    "DASHBOARD_CALLBACK": "gcm_portal.curators_home.home",
    "BORDER_RADIUS": "4px",
    "COLORS": {
        # The petrol of static/css/tokens.css in the steps that the admin asks for.
        "primary": {
            "50": "#eef5f6",
            "100": "#dcebec",
            "200": "#b9cfd2",
            "300": "#8fb4ba",
            "400": "#5a919b",
            "500": "#2f7180",
            "600": "#0f5060",
            "700": "#0c4351",
            "800": "#0a3844",
            "900": "#08262f",
            "950": "#051a20",
        },
    },
    "SIDEBAR": {"show_search": True, "navigation": "gcm_portal.dashboard.navigation"},
}

SIMPLE_HISTORY_HISTORY_CHANGE_REASON_USE_TEXT_FIELD = True
IMPORT_EXPORT_USE_TRANSACTIONS = True
# A cell that a spreadsheet would run as a formula loses its first sign on the way out.
IMPORT_EXPORT_ESCAPE_FORMULAE_ON_EXPORT = True
IMPORT_EXPORT_ESCAPE_ILLEGAL_CHARS_ON_EXPORT = True

# ---------------------------------------------------------------- logging
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="INFO")},
    "loggers": {
        "fontTools": {"level": "WARNING"},
        "pikepdf": {"level": "WARNING"},
        "weasyprint": {"level": "ERROR"},
        # Says at each connection that a queue in a folder has no host.
        "kombu.connection": {"level": "ERROR"},
    },
}
