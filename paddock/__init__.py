"""Paddock: settings, addresses and the WSGI entry of the site."""
