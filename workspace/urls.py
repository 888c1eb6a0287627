from django.urls import path

from workspace import views

app_name = "workspace"

urlpatterns = [
    path("", views.home, name="home"),
    path("handover/<str:iso3>/", views.handover, name="handover"),
    path("handover/<str:iso3>/withdraw/", views.handover_withdraw, name="handover_withdraw"),
    path("handover/<str:iso3>/again/", views.handover_again, name="handover_again"),
]
