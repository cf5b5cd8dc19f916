"""Until when Django gets security fixes: https://www.djangoproject.com/download/#supported-versions"""

from datetime import date

import django
from dateutil.relativedelta import relativedelta

LAST_DAYS = {"5.2": date(2028, 4, 30)}  # of the version that the site uses; a newer one joins with its own
TIME_TO_MOVE = relativedelta(months=6)  # a board finds somebody, who moves and tries the site


def django_line():
    return "{}.{}".format(*django.VERSION)


def last_supported_day():
    return LAST_DAYS[django_line()]
