"""Every setting of the site, in one file. The environment chooses; the defaults are those of production.

`PADDOCK_MODE` is `production` (default), `development` (set by `./dev run` and `./dev manage`) or
`test` (set by the test run). `DATABASE_URL` chooses the database for every command. The variables
a production site sets are listed in deploy/production.env.example.
"""

from pathlib import Path

import environ
from django.core.exceptions import ImproperlyConfigured
from django.utils.csp import CSP
from django.utils.translation import gettext_lazy as _

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"
env = environ.Env()

MODE: str = env.str("PADDOCK_MODE", default="production")
if MODE not in {"production", "development", "test"}:
    raise ImproperlyConfigured(f"PADDOCK_MODE is {MODE!r}; it must be production, development or test.")
PRODUCTION = MODE == "production"
DEBUG = MODE == "development"

SECRET_KEY: str = env.str("SECRET_KEY", default="only-for-the-tests-of-paddock" if MODE == "test" else "")
if not SECRET_KEY:
    raise ImproperlyConfigured(
        "SECRET_KEY is not set: give the site a long random secret in the environment "
        "(./dev makes one by itself on a developer's machine)."
    )

ALLOWED_HOSTS: list[str] = env.list(
    "ALLOWED_HOSTS", default=[] if PRODUCTION else ["localhost", "127.0.0.1", "[::1]", "testserver"]
)
CSRF_TRUSTED_ORIGINS: list[str] = env.list("CSRF_TRUSTED_ORIGINS", default=[])

# --- The demo: a running clock that starts at a chosen instant (championships/clock.py) ---------

PADDOCK_DEMO: bool = env.bool("PADDOCK_DEMO", default=False)
# "<ISO instant the demo starts at>@<real seconds since 1970 when it started>", or nothing.
PADDOCK_DEMO_CLOCK: str = env.str("PADDOCK_DEMO_CLOCK", default="") if PADDOCK_DEMO else ""

# --- Applications ------------------------------------------------------------------------------

INSTALLED_APPS = [
    "championships.apps.OfficeConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_tables2",
    "import_export",
    "championships",
]

# Sessions, messages and CSRF act only on pages that touch them: a public page sets no cookie and
# does not vary by cookie. The locale middleware reads the language from the address.
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    *(["whitenoise.middleware.WhiteNoiseMiddleware"] if PRODUCTION else []),
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "paddock.language.PageLanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    # Inside the locale middleware: the new address is in the language of the old one.
    "championships.public.renamed.lead_to_new_address",
]

ROOT_URLCONF = "paddock.urls"
WSGI_APPLICATION = "paddock.wsgi.application"
AUTH_USER_MODEL = "championships.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
LOGIN_URL = "admin:login"
# Roles come from appointments: no groups, no permissions of single accounts.
AUTHENTICATION_BACKENDS = ["championships.backoffice.authentication.AppointmentBackend"]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]
DJANGO_TABLES2_TEMPLATE = "tables/table.html"

# Plain reference data in and out of files: all or nothing, by those who may change it, no cell a formula.
IMPORT_EXPORT_USE_TRANSACTIONS = True
IMPORT_EXPORT_ESCAPE_FORMULAE_ON_EXPORT = True
IMPORT_EXPORT_IMPORT_PERMISSION_CODE = "change"
IMPORT_EXPORT_EXPORT_PERMISSION_CODE = "view"

# --- Database ----------------------------------------------------------------------------------

DATABASES = {"default": env.db_url("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'paddock.sqlite3'}")}
_database = DATABASES["default"]
# Updated, never assigned: a socket folder given as ?host=… already stands in OPTIONS.
_options = _database.setdefault("OPTIONS", {})
if _database["ENGINE"] == "django.db.backends.sqlite3":
    # IMMEDIATE and WAL: two officials saving at once wait for each other instead of failing.
    # synchronous=FULL: an acknowledged save survives a power cut.
    _options.update(
        transaction_mode="IMMEDIATE",
        timeout=5,
        init_command=(
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA mmap_size=134217728; "
            "PRAGMA journal_size_limit=27103364; PRAGMA cache_size=2000;"
        ),
    )
else:
    _database.setdefault("CONN_MAX_AGE", 60)
    _database["CONN_HEALTH_CHECKS"] = True

# --- Languages and time ------------------------------------------------------------------------

# Texts are written in English in the code and translated in championships/locale.
LANGUAGE_CODE = "en"
LANGUAGES = [("fr", _("French")), ("en", _("English"))]
# What "/" answers to a browser that asks for neither French nor English.
PADDOCK_DEFAULT_LANGUAGE = "fr"
LOCALE_PATHS = [BASE_DIR / "championships" / "locale"]
# The office has one address in both languages: there a cookie remembers the choice. No public page is sent it.
LANGUAGE_COOKIE_NAME = "office-language"
LANGUAGE_COOKIE_PATH = "/office/"
LANGUAGE_COOKIE_AGE = 365 * 24 * 60 * 60
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_SECURE = PRODUCTION
USE_I18N = True
TIME_ZONE = "UTC"
USE_TZ = True

# --- Static files ------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = Path(env.str("STATIC_ROOT", default=str(VAR_DIR / "static")))
STATICFILES_DIRS = [path for path in [BASE_DIR / "static"] if path.is_dir()]
# Photographs and documents. No address leads into this folder: a view hands out what is published, and nothing else.
MEDIA_ROOT = Path(env.str("MEDIA_ROOT", default=str(VAR_DIR / "media")))
# Above 2.5 MB an upload waits in a file, not in memory; the forms say what is too heavy.
FILE_UPLOAD_PERMISSIONS = 0o640
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.InMemoryStorage"
        if MODE == "test"
        else "django.core.files.storage.FileSystemStorage"
    },
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}

# --- Security ----------------------------------------------------------------------------------

SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "frame-ancestors": [CSP.NONE],
    "base-uri": [CSP.NONE],
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
# The entry of a race of 150 cars has some 1,500 cells; the default of 1,000 would refuse it.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 6_000
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 60 * 60
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
if PRODUCTION:
    SESSION_COOKIE_NAME = "__Host-sessionid"
    CSRF_COOKIE_NAME = "__Host-csrftoken"
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    SECURE_SSL_REDIRECT = True
    # Health checks come from the machine itself, without TLS.
    SECURE_REDIRECT_EXEMPT = [r"^livez$", r"^readyz$"]
    SECURE_HSTS_SECONDS = 63_072_000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    # Only where a front server sets (and overwrites) the header; otherwise anybody could.
    if env.bool("BEHIND_TLS_PROXY", default=False):
        SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
if MODE == "test":
    # Fast and weak on purpose: a test signs in hundreds of times.
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

# --- Mail and logs -----------------------------------------------------------------------------

if PRODUCTION:
    MAILERS = {
        "default": {
            "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "OPTIONS": {
                "host": env.str("MAIL_HOST", default="localhost"),
                "port": env.int("MAIL_PORT", default=25),
                "username": env.str("MAIL_USER", default=""),
                "password": env.str("MAIL_PASSWORD", default=""),
                "use_tls": env.bool("MAIL_TLS", default=False),
            },
        }
    }
else:
    _backend = "console" if DEBUG else "locmem"
    MAILERS = {"default": {"BACKEND": f"django.core.mail.backends.{_backend}.EmailBackend"}}
DEFAULT_FROM_EMAIL = env.str("MAIL_FROM", default="paddock@localhost")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"},
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "championships": {"level": "INFO"},
        # Django's own handler stays silent: each line once.
        "django": {"handlers": [], "level": "INFO"},
    },
}
