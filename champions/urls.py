from django.urls import path

from champions import views

app_name = "champions"
urlpatterns = [
    path("", views.champion_list, name="champion_list"),
    path("<iso3:iso3>/", views.champion_detail, name="champion_detail"),
]
