"""How lines of the log look: one record is one line, whatever people put into it; a traceback is marked as its own."""

import logging

from cms.inert import for_terminal

FORM = "%(asctime)s %(name)s %(levelname)s %(message)s"
CONTINUED = "  | "


class OneLine(logging.Formatter):
    """No text of a request can look like a record of its own, or do something to a terminal."""

    def format(self, record: logging.LogRecord) -> str:
        record.message, record.asctime = record.getMessage(), self.formatTime(record, self.datefmt)
        told = self.formatException(record.exc_info) if record.exc_info else record.exc_text
        further = [continued(text) for text in (told, record.stack_info) if text]
        return "\n".join([for_terminal(self.formatMessage(record)), *further])


def continued(text: str) -> str:
    """Further lines, each recognisable as such."""
    return "\n".join(CONTINUED + for_terminal(line) for line in text.split("\n"))


def begin_logging() -> None:
    """Log to the standard error of this process, from INFO on."""
    to_stderr = logging.StreamHandler()
    to_stderr.setFormatter(OneLine(FORM))
    logging.basicConfig(level=logging.INFO, handlers=[to_stderr])
