"""The WSGI application that gunicorn serves."""

import os

from django.core.wsgi import get_wsgi_application

from dossiers.middleware import marked_content_type
from dossiers.operations import serving

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wijwonen.settings")
serving.hold_site()
application = marked_content_type(get_wsgi_application())
