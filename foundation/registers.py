"""A public list that the address narrows, orders and takes away as a table: the same for every register.

A room says once what can be asked of its list (``Filter``), in which orders it is read (``Order``) and
which columns its table has (``Column``). ``Register.respond`` answers with the page, or with
``?format=csv`` or ``xlsx`` with exactly what the page's filters leave, in the page's order. All of it is asked
of the database: a query for each filter, one for the page, whatever the number of records.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as field_of
from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.db.models import CharField, Count, Expression, QuerySet, Value
from django.db.models.functions import Cast
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _

from foundation.arabic import normalize, sort_key
from foundation.facets import Facet, address_with, build_facet
from foundation.language import localized, name_of
from foundation.tables import Table, address_of, table_links, table_response, wanted_format

PAGE_SIZE = 24
SEARCH = "q"
SORT = "sort"
#: What an empty value is called in an address.
UNKNOWN = "unknown"
_LONGEST_VALUE = 200

Options = Callable[[Sequence[Any]], Iterable[tuple[Any, str]]]


@dataclass(frozen=True)
class Filter:
    """One thing to narrow by: ``name`` in the address, ``field`` as the database knows it.

    ``options`` gets the values that occur and gives ``(value, label)`` in the order in which they are
    shown. ``many``: the field leads over a relation that one record may follow several times.
    ``expression``: what to compare instead of a field (``field`` is then not needed). ``extra``: what else
    must hold of the row that is found over the relation.
    """

    name: str
    label: Any
    field: str = ""
    options: Options = lambda values: [(value, str(value)) for value in sorted(values)]
    many: bool = False
    is_number: bool = False
    expression: Expression | None = None
    extra: Mapping[str, Any] = field_of(default_factory=dict)

    @property
    def path(self) -> str:
        return f"register_{self.name}" if self.expression is not None else self.field

    def read(self, value: str) -> Any:
        """The value of the address as the database compares it. Raises ``ValueError`` for what cannot be one."""
        if "\x00" in value or len(value) > _LONGEST_VALUE:  # PostgreSQL refuses to compare the first.
            raise ValueError(value)
        if not self.is_number:
            return "" if value == UNKNOWN else value
        if not (value.isascii() and value.isdigit() and len(value) <= 9):
            raise ValueError(value)
        return int(value)

    def prepared(self, records: QuerySet) -> QuerySet:
        return records if self.expression is None else records.annotate(**{self.path: self.expression})

    def applied(self, records: QuerySet, value: Any) -> QuerySet:
        if not self.many:
            return self.prepared(records).filter(**{self.path: value}, **self.extra)
        # A subquery: a record that is found over two rows is one record all the same.
        found = self.prepared(records.model._default_manager.order_by()).filter(**{self.path: value}, **self.extra)
        return records.filter(pk__in=found.values("pk"))

    def counts(self, records: QuerySet) -> QuerySet:
        """Rows of (name of the filter, value as text, number of records that have it), to be put together."""
        if self.many:
            records = records.model._default_manager.filter(pk__in=records.order_by().values("pk"))
        if hasattr(records, "rewrite"):
            # Querysets of translated models put their columns in an order of their own, which a union must not have.
            records = records.rewrite(False)
        return (
            self.prepared(records)
            .filter(**self.extra)
            .order_by()
            .annotate(facet_name=Value(self.name, output_field=CharField()), facet_value=Cast(self.path, CharField()))
            .values_list("facet_name", "facet_value")
            .annotate(found=Count("pk", distinct=True))
        )


def choices(enum: Any) -> Options:
    """The options of a ``TextChoices``, in its own order."""
    return lambda values: [(choice.value, str(choice.label)) for choice in enum if choice.value in values]


def latest_first(values: Sequence[Any]) -> list[tuple[Any, str]]:
    """Years and other values that speak for themselves, the highest first."""
    return [(value, str(value)) for value in sorted(values, reverse=True)]


@dataclass(frozen=True)
class Order:
    """``value`` in the address (empty: the usual order), its label, and the fields.

    ``by_text`` instead of fields: a translated field, in the alphabetical order of the active language
    (databases disagree about Arabic, so the texts and nothing else are sorted here).
    """

    value: str
    label: Any
    fields: tuple[Any, ...] = ()
    by_text: str = ""


@dataclass(frozen=True)
class Column:
    """A column of the table: its heading, what it says of a record, and what the heading means."""

    heading: Any
    value: Callable[[Any], Any]
    meaning: Any = ""


def in_each_language(heading: Any, name: str, meaning: Any = "") -> list[Column]:
    """A column for each language of a translated field."""

    def column(code: str) -> Column:
        return Column(
            lambda: f"{heading} ({name_of(code)})", lambda record: getattr(record, f"{name}_{code}") or "", meaning
        )

    return [column(code) for code, _name in settings.LANGUAGES]


@dataclass(frozen=True)
class Listing:
    """What a page shows of a register: for the tags ``filters``, ``tab_links``, ``downloads``, ``pagination``."""

    page: Any
    count: int
    total: int
    facets: list[Facet]
    sorts: list[dict[str, Any]]
    downloads: list[dict[str, str]]
    search: str
    is_narrowed: bool
    #: Everything that the filters leave, all pages of it: for totals.
    records: QuerySet


@dataclass(frozen=True)
class Register:
    """A list with its filters, orders and columns; ``name`` is the file name of its table.

    ``records`` gives the queryset of what may be seen (with the request, where it depends on the person),
    ``for_page`` adds what a card or a row of it needs, ``for_table`` (where it differs) what the columns need.
    ``search_fields`` are translated fields that the search box looks through; spelling does not matter
    (``foundation.arabic.normalize``). ``search_column`` names a column that holds such normalized text already:
    then the database searches, and nothing is normalized while a reader waits.
    """

    name: str
    records: Callable[[HttpRequest], QuerySet]
    filters: Sequence[Filter]
    orders: Sequence[Order]
    columns: Sequence[Column] = ()
    for_page: Callable[[QuerySet], QuerySet] = lambda records: records
    for_table: Callable[[QuerySet], QuerySet] | None = None
    search_fields: Sequence[str] = ()
    plain_search_fields: Sequence[str] = ()
    search_column: str = ""
    page_size: int = PAGE_SIZE
    about: Any = ""

    # ---------------------------------------------------------------- narrowing

    def narrowed(self, records: QuerySet, query: QueryDict) -> QuerySet:
        """Records with every value chosen in the address, found by its search; a value that cannot be leaves none."""
        return self._filtered(self._searched(records, query.get(SEARCH, "")), query)

    def _filtered(self, records: QuerySet, query: QueryDict, *, without: str = "") -> QuerySet:
        """``without`` leaves one parameter aside: what its other values would give."""
        for one in self.filters:
            value = query.get(one.name, "")
            if not value or one.name == without:
                continue
            try:
                records = one.applied(records, one.read(value))
            except ValueError:
                return records.none()
        return records

    def _search_columns(self) -> list[str]:
        translated = [f"{name}_{code}" for name in self.search_fields for code, _name in settings.LANGUAGES]
        return [*translated, *self.plain_search_fields]

    def _searched(self, records: QuerySet, term: str) -> QuerySet:
        words = normalize(term[:_LONGEST_VALUE]).split()
        if words and self.search_column:
            for word in words:
                records = records.filter(**{f"{self.search_column}__contains": word})
            return records
        columns = self._search_columns()
        if not words or not columns:
            return records
        found = []
        for key, *texts in records.order_by().values_list("pk", *columns).distinct():
            text = normalize(" ".join(text for text in texts if text))
            if all(word in text for word in words):
                found.append(key)
        return records.filter(pk__in=found)

    def _counts(self, records: QuerySet, query: QueryDict) -> dict[str, dict[Any, int]]:
        """What each value of each filter would leave, asked at once."""
        counts: dict[str, dict[Any, int]] = {one.name: {} for one in self.filters}
        numbers = {one.name for one in self.filters if one.is_number}
        queries = [one.counts(self._filtered(records, query, without=one.name)) for one in self.filters]
        if not queries:
            return counts
        # A search or a value that cannot be makes an empty query, which a union leaves out by itself.
        for name, value, count in queries[0].union(*queries[1:], all=True):
            if value is not None:
                counts[name][int(value) if name in numbers else value] = count
        return counts

    def facets(self, records: QuerySet, query: QueryDict) -> list[Facet]:
        """The filters with what each value would leave of ``records``, which the search has narrowed already."""
        built = []
        found = self._counts(records, query)
        for one in self.filters:
            counts = found[one.name]
            chosen = query.get(one.name, "")
            # A chosen value that leaves nothing is still named: otherwise it could not be taken back.
            try:
                values = {*counts, one.read(chosen)} if chosen else set(counts)
            except ValueError:
                values = set(counts)
            options = [
                (UNKNOWN if value == "" else value, label, counts.get(value, 0))
                for value, label in (one.options(list(values)) if values else [])
            ]
            built.append(build_facet(query, name=one.name, label=str(one.label), choices=options))
        return built

    # ---------------------------------------------------------------- order

    def _order(self, query: QueryDict) -> Order:
        return next((order for order in self.orders if order.value == query.get(SORT, "")), self.orders[0])

    def keys(self, records: QuerySet, query: QueryDict) -> Any:
        """Primary keys in the chosen order."""
        order = self._order(query)
        if not order.by_text:
            return records.order_by(*order.fields, "pk").values_list("pk", flat=True)
        names = [f"{order.by_text}_{code}" for code, _name in settings.LANGUAGES]
        codes = [code for code, _name in settings.LANGUAGES]
        texts = [
            (sort_key(localized(dict(zip(codes, row, strict=True)))), key)
            for key, *row in records.order_by().values_list("pk", *names)
        ]
        return [key for _text, key in sorted(texts)]

    def _sorts(self, query: QueryDict) -> list[dict[str, Any]]:
        current = self._order(query)
        return [
            {
                "label": str(order.label),
                "href": address_with(query, **{SORT: order.value or None}),
                "current": order is current,
            }
            for order in self.orders
        ]

    # ---------------------------------------------------------------- page and table

    def _fetched(self, records: QuerySet, keys: Iterable[Any], add: Callable[[QuerySet], QuerySet]) -> list[Any]:
        keys = list(keys)
        found = add(records.model._default_manager.all()).in_bulk(keys)
        return [found[key] for key in keys if key in found]

    def listing(self, request: HttpRequest) -> Listing:
        """What the page shows for this address."""
        query, everything = request.GET, self.records(request)
        # The search reads texts: once, and the filters and their counts work with what it found.
        searched = self._searched(everything, query.get(SEARCH, ""))
        records = self._filtered(searched, query)
        page = Paginator(self.keys(records, query), self.page_size).get_page(query.get("page"))
        page.object_list = self._fetched(records, page.object_list, self.for_page)
        is_narrowed = any(query.get(name) for name in [SEARCH, *(one.name for one in self.filters)])
        return Listing(
            page=page,
            count=page.paginator.count,
            total=everything.count() if is_narrowed else page.paginator.count,
            facets=self.facets(searched, query),
            sorts=self._sorts(query) if len(self.orders) > 1 else [],
            downloads=table_links(query) if self.columns else [],
            search=SEARCH if self.search_column or self._search_columns() else "",
            is_narrowed=is_narrowed,
            records=records,
        )

    def table(self, request: HttpRequest) -> Table:
        """Exactly what the page's filters leave, in the page's order, all pages of it."""
        query, everything = request.GET, self.records(request)
        records = self.narrowed(everything, query)
        return Table(
            name=self.name,
            about=str(self.about),
            headings=[
                (str(column.heading() if callable(column.heading) else column.heading), str(column.meaning))
                for column in self.columns
            ],
            rows=[
                [column.value(record) for column in self.columns]
                for record in self._fetched(records, self.keys(records, query), self.for_table or self.for_page)
            ],
            address=address_of(request),
        )

    def respond(
        self, request: HttpRequest, template: str, context: Callable[[Listing], dict[str, Any]] | None = None
    ) -> HttpResponse:
        """The page, or the table where the address asks for one. Raises ``Http404`` for an unknown format."""
        if wanted := wanted_format(request):
            if not self.columns:
                raise Http404(_("This format is not offered."))
            return table_response(self.table(request), wanted)
        listing = self.listing(request)
        return render(request, template, {"listing": listing, **(context(listing) if context else {})})
