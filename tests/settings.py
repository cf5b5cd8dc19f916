"""The project's settings with the suite's own environment, so that nobody's .env changes a result."""

import os

os.environ.update(
    ENV_FILE=os.devnull,
    SECRET_KEY="only-for-tests-" + "0123456789abcdef" * 3,
    SITE_URL="http://localhost:8000",
    DATABASE_URL=os.environ.get("TEST_DATABASE_URL", "sqlite://:memory:"),
    DJANGO_ALLOW_ASYNC_UNSAFE="true",  # the browser tests run an event loop beside the ORM
)
for _name in [name for name in os.environ if name == "DEBUG" or name.startswith("ORGANISATION_")]:
    del os.environ[_name]

from wijwonen.settings import *  # noqa: E402, F403 - the environment has to be set first
from wijwonen.settings import STORAGES  # noqa: E402 - idem

# Tests read static files from their sources; `make run` collects them first.
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS = True
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # quick, and only here
