"""Words of the admin's packages that come without Arabic, so that our catalogue can hold them.

Extraction reads our own sources only; naming the messages here is all that this module is for.
They are copied as the packages write them, white space included.
"""

from django.utils.translation import gettext_noop, ngettext

WORDS = [
    gettext_noop("is null"),
    gettext_noop("export failed due to IllegalCharacterError"),
    gettext_noop("Resource"),
    gettext_noop('Select at least 1 field for "%(resource_name)s" to export'),
    gettext_noop(
        "The following fields are declared in 'import_id_fields' but are not present in the resource fields: %s"
    ),
    gettext_noop("This exporter will export the following fields: "),
    gettext_noop("This exporter will export the following fields"),
    gettext_noop("Select all"),
    gettext_noop("Deleted %(type_name)s"),
    gettext_noop("Changes"),
    gettext_noop("Select record"),
    gettext_noop("Select action"),
    gettext_noop("Value"),
    gettext_noop("From"),
    gettext_noop("To"),
    gettext_noop("Date from"),
    gettext_noop("Date to"),
    gettext_noop("Not enough data."),
    gettext_noop("Add new item"),
    gettext_noop("Select format"),
    gettext_noop("%(class_name)s %(instance)s"),
    gettext_noop("Select action to run"),
    gettext_noop("Select value"),
    gettext_noop("Run"),
    gettext_noop("Expand row"),
    gettext_noop("Type to search"),
    gettext_noop("No data"),
    gettext_noop("More actions"),
    gettext_noop("All applications"),
    gettext_noop("True"),
    gettext_noop("False"),
    gettext_noop("Apply Filters"),
    gettext_noop("Select all rows"),
    gettext_noop("Recent searches"),
    gettext_noop("No recent searches"),
    gettext_noop("No results matching your query"),
    gettext_noop("Loading more results..."),
    gettext_noop("Record picture"),
    gettext_noop("This item will be deleted."),
    gettext_noop("Click to cancel"),
    gettext_noop("No results found"),
    gettext_noop("This page yielded into no results. Create a new item or reset your filters."),
    gettext_noop("Reset filters"),
    gettext_noop("Image preview"),
    gettext_noop("Click to download"),
    gettext_noop("Go back"),
    gettext_noop("Previous"),
    gettext_noop("Next"),
    gettext_noop("Search apps and models..."),
    gettext_noop("General"),
    gettext_noop("Light"),
    gettext_noop("Dark"),
    gettext_noop("System"),
    gettext_noop("Return to site"),
    gettext_noop("Choose file to upload"),
    gettext_noop("Toggle password visibility"),
    gettext_noop("Add row"),
    gettext_noop("Site administration"),
    gettext_noop("Home"),
]


def counted(count: int) -> list[str]:
    """Messages with a plural; never called for their words, only read by the extraction."""
    return [
        ngettext(
            "Export %(len)s selected item.",
            "Export %(len)s selected items.",
            count,
        ),
        ngettext(
            "\n                    Export %(len)s selected item.\n                ",
            "\n                    Export %(len)s selected items.\n                ",
            count,
        ),
        ngettext(
            "\n                Found %(counter)s result in %(time)s seconds\n            ",
            "\n                Found %(counter)s results in %(time)s seconds\n            ",
            count,
        ),
    ]
