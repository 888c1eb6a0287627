from django.core.management.base import BaseCommand, CommandError

from foundation import reference


class Command(BaseCommand):
    help = "Load the reference data; what curators have changed or deleted since stays as they left it."

    def handle(self, **options) -> None:
        try:
            counts = reference.load_all()
        except reference.ReferenceError as error:
            raise CommandError(str(error)) from error
        for model, count in counts.items():
            words = ", ".join(f"{number} {word}" for word, number in count.items() if number)
            self.stdout.write(f"  {model:<38} {words}")
