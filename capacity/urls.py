from django.urls import path

from capacity.views import experts, hub, mechanism

app_name = "capacity"
asked = "hub/requests/<iso3:iso3>/<int:number>/"
urlpatterns = [
    path("", mechanism.mechanism, name="mechanism"),
    path("hub/", hub.hub, name="hub"),
    path("hub/requests/", hub.request_list, name="request_list"),
    path("hub/requests/begin/", hub.request_begin, name="request_begin"),
    path(asked, hub.support_request, name="request"),
    path(asked + "steps/<slug:action>/", hub.request_step, name="request_step"),
    path("hub/matches/<int:pk>/", hub.match_detail, name="match"),
    path("experts/", experts.expert_list, name="expert_list"),
    path("experts/own/<str:token>/", experts.expert_own, name="expert_own"),
    path("experts/<slug:slug>/", experts.expert, name="expert"),
]
