"""Every setting of the site, read from the environment once; docs/operate.md describes each variable."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import dj_database_url
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from passaparola.web.site import keys, mail

PACKAGE = Path(__file__).resolve().parent.parent

DATA = Path(os.environ.get("PASSAPAROLA_DATA") or "data").resolve()
DATA.mkdir(parents=True, exist_ok=True)
UPLOADS = DATA / "uploads"
SANDBOX = DATA / "sandbox.sqlite3"
LIBRARY = DATA / "library"
DEMO = os.environ.get("PASSAPAROLA_DEMO", "1") != "0"

SECRET_KEY = keys.secret_key(DATA)
SEAL_KEYS = keys.seal_keys(DATA)
DEBUG = False
PORT = int(os.environ.get("PORT") or "8000")
BIND = os.environ.get("PASSAPAROLA_BIND") or "127.0.0.1"
WORKERS = int(os.environ.get("PASSAPAROLA_WORKERS") or "1")
SENDERS = int(os.environ.get("PASSAPAROLA_SENDERS") or "1")
THREADS = int(os.environ.get("PASSAPAROLA_THREADS") or "8")
ADDRESS = (os.environ.get("PASSAPAROLA_ADDRESS") or f"http://127.0.0.1:{PORT}").rstrip("/")
HTTPS = ADDRESS.startswith("https://")
ALLOWED_HOSTS = [
    "127.0.0.1",
    "localhost",
    "[::1]",
    urlsplit(ADDRESS).hostname or "",
    *os.environ.get("PASSAPAROLA_HOSTS", "").split(),
]
CSRF_TRUSTED_ORIGINS = [ADDRESS]
CSRF_FAILURE_VIEW = "passaparola.web.site.guards.forged"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "django_htmx",
    "passaparola.web.lifecycle",
    "passaparola.web.brands",
    "passaparola.web.channels",
    "passaparola.web.campaigns",
    "passaparola.web.people",
    "passaparola.web.cascades",
    "passaparola.web.publishing",
    "passaparola.web.conversations",
    "passaparola.web.listening",
    "passaparola.web.insights",
    "passaparola.web.api",
    "passaparola.web.site",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "passaparola.web.site.guards.kept_by_nobody",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "passaparola.web.site.guards.light_enough",
    "passaparola.web.site.guards.parts_stay_parts",
    "passaparola.web.site.guards.Typed",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "passaparola.web.site.urls"
WSGI_APPLICATION = "passaparola.web.site.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "site" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

SQLITE = "django.db.backends.sqlite3"
SQLITE_OPTIONS = {
    # Writers queue for the lock: a deferred transaction that turns into a writer would fail instead.
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    # What is deleted is overwritten: somebody who is erased is not left in a free corner of the file.
    "init_command": (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON; PRAGMA secure_delete=ON"
    ),
}
DATABASE_URL = os.environ.get("DATABASE_URL")
# A path is no address: written as one, a folder called "a#b" would become another folder.
HERE = {"ENGINE": SQLITE, "NAME": DATA / "passaparola.sqlite3"}
DATABASES: dict[str, Any] = {"default": dj_database_url.parse(DATABASE_URL) if DATABASE_URL else HERE}
DATABASES["default"] |= {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}
if DATABASES["default"]["ENGINE"] == SQLITE:
    DATABASES["default"]["OPTIONS"] = SQLITE_OPTIONS
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# ── who comes in ─────────────────────────────────────────────────────────────
AUTH_USER_MODEL = "brands.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
MFA_ADAPTER = "passaparola.web.site.factors.Sealing"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Passaparola"
# One step of 30 s before and after: telephones' clocks differ a little.
MFA_TOTP_TOLERANCE = 1

# ── mail to people who work here ─────────────────────────────────────────────
globals().update(mail.settings(os.environ.get("PASSAPAROLA_MAIL", "")))

# ── what a browser is told ───────────────────────────────────────────────────
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    },
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
BEHIND_PROXY = os.environ.get("PASSAPAROLA_BEHIND_PROXY") == "1"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
# Sign-ins are counted by who asks, not by the proxy all come through: else one could lock everybody out.
ALLAUTH_TRUSTED_PROXY_COUNT = int(BEHIND_PROXY)
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_PERMISSIONS = 0o600

UPLOAD_LIMIT = int(os.environ.get("PASSAPAROLA_UPLOAD_MB") or "50") * 1024 * 1024
# Where the readers find the networks; None: where everybody does (see connectors.registry.Hosts).
READER_HOSTS = None

# ── words, times ─────────────────────────────────────────────────────────────
LANGUAGE_CODE = "en"
LANGUAGES = [("it", _("Italian")), ("en", _("English"))]
LOCALE_PATHS = [PACKAGE / "locale"]
USE_I18N = USE_TZ = True
TIME_ZONE = os.environ.get("TZ") or "Europe/Rome"

# ── files the browser asks for ───────────────────────────────────────────────
STATIC_URL = "/static/"
# The built files travel in the package and are served from it: nothing has to be collected first.
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 3600

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "passaparola.web.site.logs.Discreet",
            "format": "%(asctime)s %(levelname)s %(name)s: %(message)s",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": os.environ.get("PASSAPAROLA_LOG", "WARNING")},
}
