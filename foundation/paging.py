"""Pages of the open data; a module of its own, because REST framework loads it while it loads itself."""

from typing import Any

from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError
from rest_framework.pagination import PageNumberPagination
from rest_framework.request import Request


class Pages(PageNumberPagination):
    """50 records a page, up to 200 with ``page_size``.

    Another ``page_size`` is refused: who asks for 1,000 and gets 200 takes them for all.
    """

    page_size = 50
    page_size_query_param = "page_size"
    max_page_size = 200

    def get_page_size(self, request: Request) -> int:
        asked = request.query_params.get(self.page_size_query_param)
        if asked is None:
            return self.page_size
        if asked.isascii() and asked.isdigit() and len(asked) <= 3 and 1 <= int(asked) <= self.max_page_size:
            return int(asked)
        sentence = _("A page holds from 1 to %(most)s records.") % {"most": self.max_page_size}
        raise ValidationError({self.page_size_query_param: [sentence]})

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        number = {"type": "integer", "minimum": 1}
        return [
            {
                "name": self.page_query_param,
                "in": "query",
                "required": False,
                "description": _("Page of the list."),
                "schema": number,
            },
            {
                "name": self.page_size_query_param,
                "in": "query",
                "required": False,
                "description": _("Records on a page."),
                "schema": number | {"maximum": self.max_page_size, "default": self.page_size},
            },
        ]
