from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from whitenoise.storage import CompressedManifestStaticFilesStorage


def _is_our_own(name: str) -> bool:
    path = finders.find(name)
    return path is not None and any(Path(path).is_relative_to(folder) for folder in settings.STATICFILES_DIRS)


class ModuleManifestStorage(CompressedManifestStaticFilesStorage):
    """Hashed names that never change their content, also inside ``import`` statements of ES modules.

    One of our files that names a file which is not there stops ``collectstatic``. Packages ship style
    sheets without their source maps, and modules with imports meant for a bundler; such a reference
    stays as it is written.

    Beside each file that shrinks lie a Brotli and a gzip form, made once instead of at every request.
    """

    support_js_module_import_aggregation = True

    def url_converter(self, name, hashed_files, template=None):
        convert = super().url_converter(name, hashed_files, template)
        if _is_our_own(name):
            return convert

        def convert_or_leave(match):
            try:
                return convert(match)
            except ValueError:
                return match.group()

        return convert_or_leave

    def compress_files(self, paths):
        # Pages ask for hashed names; the others stay for scripts of packages that put an address together.
        return super().compress_files(set(paths) & set(self.hashed_files.values()))
