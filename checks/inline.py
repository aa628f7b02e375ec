"""The policy sent with every page forbids inline script and style, so a page that has some is broken."""

import re
from collections.abc import Iterator

from checks.tree import Fault, Project, Source

COMMENTS = re.compile(r"\{#.*?#\}|<!--.*?-->|\{%\s*comment\b.*?\{%\s*endcomment\s*%\}", re.DOTALL)
INLINE = (
    (re.compile(r"<style\b", re.IGNORECASE), "inline <style>: put it into static/css"),
    (
        re.compile(r"<script\b(?![^>]*\bsrc=)(?![^>]*type=[\"']application/json)[^>]*>", re.IGNORECASE),
        "inline <script>: put it into static/js, hand over data with json_script",
    ),
    (re.compile(r"<[a-z][^>]*?\sstyle\s*=", re.IGNORECASE), "style attribute: use a class"),
    (re.compile(r"<[a-z][^>]*?\son[a-z]+\s*=", re.IGNORECASE), "inline event handler: listen in static/js"),
    (re.compile(r"[\"'(]\s*javascript:", re.IGNORECASE), "javascript: address"),
    (
        re.compile(r"<(?:script|link|img|iframe|source|video)\b[^>]*?(?:src|href)=[\"'](?:https?:)?//", re.IGNORECASE),
        "file of an outside host: ship it",
    ),
)


def inline_parts(source: Source) -> Iterator[Fault]:
    """Inline script, style, handlers and outside files of one template."""
    text = COMMENTS.sub(lambda found: "\n" * found[0].count("\n"), source.text)
    for pattern, why in INLINE:
        for found in pattern.finditer(text):
            yield source.fault(text.count("\n", 0, found.end()) + 1, why)


def faults(project: Project) -> Iterator[Fault]:
    """Every part of a page that the content security policy would block."""
    for source in project.sources(".html"):
        yield from inline_parts(source)
