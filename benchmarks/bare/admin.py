"""The stock list."""

from django.contrib import admin

from benchmarks.bare.models import Matter


@admin.register(Matter)
class MatterAdmin(admin.ModelAdmin[Matter]):
    """As one writes it in the first minute."""

    list_display = ("title", "unit", "status", "due_on", "created_at")
    list_filter = ("status",)
    search_fields = ("title", "description", "place")
    list_per_page = 50
