from capacity.models import MechanismPart, MechanismStatement
from foundation.api import OpenDataViewSet, OpenListViewSet, SourcedSerializer


class MechanismPartSerializer(SourcedSerializer):
    class Meta:
        model = MechanismPart
        fields = ["code", "position", "sources", "verification"]
        localized = ["name", "does", "today"]


class MechanismPartViewSet(OpenDataViewSet):
    """The parts of the capacity-building mechanism."""

    queryset = MechanismPart.objects.with_sources()
    serializer_class = MechanismPartSerializer
    lookup_field = "code"


class MechanismStatementSerializer(SourcedSerializer):
    class Meta:
        model = MechanismStatement
        fields = ["position", "sources", "verification"]
        localized = ["text"]


class MechanismStatementViewSet(OpenListViewSet):
    """How States and others contribute to the mechanism."""

    queryset = MechanismStatement.objects.with_sources()
    serializer_class = MechanismStatementSerializer
