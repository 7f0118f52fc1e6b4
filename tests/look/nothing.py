"""A site without a single page."""

urlpatterns: list = []
