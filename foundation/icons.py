"""Line icons of ours on a grid of 24: name → (shapes, whether it points and so mirrors in Arabic).

Drawn with the colour of the text around them (``.icon`` in ``base.css``); each is a few strokes, so
they go into the page itself and cost no request.
"""

ICONS: dict[str, tuple[str, bool]] = {
    "arrow": ('<path d="M4 12h15M13 6l6 6-6 6"/>', True),
    "back": ('<path d="M20 12H5M11 6l-6 6 6 6"/>', True),
    "chevron": ('<path d="m9 5 7 7-7 7"/>', True),
    "down": ('<path d="m5 9 7 7 7-7"/>', False),
    "check": ('<path d="m5 12.5 4.5 4.5L19 7"/>', False),
    "cross": ('<path d="m6 6 12 12M18 6 6 18"/>', False),
    "alert": ('<path d="M12 4 2.8 20h18.4L12 4ZM12 10v5M12 17.6v.1"/>', False),
    "info": ('<circle cx="12" cy="12" r="9"/><path d="M12 11v6M12 7.4v.1"/>', False),
    "clock": ('<circle cx="12" cy="12" r="9"/><path d="M12 7v5l3.5 2"/>', False),
    "dot": ('<circle cx="12" cy="12" r="5"/>', False),
    "likely": ('<circle cx="12" cy="12" r="8"/><path d="m8.5 12.3 2.4 2.4 4.6-5"/>', False),
    "recalled": ('<circle cx="12" cy="12" r="8" stroke-dasharray="2.6 2.6"/>', False),
    "sample": ('<path d="M9 3h6M10 3v6L4.5 19a1.4 1.4 0 0 0 1.3 2h12.4a1.4 1.4 0 0 0 1.3-2L14 9V3M7.5 15h9"/>', False),
    "empty": ('<path d="M4 4h4M16 4h4v4M20 16v4h-4M8 20H4v-4M4 8V4M11 4h2M4 11v2M20 11v2M11 20h2"/>', False),
    "download": ('<path d="M12 4v11M7 11l5 5 5-5M4 20h16"/>', False),
    "upload": ('<path d="M12 16V5M7 9l5-5 5 5M4 20h16"/>', False),
    "external": ('<path d="M14 4h6v6M20 4l-9 9M11 5H5v14h14v-6"/>', True),
    "search": ('<circle cx="10.5" cy="10.5" r="6.5"/><path d="m15.5 15.5 5 5"/>', True),
    "menu": ('<path d="M3 7h18M3 12h18M3 17h18"/>', False),
    "globe": (
        '<circle cx="12" cy="12" r="9"/><path d="M3 12h18M12 3c5 5 5 13 0 18M12 3c-5 5-5 13 0 18"/>',
        False,
    ),
    "theme": ('<circle cx="12" cy="12" r="9"/><path d="M12 3a9 9 0 0 1 0 18Z" fill="currentColor"/>', False),
    "person": ('<circle cx="12" cy="8" r="4"/><path d="M4 21c0-4.4 3.6-7 8-7s8 2.6 8 7"/>', False),
    "document": ('<path d="M6 3h8l4 4v14H6V3ZM14 3v4h4M9 12h6M9 16h6"/>', True),
    "filter": ('<path d="M3 6h18M6.5 12h11M10 18h4"/>', False),
    "plus": ('<path d="M12 5v14M5 12h14"/>', False),
    "edit": ('<path d="m4 20 1-4L16 5l3 3L8 19l-4 1ZM14 7l3 3"/>', True),
    "lock": ('<path d="M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3"/>', False),
    "calendar": ('<path d="M4 6h16v14H4zM4 10.5h16M8 3v5M16 3v5"/>', False),
    "link": (
        '<path d="M10 14a4 4 0 0 0 6 .4l3-3A4.2 4.2 0 0 0 13 5.5l-1 1"/>'
        '<path d="M14 10a4 4 0 0 0-6-.4l-3 3a4.2 4.2 0 0 0 6 6l1-1"/>',
        True,
    ),
    "print": ('<path d="M7 9V3h10v6M7 17H4V9h16v8h-3M7 14h10v7H7z"/>', False),
    "send": ('<path d="M4 12 20 4l-5 16-3.5-6.5L4 12Z"/>', True),
    "mail": ('<path d="M3 6h18v12H3zM3 7l9 6 9-6"/>', False),
}
