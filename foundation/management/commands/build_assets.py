from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand

from foundation.assets import build_assets


class Command(BaseCommand):
    help = "Make the style sheet, the web fonts and the pictures of the portal; only what has changed."
    # Nothing here needs a database, and the image of the container is built without one.
    requires_system_checks = []

    def handle(self, *args, **options):
        built = build_assets(Path(settings.BUILD_DIR))
        if options["verbosity"] > 1:
            for item in built:
                self.stdout.write(f"{'made' if item.made else 'kept'} {item.name} ({item.size:,} bytes)")
        made = sum(item.made for item in built)
        if options["verbosity"]:
            self.stdout.write(f"Assets: {made} made, {len(built) - made} unchanged.")
