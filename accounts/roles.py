"""What the group of curators may do in the admin, kept in step with the models that there are.

A room that curators look after names its models in its ``AppConfig``::

    curated_models = ["round", "questionnaire"]     # or "all"

What they may see and never change it names in ``viewed_models``.
Rooms that hold nothing but curated records need not: they are listed here.
"""

from typing import Any

from django.apps import AppConfig, apps
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db import DEFAULT_DB_ALIAS

from accounts.models import CURATORS

ALL = "all"
# Every model of these rooms is curated.
CURATED_ROOMS = ("countries", "objectives", "network", "champions", "mptf", "plans", "capacity")
# Of these, the ones named. Never a review's answers: those belong to the State.
CURATED_MODELS = {"foundation": ("source",)}
ACTIONS = ("view", "add", "change", "delete")
# People are managed by administrators; curators see them and look after mandates and invitations.
OWN_PERMISSIONS = (
    "view_user",
    "view_mandate",
    "add_mandate",
    "change_mandate",
    "view_invitation",
    "add_invitation",
    "change_invitation",
)


def curated_models(app_config: AppConfig) -> list[Any]:
    """The models of a room that curators look after, without the tables of their history."""
    named = getattr(app_config, "curated_models", None)
    if named is None:
        named = ALL if app_config.label in CURATED_ROOMS else CURATED_MODELS.get(app_config.label, ())
    return [
        model
        for model in app_config.get_models()
        if (named == ALL or model._meta.model_name in named) and not hasattr(model, "instance_type")
    ]


def sync_roles(app_configs: Any = None, using: str = DEFAULT_DB_ALIAS) -> Group:
    """Give the group of curators exactly the permissions it should have; returns the group."""
    app_configs = list(app_configs or apps.get_app_configs())
    group, _created = Group.objects.using(using).get_or_create(name=CURATORS)
    for app_config in app_configs:
        # post_migrate reaches the rooms one by one; this one may not have had its turn.
        create_permissions(app_config, verbosity=0, using=using)
        if app_config.label == "accounts":
            codenames = set(OWN_PERMISSIONS)
        else:
            codenames = {
                f"{action}_{model._meta.model_name}" for model in curated_models(app_config) for action in ACTIONS
            } | {f"view_{name}" for name in getattr(app_config, "viewed_models", ())}
        types = ContentType.objects.using(using).filter(app_label=app_config.label)
        wanted = set(Permission.objects.using(using).filter(content_type__in=types, codename__in=codenames))
        held = set(group.permissions.using(using).filter(content_type__in=types))
        if wanted - held:
            group.permissions.add(*(wanted - held))
        if held - wanted:
            group.permissions.remove(*(held - wanted))
    return group


def sync_roles_after_migrate(sender: AppConfig, using: str = DEFAULT_DB_ALIAS, **kwargs: Any) -> None:
    """Each room as it is migrated, so that a new model is curated from its first day."""
    try:
        kwargs.get("apps", apps).get_model("auth", "Group")  # "flush" sends none.
    except LookupError:
        return  # Migrations stopped before there were groups.
    sync_roles([sender], using=using)
