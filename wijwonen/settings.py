"""All settings, and the only place that reads the environment.

A variable of the environment wins over the same line in the file ``.env``; ``.env.example`` lists every key.
The settings refuse to load when they would be unsafe.
"""

import ipaddress
import re
from email.utils import formataddr
from pathlib import Path
from urllib.parse import urlsplit

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from whitenoise.compress import Compressor

from wijwonen.bucket_address import bucket_storage

BASE_DIR = Path(__file__).resolve().parent.parent

env = environ.Env()
environ.Env.read_env(env.path("ENV_FILE", default=str(BASE_DIR / ".env")))

VAR_DIR = Path(env("VAR_DIR", default=str(BASE_DIR / "var")))  # everything that changes at run time

# --- The organisation: all that a sister organisation changes ---------------------------------------------

DEFAULT_ORGANISATION = {  # the names in the demonstration
    "name": "WijWonen",
    "landlord": "DUWO",
    "town": "Delft",
    "mail": "bestuur@wijwonen.example",
    "tenants": "ruim 8.000",
}
ORGANISATION = {
    "name": env("ORGANISATION_NAME", default=DEFAULT_ORGANISATION["name"]),
    "landlord": env("ORGANISATION_LANDLORD", default=DEFAULT_ORGANISATION["landlord"]),
    "town": env("ORGANISATION_TOWN", default=DEFAULT_ORGANISATION["town"]),
    "mail": env("ORGANISATION_MAIL", default=DEFAULT_ORGANISATION["mail"]),
    "tenants": env("ORGANISATION_TENANTS", default=DEFAULT_ORGANISATION["tenants"]),
}

# --- Address: one setting decides host, cookies and transport security ------------------------------------

SITE_URL = env("SITE_URL", default="http://127.0.0.1:8000").rstrip("/")
_site = urlsplit(SITE_URL)


def _is_ip(host):
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def _is_loopback(host):
    return host == "localhost" or _is_ip(host) and ipaddress.ip_address(host).is_loopback


_address = re.fullmatch(r"https?://([\w.-]+|\[[0-9a-f:]+\])(:[0-9]{1,5})?", SITE_URL)
if not _address:
    raise ImproperlyConfigured(f"SITE_URL must look like https://example.org, not {SITE_URL!r}.")

ON_LOOPBACK = _is_loopback(_site.hostname)
HTTPS = _site.scheme == "https"
if not HTTPS and not ON_LOOPBACK:
    raise ImproperlyConfigured(f"SITE_URL {SITE_URL!r} is plain http: only a loopback host may do without https.")

# Domains that nobody can have (RFC 2606).
if not ON_LOOPBACK and re.search(r"[.@](example|invalid|localhost|test)$", ORGANISATION["mail"].lower()):
    raise ImproperlyConfigured(
        f"ORGANISATION_MAIL is {ORGANISATION['mail']!r}: tenants and editors would write to nobody. "
        "Set an address that somebody reads."
    )

DEBUG = env.bool("DEBUG", default=False)
if DEBUG and not ON_LOOPBACK:
    raise ImproperlyConfigured("DEBUG shows secrets to visitors: it is allowed on a loopback host only.")

SECRET_KEY = env("SECRET_KEY", default="")
if len(SECRET_KEY) < 50 or len(set(SECRET_KEY)) < 5:
    raise ImproperlyConfigured("SECRET_KEY is missing or weak. `make run` writes a good one to .env.")

ALLOWED_HOSTS = [_address[1]]  # as a browser sends it: IPv6 in brackets
if ON_LOOPBACK:
    ALLOWED_HOSTS += ["127.0.0.1", "localhost", "[::1]"]
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HTTPS else 0
SILENCED_SYSTEM_CHECKS = [
    "security.W005",  # HSTS for subdomains: the neighbours on the domain are not ours to decide for
    "security.W021",  # HSTS preload binds those same neighbours
]

# --- What a browser may do --------------------------------------------------------------------------------

X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    }
}
PERMISSIONS_POLICY = "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()"

# --- Parts ------------------------------------------------------------------------------------------------

ROOT_URLCONF = "wijwonen.urls"
WSGI_APPLICATION = "wijwonen.wsgi.application"
AUTH_USER_MODEL = "dossiers.Editor"
INSTALLED_APPS = [
    "dossiers",  # first: its admin templates win over Django's
    "dossiers.apps.DossiersAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
    "csp",
    "django_prose_editor",
    "reversion",
]
MIDDLEWARE = [
    "dossiers.middleware.response_headers",  # outermost: every answer gets its headers, errors too
    "dossiers.middleware.unescaped_query",
    "csp.middleware.CSPMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "dossiers.middleware.refused_bodies",
    "dossiers.middleware.refused_writes",
    "dossiers.middleware.parts_of_files",
    "django.middleware.http.ConditionalGetMiddleware",
    "dossiers.page_cache.middleware.keep_pages",  # outside what costs time for each answer
    "dossiers.middleware.GZipPages",
    "dossiers.middleware.content_etag",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "dossiers.middleware.readable_content_type",  # innermost: its refusal gets every header
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
                "dossiers.context_processors.site",
            ],
        },
    }
]

# --- Database: SQLite by default, PostgreSQL by DATABASE_URL ----------------------------------------------

