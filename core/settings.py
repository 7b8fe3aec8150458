"""All settings, read from the environment (and a `.env` file) with safe defaults; none has to be set."""

import os
from contextlib import suppress
from pathlib import Path

import environ
from django.core.management.utils import get_random_secret_key
from django.templatetags.static import static
from django.utils.translation import gettext_lazy as _

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()
env.read_env(BASE_DIR / ".env")

# --- Where things are kept -------------------------------------------------------------------

DATA_DIR = Path(env.str("DATA_DIR", default=str(BASE_DIR / "var")))
DATA_DIR.mkdir(parents=True, exist_ok=True)
CATALOGUE_DIR = Path(env.str("CATALOGUE_DIR", default=str(BASE_DIR / "fixtures" / "catalogue")))


def _kept_secret_key(path: Path) -> str:
    """The secret key kept at `path`, made on first use and readable by its owner only.

    Of several processes that start together the first one's key is kept.
    """
    if not path.exists():
        draft = path.with_suffix(f".{os.getpid()}")
        draft.touch(mode=0o600)
        draft.write_text(get_random_secret_key())
        with suppress(FileExistsError):
            path.hardlink_to(draft)
        draft.unlink()
    return path.read_text().strip()


# --- Safety ----------------------------------------------------------------------------------

DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = env.str("SECRET_KEY", default="") or _kept_secret_key(DATA_DIR / "secret_key")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
BEHIND_HTTPS = env.bool("BEHIND_HTTPS", default=False)  # True where a proxy in front speaks TLS
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = BEHIND_HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if BEHIND_HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_HTTPS else None
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
X_FRAME_OPTIONS = "DENY"

# --- Parts -----------------------------------------------------------------------------------

INSTALLED_APPS = [
    "unfold",  # before django.contrib.admin, whose templates it replaces
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_filters",
    "django_htmx",
    "core",
    "opportunities",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "core.security.SecurityHeadersMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "opportunities.admin.held.HeldFormsMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "opportunities.web.outage.OutageMiddleware",
]
ROOT_URLCONF = "core.urls"
WSGI_APPLICATION = "core.wsgi.application"
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
                "opportunities.web.outage.outage",
            ],
        },
    },
]

# --- Database --------------------------------------------------------------------------------

DATABASES = {"default": env.db_url("DATABASE_URL", default=f"sqlite:///{DATA_DIR / 'finder.sqlite3'}")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # Writers take their lock at once and wait for one another; readers never wait (WAL).
    # Django itself turns foreign keys on for each connection.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-20000;",
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = env.int("CONN_MAX_AGE", default=60)
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
# How often a process looks whether the catalogue has changed, in seconds; 0: at every search.
SEARCH_CHECK_SECONDS = env.float("SEARCH_CHECK_SECONDS", default=1.0)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- Mail ------------------------------------------------------------------------------------

MAIL_DIR = DATA_DIR / "mail"  # where mail is written that goes nowhere else
if EMAIL_URL := env.str("EMAIL_URL", default=""):  # such as smtp+tls://user:password@mail.example.org:587
    vars().update(env.email_url_config(EMAIL_URL, backend="core.mail.SmtpBackend"))
else:
    EMAIL_BACKEND = "core.mail.FileBackend"
EMAIL_TIMEOUT = env.int("EMAIL_TIMEOUT", default=20)  # seconds that a mail server may be silent
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="UK-Japan Funding Finder <funding-finder@localhost>")
# The beginning of links in mails. Without it, links are what the visitor's browser asked for, or this machine's own.
SITE_URL = env.str("SITE_URL", default="")
LOCAL_URL = f"http://127.0.0.1:{env.int('PORT', default=8000)}"
# How many proxies in front add to X-Forwarded-For, whose word is taken for where a request comes from.
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", default=1 if BEHIND_HTTPS else 0)

# --- Outbound requests -------------------------------------------------------------------------

# Hosts, as written in addresses, that may be asked although they are inside our own network, at any port.
OUTBOUND_ALLOWED_HOSTS = env.list("OUTBOUND_ALLOWED_HOSTS", default=[])
# Seconds between two requests of the link checker to one host.
LINK_CHECK_DELAY = env.float("LINK_CHECK_DELAY", default=2.0)

# --- People ----------------------------------------------------------------------------------

LOGIN_REDIRECT_URL = "admin:index"
CSRF_FAILURE_VIEW = "opportunities.admin.held.csrf_failure"
# A long entry in the admin has some hundreds of boxes; more than this is no form of ours.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 3000
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator")
]

# --- Language and time -----------------------------------------------------------------------

LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en-gb", _("English")), ("ja", _("Japanese"))]
LOCALE_PATHS = [BASE_DIR / "opportunities" / "locale"]
USE_I18N = True
TIME_ZONE = "UTC"
USE_TZ = True

# --- Static files ----------------------------------------------------------------------------

STATIC_URL = "static/"
STATIC_ROOT = DATA_DIR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage",
    },
}

# --- Logs ------------------------------------------------------------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": env.str("LOG_LEVEL", default="INFO")},
    "loggers": {"httpx": {"level": "WARNING"}},  # else a line for each request
}

# --- The admin's look --------------------------------------------------------------------------

UNFOLD = {
    "SITE_TITLE": _("UK–Japan Funding Finder"),
    "SITE_HEADER": _("Funding Finder desk"),
    "SITE_URL": "/",
    "SHOW_HISTORY": True,
    "SHOW_VIEW_ON_SITE": True,
    "BORDER_RADIUS": "4px",
    "SITE_FAVICONS": [
        {"rel": "icon", "type": "image/svg+xml", "href": lambda _request: static("opportunities/mark.svg")},
    ],
    "STYLES": [lambda _request: static("opportunities/desk.css")],
    "SCRIPTS": [lambda _request: static("opportunities/desk.js")],
    # Shades of the public site's deep blue (#1f3a5f is the darkest but one).
    "COLORS": {
        "primary": {
            "50": "#f1f5fa",
            "100": "#dfe8f2",
            "200": "#c3d3e6",
            "300": "#98b4d3",
            "400": "#668fbc",
            "500": "#4571a4",
            "600": "#335a8a",
            "700": "#2b4a71",
            "800": "#263f5f",
            "900": "#1f3a5f",
            "950": "#152539",
        },
    },
    "SIDEBAR": {"navigation": "opportunities.admin.navigation.sidebar"},
    "DASHBOARD_CALLBACK": "opportunities.admin.dashboard.page.dashboard",
}
