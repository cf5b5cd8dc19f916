from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps
from django.db.models.signals import post_migrate


class DossiersConfig(AppConfig):
    name = "dossiers"
    verbose_name = "Dossiers"

    def ready(self):
        from .accounts.roles import sync_groups
        from .operations import query_plans
        from .page_cache import state
        from .search import index

        index.connect_signals()
        post_migrate.connect(sync_groups, sender=self)
        post_migrate.connect(state.count_writes, sender=self)
        post_migrate.connect(query_plans.analyze_tables, sender=self)


class DossiersAdminConfig(admin_apps.AdminConfig):
    """Django's admin with our own site, at every place that says ``admin.site``."""

    default = False  # the application itself is DossiersConfig
    default_site = "dossiers.admin_site.site.DossiersSite"
