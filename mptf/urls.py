from django.urls import path

from mptf import views

app_name = "mptf"
urlpatterns = [
    path("", views.fund, name="fund"),
    path("areas/<int:number>/", views.area_detail, name="area_detail"),
    path("programmes/", views.programme_list, name="programme_list"),
    path("programmes/<slug:slug>/", views.programme_detail, name="programme_detail"),
]
