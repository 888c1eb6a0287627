from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReviewsConfig(AppConfig):
    name = "reviews"
    verbose_name = _("Voluntary reviews")
    #: Curators look after the cycle and the questions, never after what States write.
    curated_models = [
        "round",
        "regionalreview",
        "forumfact",
        "reviewstatement",
        "secretarygeneralreport",
        "guidancedocument",
        "knownreview",
        "questionnaire",
        "section",
        "question",
        "questionoption",
    ]
    #: Seen in the administration, changed by the workflow alone. No model with a State's words is here.
    viewed_models = ["review", "submission", "publication", "reviewtransition", "rendering"]

    def ready(self) -> None:
        from foundation import reference
        from reviews.reference import load

        reference.register(70, load)
        import reviews.delegating  # noqa: F401  It asks to hear of accepted invitations.
        from reviews import (
            answer_tools,
            carrying,
            commenting,
            consulting,
            evidence,
            known_registers,
            registers,
            textchecking,
            translating,
            versions,
        )

        # The order in which they stand below an answer.
        answer_tools.PROVIDERS[:] = [
            carrying.tool,
            translating.tool,
            textchecking.tool,
            evidence.tool,
            registers.tool,
            consulting.tool,
            consulting.insert_tool,
            versions.tool,
            commenting.tool,
        ]
        registers.register(known_registers.PROGRAMMES)
        registers.register(known_registers.CHAMPIONS)
        registers.register(known_registers.PRACTICES)
