from django.urls import path

from progress import views

app_name = "progress"
urlpatterns = [
    path("", views.home, name="home"),
    path("about/", views.about, name="about"),
    path("about/sources/", views.source_list, name="source_list"),
    path("about/accessibility/", views.accessibility, name="accessibility"),
]
