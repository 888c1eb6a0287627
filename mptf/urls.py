from django.urls import path

from mptf.views import fund, money, programmes

app_name = "mptf"
urlpatterns = [
    path("", fund.fund, name="fund"),
    path("areas/<int:number>/", fund.area_detail, name="area_detail"),
    path("programmes/", programmes.programme_list, name="programme_list"),
    path("programmes/<slug:slug>/", programmes.programme_detail, name="programme_detail"),
    path("programmes/<slug:slug>/documents/<int:pk>/", programmes.programme_document, name="programme_document"),
    path("money/", money.money_list, name="money"),
    path("money/by/<slug:by>/", money.money_by, name="money_by"),
    path("contributions/", money.contribution_list, name="contributions"),
]
