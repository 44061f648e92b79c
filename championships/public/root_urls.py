"""Addresses at the root of the site, where machines look for them: one for both languages."""

from django.urls import path, re_path

from championships.public.views import sitemaps

urlpatterns = [
    path("robots.txt", sitemaps.send_robots, name="robots"),
    path("sitemap.xml", sitemaps.send_sitemap, name="sitemap"),
    re_path(r"^sitemap-(?P<part>[A-Za-z0-9_-]{1,120})\.xml$", sitemaps.send_sitemap_part, name="sitemap-part"),
]
