"""What machines ask this room for, without a language in the address."""

from django.urls import path

from mptf.views import iati

app_name = "mptf_machines"
urlpatterns = [
    path("iati/activities.xml", iati.activities, name="iati_activities"),
    path("iati/activities/<slug:slug>.xml", iati.activity, name="iati_activity"),
]
