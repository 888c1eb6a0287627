from django.utils.translation import gettext_lazy as _

from capacity.models import MechanismPart, MechanismStatement
from foundation.api import OpenDataViewSet, OpenListViewSet, SourcedSerializer


class MechanismPartSerializer(SourcedSerializer):
    class Meta:
        model = MechanismPart
        fields = ["code", "position", "sources", "verification"]
        localized = ["name", "does", "today"]


class MechanismPartViewSet(OpenDataViewSet):
    about = _("The parts of the capacity-building mechanism, and where each stands.")
    queryset = MechanismPart.objects.with_sources()
    serializer_class = MechanismPartSerializer
    lookup_field = "code"


class MechanismStatementSerializer(SourcedSerializer):
    class Meta:
        model = MechanismStatement
        fields = ["position", "sources", "verification"]
        localized = ["text"]


class MechanismStatementViewSet(OpenListViewSet):
    about = _("How States and others contribute to the mechanism.")
    queryset = MechanismStatement.objects.with_sources()
    serializer_class = MechanismStatementSerializer
