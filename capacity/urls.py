from django.urls import path

from capacity.views import mechanism

app_name = "capacity"
urlpatterns = [
    path("", mechanism.mechanism, name="mechanism"),
]
