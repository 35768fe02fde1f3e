"""An XML element -> the text of a document that no control character or CI command can come from."""

from __future__ import annotations

from xml.etree.ElementTree import Element, indent, tostring


def document(root: Element) -> str:
    """Indented, with a declaration; texts must be `visible`, because XML 1.0 can't hold control characters."""
    indent(root)
    text = tostring(root, encoding="unicode").replace("##", "#&#35;")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'
