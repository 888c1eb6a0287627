from django.http import QueryDict

from foundation.facets import address_with, build_facet

CHOICES = [("a", "A", 3), ("b", "B", 0), ("c", "C", None)]


def test_an_option_keeps_the_rest_of_the_address_and_begins_at_the_first_page():
    facet = build_facet(QueryDict("q=x&page=3"), name="region", label="Region", choices=CHOICES)
    links = {option.value: option.href for option in facet.options}
    assert links == {"a": "?q=x&region=a", "c": "?q=x&region=c"}
    assert not facet.is_active


def test_a_chosen_option_switches_itself_off():
    facet = build_facet(QueryDict("region=a&q=x"), name="region", label="Region", choices=CHOICES)
    assert facet.options[0].selected
    assert facet.options[0].href == "?q=x"
    assert facet.clear_href == "?q=x"


def test_what_finds_nothing_is_left_out_unless_chosen():
    assert [o.value for o in build_facet(QueryDict(), name="r", label="", choices=CHOICES).options] == ["a", "c"]
    assert [o.value for o in build_facet(QueryDict("r=b"), name="r", label="", choices=CHOICES).options] == [
        "a",
        "b",
        "c",
    ]


def test_several_values_hold_at_once():
    facet = build_facet(QueryDict("r=a"), name="r", label="", choices=CHOICES, multiple=True)
    assert [option.href for option in facet.options] == ["?", "?r=a&r=c"]


def test_hostile_values_are_encoded():
    assert address_with(QueryDict(), q='"><script>') == "?q=%22%3E%3Cscript%3E"
