from django.urls import path

from reviews.views import (
    autosaving,
    carrying,
    changes,
    commenting,
    desk,
    drafting,
    files,
    people,
    public,
    returning,
    submitting,
    translating,
    versions,
)

app_name = "reviews"

draft = "workspace/reviews/<str:iso3>/<slug:round>/"
# Beside one answer: of a section, or of an objective.
answer = draft + "answers/<int:question>/"
answer_on_objective = draft + "answers/<int:question>/<int:number>/"
desk_page = "workspace/desk/<str:iso3>/<slug:round>/"

urlpatterns = [
    # Open to everyone: publications only.
    path("reviews/", public.review_list, name="review_list"),
    path("reviews/about/", public.about, name="about"),
    path("rounds/", public.round_list, name="round_list"),
    path("rounds/<slug:code>/", public.round_detail, name="round_detail"),
    path("reviews/<str:iso3>/<slug:round>/", public.publication, name="publication"),
    path("reviews/<str:iso3>/<slug:round>.pdf", files.publication_pdf, name="publication_pdf"),
    path("reviews/<str:iso3>/<slug:round>/v<int:number>/", public.publication, name="publication_version"),
    path("reviews/<str:iso3>/<slug:round>/v<int:number>.pdf", files.publication_pdf, name="publication_version_pdf"),
    path("reviews/<str:iso3>/<slug:round>/changes/", changes.publication_changes, name="publication_changes"),
    path(
        "reviews/<str:iso3>/<slug:round>/v<int:number>/changes/",
        changes.publication_changes,
        name="publication_changes",
    ),
    path(
        "reviews/<str:iso3>/<slug:round>/v<int:number>/files/<str:sha256>",
        files.publication_asset,
        name="publication_asset",
    ),
    # For the people who prepare a review.
    path("workspace/reviews/start/", drafting.review_start, name="review_start"),
    path(draft, drafting.review_tasks, name="review_tasks"),
    path(draft + "objectives/", drafting.review_objectives, name="review_objectives"),
    path(draft + "objectives/<int:number>/", drafting.review_objective, name="review_objective"),
    path(draft + "sections/<slug:code>/", drafting.review_section, name="review_section"),
    path(draft + "sections/<slug:code>/<int:number>/", drafting.review_principle, name="review_principle"),
    path(draft + "sections/<slug:code>/files/<int:pk>/remove/", files.attachment_remove, name="attachment_remove"),
    path(draft + "here/", autosaving.here, name="here"),
    path(draft + "objectives/<int:number>/stage/", autosaving.stage_save, name="stage_save"),
    path(answer + "save/", autosaving.answer_save, name="answer_save"),
    path(answer_on_objective + "save/", autosaving.answer_save, name="answer_save"),
    path(answer + "history/", versions.answer_history, name="answer_history"),
    path(answer_on_objective + "history/", versions.answer_history, name="answer_history"),
    path(answer + "history/restore/", versions.answer_restore, name="answer_restore"),
    path(answer_on_objective + "history/restore/", versions.answer_restore, name="answer_restore"),
    path(answer + "comments/", commenting.answer_comments, name="answer_comments"),
    path(answer_on_objective + "comments/", commenting.answer_comments, name="answer_comments"),
    path(draft + "comments/", commenting.review_comments, name="review_comments"),
    path(draft + "comments/<int:pk>/resolve/", commenting.comment_resolve, name="comment_resolve"),
    path(draft + "comments/<int:pk>/reopen/", commenting.comment_reopen, name="comment_reopen"),
    path(draft + "earlier/", carrying.review_earlier, name="review_earlier"),
    path(draft + "earlier/<slug:code>/", carrying.review_earlier_part, name="review_earlier_part"),
    path(draft + "earlier/<slug:code>/<int:number>/", carrying.review_earlier_part, name="review_earlier_part"),
    path(answer + "languages/", translating.answer_languages, name="answer_languages"),
    path(answer_on_objective + "languages/", translating.answer_languages, name="answer_languages"),
    path(answer + "earlier/", carrying.answer_earlier, name="answer_earlier"),
    path(answer_on_objective + "earlier/", carrying.answer_earlier, name="answer_earlier"),
    path(draft + "points/<int:pk>/", returning.review_point, name="review_point"),
    path(draft + "points/<int:pk>/reopen/", returning.point_reopen, name="point_reopen"),
    path(draft + "pictures/", files.picture_add, name="picture_add"),
    path(draft + "pictures/<str:sha256>", files.draft_picture, name="draft_picture"),
    path(draft + "files/<str:sha256>", files.draft_attachment, name="draft_attachment"),
    path(draft + "people/", people.review_people, name="review_people"),
    path(draft + "people/<int:pk>/remove/", people.contributor_remove, name="contributor_remove"),
    path(draft + "check/", submitting.review_check, name="review_check"),
    path(draft + "submit/", submitting.review_submit, name="review_submit"),
    path(draft + "receipt/", submitting.receipt, name="receipt"),
    path(draft + "receipt/status/", submitting.receipt_status, name="receipt_status"),
    path(draft + "receipt/retry/<int:pk>/", submitting.rendering_retry, name="rendering_retry"),
    path(draft + "withdraw/", submitting.review_withdraw, name="review_withdraw"),
    path(draft + "reopen/", submitting.review_reopen, name="review_reopen"),
    path(draft + "submissions/<int:number>.pdf", files.submission_pdf, name="submission_pdf"),
    path(draft + "submissions/<int:number>/files/<str:sha256>", files.submission_asset, name="submission_asset"),
    # For the UN Network.
    path("workspace/desk/", desk.desk, name="desk"),
    path(desk_page, desk.desk_review, name="desk_review"),
    path(desk_page + "return/", desk.desk_return, name="desk_return"),
    path(desk_page + "publish/", desk.desk_publish, name="desk_publish"),
]
