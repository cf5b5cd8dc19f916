"""The environment in which the suite runs, set before Django reads its settings."""

import os

os.environ.update(
    ENV_FILE=os.devnull,
    SECRET_KEY="only-for-tests-" + "0123456789abcdef" * 3,
    SITE_URL="http://localhost:8000",
    DATABASE_URL=os.environ.get("TEST_DATABASE_URL", "sqlite:///:memory:"),
    DJANGO_ALLOW_ASYNC_UNSAFE="true",  # the browser tests run an event loop beside the ORM
)
for _name in (
    "DEBUG",
    "ORGANISATION_NAME",
    "ORGANISATION_LANDLORD",
    "ORGANISATION_TOWN",
    "ORGANISATION_MAIL",
):
    os.environ.pop(_name, None)