DATABASES = {"default": env.db_url_config(env("DATABASE_URL", default="") or f"sqlite:///{VAR_DIR / 'db.sqlite3'}")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",  # a writer waits for its turn at the start, never halfway
        "timeout": 20,  # seconds
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL",  # readers never wait; saved is on the disk
    }
DATABASES["default"]["CONN_MAX_AGE"] = 60  # seconds; opening the database is a tenth of a page's time
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- Caches: of each process, but for the default one, which CACHE_URL lets processes share -----------------

CACHES = {
    "default": env.cache_url_config(env("CACHE_URL", default="") or "locmemcache://"),
    "pages": {  # whole pages, of at most 50 kB each
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "pages",
        "TIMEOUT": 24 * 3600,  # seconds; a page is true for a day at most
        "OPTIONS": {"MAX_ENTRIES": 800},
    },
    "searches": {  # what anybody can ask without end: searches, filters, and addresses without a page
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "searches",
        "TIMEOUT": 24 * 3600,
        "OPTIONS": {"MAX_ENTRIES": 200},
    },
}

# --- Files ------------------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_ROOT = BASE_DIR / "static" / "root"  # what browsers look for at the root of a site
OWN_FILES = VAR_DIR / "own"  # of this organisation: they win over those of the same name in static/
if OWN_FILES.is_dir():
    STATICFILES_DIRS.insert(0, OWN_FILES)
    if (OWN_FILES / "root").is_dir():
        WHITENOISE_ROOT = OWN_FILES / "root"
ORGANISATION |= {
    "has_logo": (OWN_FILES / "img" / "logo.svg").is_file(),
    "has_style": (OWN_FILES / "css" / "own.css").is_file(),
}
FILE_UPLOAD_PERMISSIONS = 0o640  # the front reads files through the group of the site
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o750
MEDIA_ROOT = VAR_DIR / "media"  # no MEDIA_URL: attachments are served by their own view
# What one form may send: 200 points and 100 attachments, with their texts.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024  # bytes, without the files
MAX_FORM_MEGABYTES = 110  # five attachments of 20 MB; the nginx of wijwonen/deploy says the same
ATTACHMENTS_URL = env("ATTACHMENTS_URL", default="")
# The nginx of wijwonen/deploy sends the attachments. Those in a bucket pass through the site.
FILES_BY_FRONT = env.bool("FILES_BY_FRONT", default=False) and not ATTACHMENTS_URL
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
if ATTACHMENTS_URL:
    STORAGES["default"] = bucket_storage("ATTACHMENTS_URL", ATTACHMENTS_URL, _is_loopback)
WHITENOISE_ALLOW_ALL_ORIGINS = False  # no other site needs our files
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
# What no reader loads takes longest to compress: the maps with which a debugger reads a script.
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = (*Compressor.SKIP_COMPRESS_EXTENSIONS, "map")
FIXTURE_DIRS = [BASE_DIR / "fixtures"]

# --- Language and time ------------------------------------------------------------------------------------

LANGUAGE_CODE = "nl"
TIME_ZONE = "Europe/Amsterdam"
USE_TZ = True
USE_I18N = True
FORMAT_MODULE_PATH = "wijwonen.formats"

# --- Accounts ---------------------------------------------------------------------------------------------

LOGIN_URL = "admin:login"
LOGIN_REDIRECT_URL = "admin:index"
AUTHENTICATION_BACKENDS = ["dossiers.accounts.authentication.EditorBackend"]
# The host name to which passkeys belong. Browsers take none for a bare IP number.
PASSKEY_HOST = "localhost" if ON_LOOPBACK else "" if _is_ip(_site.hostname) else _site.hostname
PASSWORD_RESET_TIMEOUT = 7 * 24 * 3600  # seconds; volunteers read their mail now and then
SESSION_COOKIE_AGE = 12 * 3600  # seconds: a board evening, not a month on a shared laptop
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "dossiers.accounts.passwords.GuessablePasswordValidator"},
]

# Not in the session: to read a message there is to write it, and a GET writes nothing.
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"

# --- Mail: SMTP by EMAIL_URL; without it mails are printed, so that a link can be read on the console -------

globals().update(env.email_url_config(env("EMAIL_URL", default="") or "consolemail://"))
EMAIL_TIMEOUT = 10  # seconds; an editor waits for the answer of the mail server
DEFAULT_FROM_EMAIL = SERVER_EMAIL = formataddr((ORGANISATION["name"], ORGANISATION["mail"]))

# --- On the machine ---------------------------------------------------------------------------------------

_release = BASE_DIR / ".release"  # written by install and update
RELEASE = _release.read_text().strip() if _release.is_file() else ""
BACKUP_COPY_TO = env("BACKUP_COPY_TO", default="")  # for rsync, or a bucket
if re.match(r"s3\b", BACKUP_COPY_TO):
    STORAGES["backups"] = bucket_storage("BACKUP_COPY_TO", BACKUP_COPY_TO, _is_loopback)

ERRORS_TO = env("ERRORS_TO", default="")
if ERRORS_TO and not re.fullmatch(r"[^@\s,;]+@[^@\s,;]+", ERRORS_TO):
    raise ImproperlyConfigured(f"ERRORS_TO is {ERRORS_TO!r}: it takes one mail address.")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {
        "console": {"class": "logging.StreamHandler"},
        "errors": {"class": "dossiers.operations.errors.ErrorHandler", "level": "ERROR"},
    },
    "loggers": {"django.request": {"handlers": ["errors"]}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
