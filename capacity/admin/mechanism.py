from django.contrib import admin

from capacity.models import MechanismPart, MechanismStatement
from foundation.admin import SourcedAdmin


@admin.register(MechanismPart)
class MechanismPartAdmin(SourcedAdmin):
    public_page = "capacity:mechanism"
    natural_key = ["code"]
    list_display = ["position", "name_ar", "name_en"]
    list_display_links = ["name_ar", "name_en"]
    search_fields = ["name_ar", "name_en"]


@admin.register(MechanismStatement)
class MechanismStatementAdmin(SourcedAdmin):
    public_page = "capacity:mechanism"
    natural_key = ["position"]
    list_display = ["position", "text_ar", "text_en"]
    search_fields = ["text_ar", "text_en"]
