from whitenoise.storage import CompressedManifestStaticFilesStorage


class NamedOnce(CompressedManifestStaticFilesStorage):
    """The hashed address of a file stays while the process lives, and each page names a dozen."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self._addresses: dict[str, str] = {}

    def url(self, name: str, force: bool = False) -> str:
        if name not in self._addresses:
            self._addresses[name] = super().url(name, force)
        return self._addresses[name]
