"""Static files under names that carry their hash, ES modules included."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedFiles(CompressedManifestStaticFilesStorage):
    """Rewrites the imports inside modules too, so that every file can be kept for a year."""

    support_js_module_import_aggregation = True
