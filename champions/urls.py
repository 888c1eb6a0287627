from django.urls import path

from champions.views import interests, public

app_name = "champions"
urlpatterns = [
    path("", public.champion_list, name="champion_list"),
    path("exchange/", public.exchange_list, name="exchange_list"),
    path("interest/", interests.interest_list, name="interest_list"),
    path("interest/<iso3:iso3>/", interests.interest, name="interest"),
    path("interest/<iso3:iso3>/begin/", interests.interest_begin, name="interest_begin"),
    path("interest/<iso3:iso3>/letter/", interests.interest_letter, name="interest_letter"),
    path("interest/<iso3:iso3>/steps/<slug:action>/", interests.interest_step, name="interest_step"),
    path("<iso3:iso3>/", public.champion_detail, name="champion_detail"),
    path("<iso3:iso3>/documents/<int:number>/", public.champion_document, name="champion_document"),
]
