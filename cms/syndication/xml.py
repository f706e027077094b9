"""Elements of XML from text of people, written by the standard library; signs that XML forbids are left out."""

import re
from collections.abc import Mapping
from xml.etree.ElementTree import Element, SubElement, tostring

FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def clean(text: str) -> str:
    return FORBIDDEN.sub("", text)


def root(name: str, attributes: Mapping[str, str]) -> Element:
    return Element(name, dict(attributes))


def add(parent: Element, name: str, text: str = "", **attributes: str) -> Element:
    """An element within another; an attribute that is empty is left out."""
    told = {key.rstrip("_"): clean(value) for key, value in attributes.items() if value}
    child = SubElement(parent, name, told)
    child.text = clean(text) or None
    return child


def written(element: Element) -> bytes:
    found: bytes = tostring(element, encoding="utf-8", xml_declaration=True)
    return found
