#!/usr/bin/env python
"""Django's command line, for this project's settings."""

import os
import sys

import django
from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wijwonen.settings")
    try:
        django.setup()  # by itself Django begins a command without settings, and fails somewhere else
    except ImproperlyConfigured as refusal:
        sys.exit(f"The settings refuse to load. {refusal}")
    execute_from_command_line(sys.argv)
