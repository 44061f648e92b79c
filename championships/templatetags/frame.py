"""Tags of the frame: what the page shows of its title and its breadcrumb is told to machines from the same words."""

import html
from typing import Any

from django import template
from django.template.base import NodeList, Parser, Token
from django.utils.html import escape
from django.utils.safestring import SafeString

from championships.formatting.breadcrumbs import list_breadcrumbs
from championships.formatting.crumbs import read_crumbs
from championships.formatting.data_block import write_data_block
from championships.formatting.punctuation import fold_line

register = template.Library()


class TitleNode(template.Node):
    """Keeps the title as plain text under `page_name`, for the elements of the head that repeat it."""

    def __init__(self, nodelist: NodeList) -> None:
        self.nodelist = nodelist

    def render(self, context: Any) -> SafeString:
        name = fold_line(html.unescape(self.nodelist.render(context)))
        context["page_name"] = name
        return escape(name)


class BreadcrumbNode(template.Node):
    """Leaves the breadcrumb as it is written, and adds the same as data where the page has an address."""

    def __init__(self, nodelist: NodeList) -> None:
        self.nodelist = nodelist

    def render(self, context: Any) -> SafeString:
        shown = self.nodelist.render(context)
        crumbs = read_crumbs(shown)
        here, request = context.get("canonical"), context.get("request")
        if not crumbs or not here or request is None:
            return shown
        data = list_breadcrumbs(crumbs, here, request.build_absolute_uri)
        return SafeString(shown + write_data_block(data))


@register.tag
def page_title(parser: Parser, token: Token) -> TitleNode:
    """`{% page_title %}{% block title %}…{% endblock %}{% endpage_title %}`"""
    nodelist = parser.parse(("endpage_title",))
    parser.delete_first_token()
    return TitleNode(nodelist)


@register.tag
def breadcrumbs(parser: Parser, token: Token) -> BreadcrumbNode:
    """`{% breadcrumbs %}<nav>…{% endbreadcrumbs %}` around the list the reader sees."""
    nodelist = parser.parse(("endbreadcrumbs",))
    parser.delete_first_token()
    return BreadcrumbNode(nodelist)


@register.filter
def data_block(data: object) -> SafeString:
    """A value as a data block of schema.org."""
    return write_data_block(data)
