"""Documents that are generated say what the code says."""

from django.conf import settings

from network.workflow import ACTIVITIES, UPDATES
from reviews.workflow import diagram


def test_the_diagram_of_a_review_is_the_table_of_the_code():
    """Rewrite it with: python manage.py shell -c "from reviews.workflow import diagram; print(diagram())"."""
    text = (settings.BASE_DIR / "docs" / "review-states.md").read_text(encoding="utf-8")
    assert f"```mermaid\n{diagram()}```" in text


def test_the_diagrams_of_activities_and_updates_are_the_tables_of_the_code():
    """Rewrite them with: python manage.py shell -c "from network.workflow import …; print(ACTIVITIES.diagram())"."""
    text = (settings.BASE_DIR / "docs" / "activity-states.md").read_text(encoding="utf-8")
    for workflow in (ACTIVITIES, UPDATES):
        assert f"```mermaid\n{workflow.diagram()}```" in text
