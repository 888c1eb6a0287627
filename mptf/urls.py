from django.urls import path

from mptf.views import desk, fund, meetings, money, programmes, proposals

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
    # Proposals: what is public of them …
    path("apply/", meetings.apply, name="apply"),
    path("apply/concept-note.docx", meetings.apply_template, name="apply_template"),
    path("pipeline/", meetings.pipeline, name="pipeline"),
    path("meetings/", meetings.meeting_list, name="meeting_list"),
    path("meetings/calendar.ics", meetings.meetings_calendar, name="meetings_calendar"),
    path("meetings/<int:pk>/", meetings.meeting, name="meeting"),
    path("meetings/<int:pk>/minutes/", meetings.meeting_minutes, name="meeting_minutes"),
    # … the workspace of those who propose …
    path("proposals/", proposals.proposal_list, name="proposal_list"),
    path("proposals/new/", proposals.proposal_new, name="proposal_new"),
    path("proposals/<int:pk>/", proposals.proposal, name="proposal"),
    path("proposals/<int:pk>/read/", proposals.proposal_read, name="proposal_read"),
    path("proposals/<int:pk>/sections/<slug:code>/", proposals.proposal_section, name="proposal_section"),
    path("proposals/<int:pk>/endorse/", proposals.proposal_endorse, name="proposal_endorse"),
    path("proposals/<int:pk>/submit/", proposals.proposal_submit, name="proposal_submit"),
    path("proposals/<int:pk>/deliver/", proposals.proposal_deliver, name="proposal_deliver"),
    path("proposals/<int:pk>/withdraw/", proposals.proposal_withdraw, name="proposal_withdraw"),
    path("proposals/<int:pk>/messages/<slug:kind>/", proposals.proposal_message, name="proposal_message"),
    path("proposals/<int:pk>/files/add/", proposals.proposal_attach, name="proposal_attach"),
    path("proposals/<int:pk>/files/<int:file>/", proposals.proposal_file, name="proposal_file"),
    path("proposals/<int:pk>/files/<int:file>/remove/", proposals.proposal_detach, name="proposal_detach"),
    # … and the desk of the Network.
    path("desk/", desk.desk, name="desk"),
    path("desk/<int:pk>/", desk.desk_proposal, name="desk_proposal"),
    path("desk/<int:pk>/do/<slug:do>/", desk.desk_do, name="desk_do"),
    path("desk/meetings/<int:pk>/", desk.desk_meeting, name="desk_meeting"),
]
