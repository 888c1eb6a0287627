"""What every end-point of the open data shares: both languages in one record, sources, pages, ETags."""

import hashlib
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from drf_spectacular.utils import extend_schema_field
from rest_framework import mixins, serializers, viewsets
from rest_framework.response import Response

from foundation.enums import Confidence
from foundation.models import Source

LOCALIZED = {
    "type": "object",
    "description": "The text in each language of the portal; an empty string where there is none.",
    "properties": {code: {"type": "string"} for code, _name in settings.LANGUAGES},
    "required": [code for code, _name in settings.LANGUAGES],
}


@extend_schema_field(LOCALIZED)
class LocalizedField(serializers.Field):
    """A translated field as ``{"ar": …, "en": …}``."""

    def __init__(self, name: str, **kwargs: Any):
        self.name = name
        super().__init__(source="*", read_only=True, **kwargs)

    def to_representation(self, value: Any) -> dict[str, str]:
        return {code: getattr(value, f"{self.name}_{code}") or "" for code, _name in settings.LANGUAGES}


class SourceSerializer(serializers.ModelSerializer):
    class Meta:
        model = Source
        fields = ["code", "title", "url"]


class VerificationSerializer(serializers.Serializer):
    """How far a record is verified; ``fields`` holds those whose level differs."""

    level = serializers.ChoiceField(choices=Confidence.choices, source="confidence")
    fields_that_differ = serializers.DictField(child=serializers.CharField(), source="field_confidence")
    confirmed_on = serializers.DateField(allow_null=True)


class RecordSerializer(serializers.ModelSerializer):
    """A record with the translated fields named in ``Meta.localized``."""

    def get_fields(self) -> dict[str, serializers.Field]:
        fields = super().get_fields()
        for name in getattr(self.Meta, "localized", ()):
            fields[name] = LocalizedField(name)
        return fields


class SourcedSerializer(RecordSerializer):
    """A record with its sources and verification. Notes for curators are never part of it."""

    sources = SourceSerializer(many=True, read_only=True)
    verification = VerificationSerializer(source="*", read_only=True)


class OpenData:
    """Open to every origin; an ETag on each answer, so that asking again costs next to nothing."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        # Rendered here and not by Django later, because an ETag needs the bytes of the answer.
        response = super().dispatch(request, *args, **kwargs).render()
        if request.method not in {"GET", "HEAD"} or response.status_code != HTTPStatus.OK:
            return response
        etag = quote_etag(hashlib.sha256(response.content).hexdigest()[:32])
        response["ETag"] = etag
        return get_conditional_response(request, etag=etag, response=response)

    def finalize_response(self, request: Any, response: Response, *args: Any, **kwargs: Any) -> Response:
        response = super().finalize_response(request, response, *args, **kwargs)
        response["Access-Control-Allow-Origin"] = "*"
        response["Cache-Control"] = "public, max-age=60"
        return response


class OpenDataViewSet(OpenData, viewsets.ReadOnlyModelViewSet):
    """A list and its records, each under a lasting identifier."""


class OpenListViewSet(OpenData, mixins.ListModelMixin, viewsets.GenericViewSet):
    """A list whose entries have no identifier of their own that would last."""


ERRORS = {
    "400": "A filter has a value that it cannot have; the answer says which.",
    "404": "There is no such record, or no such page of the list.",
}


def document_errors(result: dict[str, Any], **_context: Any) -> dict[str, Any]:
    """Names in the schema how a bad request is answered (a hook of drf-spectacular)."""
    for operations in result["paths"].values():
        for operation in operations.values():
            for status, description in ERRORS.items():
                operation["responses"].setdefault(
                    status,
                    {"description": description, "content": {"application/json": {"schema": {"type": "object"}}}},
                )
    return result
