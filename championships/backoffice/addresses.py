"""Addresses of the office's pages, for links from one to another."""

from django.urls import NoReverseMatch, reverse


def find_address(name: str, *args: int) -> str:
    """The address of a page of the office; empty where this site has no such page, and then nothing links to it."""
    try:
        return reverse(f"admin:{name}", args=args)
    except NoReverseMatch:
        return ""
