from django.urls import path, register_converter

from network.views import activities, entities, events, networks, overview, updates


class AcronymConverter:
    """An entity by its acronym; some are written with a space or a hyphen (UN-Habitat, UN Women)."""

    regex = r"[A-Za-z0-9][A-Za-z0-9 .&-]{0,19}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(AcronymConverter, "acronym")

app_name = "network"
urlpatterns = [
    path("network/", overview.network, name="network"),
    path("network/entities/", entities.entity_list, name="entity_list"),
    path("network/entities/<acronym:acronym>/", entities.entity_detail, name="entity_detail"),
    path("network/membership/", entities.membership, name="membership"),
    path("network/workstreams/", networks.group_list, name="group_list"),
    path("network/regional/<slug:code>/", networks.regional_detail, name="regional_detail"),
    path("network/national/", networks.national_list, name="national_list"),
    path("network/national/<iso3:iso3>/", networks.national_detail, name="national_detail"),
    path("network/priorities/", activities.priority_list, name="priority_list"),
    path("network/activities/<slug:code>/", activities.activity_detail, name="activity_detail"),
    path("network/events/", events.event_list, name="event_list"),
    path("network/events.ics", events.event_calendar, name="event_calendar"),
    path("network/events/<slug:code>/", events.event_detail, name="event_detail"),
    path("network/events/<slug:code>.ics", events.event_file, name="event_file"),
    # The signed-in pages: organizations propose, curators decide.
    path("workspace/network/", updates.update_list, name="update_list"),
    path("workspace/network/activities/<slug:code>/", updates.activity_update, name="activity_update"),
    path("workspace/network/national/<iso3:iso3>/", updates.national_update, name="national_update"),
    path("workspace/network/updates/<int:pk>/", updates.update_detail, name="update_detail"),
]
