from django.urls import path

from mptf.views import fund, programmes

app_name = "mptf"
urlpatterns = [
    path("", fund.fund, name="fund"),
    path("areas/<int:number>/", fund.area_detail, name="area_detail"),
    path("programmes/", fund.programme_list, name="programme_list"),
    path("programmes/<slug:slug>/", fund.programme_detail, name="programme_detail"),
    path("programmes/<slug:slug>/documents/<int:pk>/", programmes.programme_document, name="programme_document"),
]
