from django.core.management.base import BaseCommand

from foundation.translation_states import rebuild_marks, translated_models


class Command(BaseCommand):
    help = (
        "Read the history of all curated records again and mark the translations that are older than their original."
    )

    def handle(self, *args, **options):
        for model in translated_models():
            if count := rebuild_marks(model):
                self.stdout.write(f"{model._meta.label}: {count}")
