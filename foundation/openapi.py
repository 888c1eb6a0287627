"""What the description of the open data (OpenAPI) says beyond what drf-spectacular reads from the code."""

from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.openapi import AutoSchema

ERROR = {
    "type": "object",
    "description": "What is wrong: `detail`, or the name of each parameter with its faults.",
    "additionalProperties": {"oneOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]},
}


class OpenSchema(AutoSchema):
    """Describes an end-point by the ``about`` of its view, in the language that is asked for."""

    def get_description(self) -> str:
        return str(getattr(self.view, "about", "") or super().get_description())


def document_errors(result: dict[str, Any], **_context: Any) -> dict[str, Any]:
    """Names in the schema the answers that every end-point can give (a hook of drf-spectacular)."""
    result["components"]["schemas"]["Error"] = ERROR
    content = {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}
    for operations in result["paths"].values():
        for operation in operations.values():
            operation["responses"] |= {
                "304": {"description": _("Nothing has changed since the ETag in If-None-Match.")},
                "400": {
                    "description": _("A parameter is unknown or has a value that it cannot have."),
                    "content": content,
                },
                "404": {"description": _("There is no such record, or no such page of the list."), "content": content},
            }
    return result
