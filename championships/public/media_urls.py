"""Addresses of published photographs and documents: the same in every language."""

from django.urls import path, re_path

from championships.public.views import media

urlpatterns = [
    re_path(
        r"^photos/(?P<stem>[0-9a-f]{26})-(?P<width>[0-9]{3,4})\.(?P<ending>jpg|webp)$", media.send_photo, name="photo"
    ),
    path("documents/<int:pk>/", media.send_document, name="document"),
]
