from django.db import migrations

from foundation.immutable import Immutable


class Migration(migrations.Migration):
    """What was declared, published or logged is never changed or deleted, whatever code asks."""

    dependencies = [("reviews", "0001_rounds_questionnaires_reviews")]

    operations = [
        Immutable("Submission"),
        Immutable("Publication"),
        Immutable("ReviewTransition"),
        Immutable("TextRevision"),
    ]
