from http import HTTPStatus

from django.http import HttpRequest, HttpResponse

OPEN_DATA = "/api/"


class OpenDataOriginMiddleware:
    """Lets pages of every origin read the open data, redirects and errors included.

    It asks for no cookie and sends none, so there is nothing that another origin could take.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(OPEN_DATA):
            return self.get_response(request)
        if request.method == "OPTIONS" and "Access-Control-Request-Method" in request.headers:
            # A browser asks before it sends If-None-Match, whatever the address.
            response = HttpResponse(status=HTTPStatus.NO_CONTENT)
            response["Access-Control-Allow-Methods"] = "GET, HEAD, OPTIONS"
            response["Access-Control-Allow-Headers"] = "Accept, Accept-Language, If-None-Match"
            response["Access-Control-Max-Age"] = "86400"
        else:
            response = self.get_response(request)
            response["Access-Control-Expose-Headers"] = "ETag, Content-Language"
        response["Access-Control-Allow-Origin"] = "*"
        return response
