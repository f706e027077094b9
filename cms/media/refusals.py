"""Why a file is not taken in: small exceptions, each with one sentence for its reader and a stable code."""


class PictureRefused(Exception):
    """A file that cannot become an image. `sentence` is for the person who sent it, `code` for programs."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code
        self.sentence = sentence


class NotAPicture(PictureRefused):
    """The bytes are of no format that is taken in (415)."""


class TooLarge(PictureRefused):
    """More bytes, pixels or frames than allowed (413)."""


class BrokenPicture(PictureRefused):
    """The right signature, but what follows cannot be read (422)."""


class PictureTooCostly(PictureRefused):
    """Decoding needed more memory or time than one picture may have (422)."""


def broken(sentence: str) -> BrokenPicture:
    """The one code for damage, with the sentence that names it."""
    return BrokenPicture("broken-picture", sentence)


def cut_short() -> BrokenPicture:
    """The file ends before its own header says so."""
    return BrokenPicture("cut-short", "The picture is cut short: its file ends too early.")
