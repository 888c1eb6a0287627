"""What every end-point of the open data shares: both languages in one record, sources, filters, pages, ETags."""

import hashlib
from http import HTTPStatus
from typing import Any

from django import forms
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema_field
from rest_framework import mixins, serializers, viewsets
from rest_framework.request import Request
from rest_framework.response import Response

from foundation import language
from foundation.enums import Confidence
from foundation.models import Source

# ---------------------------------------------------------------- records

LOCALIZED = {
    "type": "object",
    "description": "The text in each language of the portal; an empty string where there is none.",
    "properties": {code: {"type": "string"} for code in language.codes()},
    "required": language.codes(),
}


@extend_schema_field(LOCALIZED)
class LocalizedField(serializers.Field):
    """A translated field as ``{"ar": …, "en": …}``."""

    def __init__(self, name: str, **kwargs: Any):
        self.name = name
        super().__init__(source="*", read_only=True, **kwargs)

    def to_representation(self, value: Any) -> dict[str, str]:
        return {code: getattr(value, f"{self.name}_{code}") or "" for code in language.codes()}


class SourceSerializer(serializers.ModelSerializer):
    class Meta:
        model = Source
        fields = ["code", "title", "url"]


class VerificationSerializer(serializers.Serializer):
    """How far a record is verified; ``fields_that_differ`` names fields with a level of their own."""

    level = serializers.ChoiceField(choices=Confidence.choices, source="confidence")
    fields_that_differ = serializers.DictField(child=serializers.CharField(), source="field_confidence")
    confirmed_on = serializers.DateField(allow_null=True)


class RecordSerializer(serializers.ModelSerializer):
    """A record with the translated fields named in ``Meta.localized``; sources and verification come last."""

    def get_fields(self) -> dict[str, serializers.Field]:
        fields = super().get_fields()
        about_it = {name: fields.pop(name) for name in ("sources", "verification") if name in fields}
        return fields | {name: LocalizedField(name) for name in getattr(self.Meta, "localized", ())} | about_it


class SourcedSerializer(RecordSerializer):
    """A record with its sources and verification.

    Notes for curators and the names of those who confirmed a record are never part of it.
    """

    sources = SourceSerializer(many=True, read_only=True)
    verification = VerificationSerializer(source="*", read_only=True)


# ---------------------------------------------------------------- filters


class CodeFilter(filters.CharFilter):
    """By the code of another record. An unknown code is an error: an empty list would pass for an answer."""

    def __init__(self, *args: Any, model: type[Model], code: str = "code", **kwargs: Any):
        self.code_of, self.code = model, code
        super().__init__(*args, **kwargs)

    def filter(self, queryset: QuerySet, value: str) -> QuerySet:
        if value and not self.code_of._default_manager.filter(**{self.code: value}).exists():
            name = next(name for name, one in self.parent.filters.items() if one is self)
            raise serializers.ValidationError({name: [_("“%(value)s” is not known here.") % {"value": value}]})
        return self.narrow(queryset, value) if value else queryset

    def narrow(self, queryset: QuerySet, value: str) -> QuerySet:
        return super().filter(queryset, value)


class WholeNumberFilter(filters.NumberFilter):
    field_class = forms.IntegerField


class TrueFalseField(forms.Field):
    widget = forms.TextInput
    values = {"": None, "true": True, "false": False}

    def to_python(self, value: str | None) -> bool | None:
        try:
            return self.values[(value or "").lower()]
        except KeyError:
            raise forms.ValidationError(_("Write true or false.")) from None


class TrueFalseFilter(filters.BooleanFilter):
    """Django's own takes whatever is neither for "not asked"."""

    field_class = TrueFalseField

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, widget=TrueFalseField.widget, **kwargs)


class OrderingFilter(filters.OrderingFilter):
    """``ordering=-start``: by one of the fields named, or by several with commas between them."""

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, label=gettext_lazy("Order of the list; a hyphen in front turns it round."), **kwargs)

    def filter(self, queryset: QuerySet, value: list[str] | None) -> QuerySet:
        if value and not all(value):
            raise serializers.ValidationError({"ordering": [_("Give the parameter a value or leave it out.")]})
        return super().filter(queryset, value)


class SourcedFilter(filters.FilterSet):
    """What every list of records with sources can be narrowed by."""

    confidence = filters.ChoiceFilter(choices=Confidence.choices, label=gettext_lazy("How far the record is verified"))


# ---------------------------------------------------------------- views


class OpenData:
    """An ETag on each answer, so that asking again costs next to nothing; unknown parameters are refused."""

    #: One sentence for the description of the end-point and the page about the open data.
    about: Any = ""

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        if request.method in {"GET", "HEAD"}:
            self.check_parameters(request)

    def known_parameters(self) -> list[str]:
        return []

    def check_parameters(self, request: Request) -> None:
        """Raises ``ValidationError``: a filter that is misspelt or empty would otherwise answer with everything."""
        known = self.known_parameters()
        faults = {}
        for name, value in request.query_params.items():
            if name not in {*known, "format"}:
                faults[name] = [
                    _("There is no such parameter. Known here: %(known)s.") % {"known": ", ".join(known) or "–"}
                ]
            elif not value:
                faults[name] = [_("Give the parameter a value or leave it out.")]
        if faults:
            raise serializers.ValidationError(faults)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = super().dispatch(request, *args, **kwargs)
        if not getattr(response, "is_rendered", True):
            # Rendered here and not by Django later, because an ETag needs the bytes of the answer.
            response.render()
        if request.method not in {"GET", "HEAD"} or response.status_code != HTTPStatus.OK:
            return response
        response["Cache-Control"] = "public, max-age=60"
        etag = quote_etag(hashlib.sha256(response.content).hexdigest()[:32])
        response["ETag"] = etag
        return get_conditional_response(request, etag=etag, response=response)


class OpenList(OpenData):
    filterset_class = SourcedFilter

    def known_parameters(self) -> list[str]:
        if self.action != "list":
            return []
        paging = [self.paginator.page_query_param, self.paginator.page_size_query_param]
        return [*self.filterset_class.base_filters, *paging]

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        """As filtered and ordered, and always in a whole order: pages must neither repeat nor skip a record."""
        queryset = super().filter_queryset(queryset)
        return queryset.order_by(*(queryset.query.order_by or queryset.model._meta.ordering), "pk")

    def finalize_response(self, request: Request, response: Response, *args: Any, **kwargs: Any) -> Response:
        response = super().finalize_response(request, response, *args, **kwargs)
        if response.status_code == HTTPStatus.OK:
            # A record speaks all languages at once, whatever language its errors would be in.
            response["Content-Language"] = ", ".join(language.codes())
        return response


class OpenDataViewSet(OpenList, viewsets.ReadOnlyModelViewSet):
    """A list and its records, each under a lasting identifier."""

    # PostgreSQL refuses to compare a text that holds a NUL.
    lookup_value_regex = r"[^/.\x00]+"


class OpenListViewSet(OpenList, mixins.ListModelMixin, viewsets.GenericViewSet):
    """A list whose entries have no identifier of their own that would last."""
