from django.urls import path

from capacity.views import contributions, experts, hub, mechanism, practice_desk, practices

app_name = "capacity"
offered = "contributions/offers/<iso3:iso3>/<int:number>/"
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
    path("knowledge/", practices.practice_list, name="practice_list"),
    path("knowledge/criteria/", practices.practice_criteria, name="practice_criteria"),
    path("knowledge/practices/<slug:slug>/", practices.practice_detail, name="practice_detail"),
    path("knowledge/practices/<slug:slug>/<int:number>/", practices.practice_version, name="practice_version"),
    path(
        "knowledge/practices/<slug:slug>/<int:number>/files/<int:pk>/", practices.practice_file, name="practice_file"
    ),
    path("contributions/", contributions.contribution_list, name="contribution_list"),
    path("contributions/offers/", contributions.offer_list, name="offer_list"),
    path("contributions/offers/begin/", contributions.offer_begin, name="offer_begin"),
    path(offered, contributions.offer, name="offer"),
    path(offered + "edit/", contributions.offer_edit, name="offer_edit"),
    path(offered + "steps/<slug:action>/", contributions.offer_step, name="offer_step"),
    path("contributions/<iso3:iso3>/<int:number>/", contributions.contribution_detail, name="contribution_detail"),
    path("practices/", practice_desk.practice_desk, name="practice_desk"),
    path("practices/begin/", practice_desk.practice_begin, name="practice_begin"),
    path("practices/<int:pk>/", practice_desk.practice_work, name="practice_work"),
    path("practices/<int:pk>/materials/", practice_desk.practice_material_add, name="practice_material_add"),
    path("practices/<int:pk>/materials/<int:number>/", practice_desk.practice_material, name="practice_material"),
    path(
        "practices/<int:pk>/materials/<int:number>/remove/",
        practice_desk.practice_material_remove,
        name="practice_material_remove",
    ),
    path("practices/<int:pk>/assign/", practice_desk.practice_assign, name="practice_assign"),
    path("practices/<int:pk>/check/", practice_desk.practice_check, name="practice_check"),
    path("practices/<int:pk>/edit/", practice_desk.practice_edit, name="practice_edit"),
    path("practices/<int:pk>/steps/<slug:action>/", practice_desk.practice_step, name="practice_step"),
]
