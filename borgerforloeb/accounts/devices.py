"""What a browser calls itself, in words that its owner knows it by."""

# Each browser also names those that it wants to be taken for, so the order decides.
BROWSERS = [
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
]
SYSTEMS = [
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS", "Mac"),
    ("CrOS", "Chromebook"),
    ("Linux", "Linux"),
]


def words_for(agent: str) -> str:
    """Chrome på Windows"""
    browser = next((word for mark, word in BROWSERS if mark in agent), "En browser")
    system = next((word for mark, word in SYSTEMS if mark in agent), "")
    return f"{browser} på {system}" if system else browser
