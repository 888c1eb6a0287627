"""Headers that no setting of Django's covers."""

import re

# The portal uses none of these; a page that was tampered with shall not either.
PERMISSIONS_POLICY = ", ".join(
    f"{feature}=()"
    for feature in (
        "accelerometer",
        "camera",
        "display-capture",
        "geolocation",
        "gyroscope",
        "magnetometer",
        "microphone",
        "midi",
        "payment",
        "publickey-credentials-get",
        "screen-wake-lock",
        "usb",
        "xr-spatial-tracking",
    )
)


class PermissionsPolicyMiddleware:
    """Send ``Permissions-Policy`` with every response."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        return response


# Alpine, which the admin's pages are built with, evaluates expressions and sets styles. Nothing else may.
ADMIN_CONTENT_POLICY = {"script-src": ["'unsafe-eval'"], "style-src": ["'unsafe-inline'"]}
ADMIN_PATH = re.compile(r"/[a-z-]+/admin/")


class AdminContentPolicyMiddleware:
    """Loosen the Content-Security-Policy for the admin's pages, and for them alone."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if ADMIN_PATH.match(request.path_info):
            response._csp_update = ADMIN_CONTENT_POLICY
        return response
