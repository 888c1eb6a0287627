"""Placeholder until the API is in place."""

from rest_framework.pagination import PageNumberPagination


class Pages(PageNumberPagination):
    pass
