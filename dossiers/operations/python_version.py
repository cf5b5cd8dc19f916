"""What is known against a version of Python."""

FIXED_IN = {(3, 11): 10, (3, 12): 6}  # the patch versions of CVE-2024-7592; others are older than 3.11 or never had it


def warning(version):
    """The sentence about a version in which one cookie costs most of a second; empty when there is nothing to say."""
    major, minor, patch = version
    fixed = FIXED_IN.get((major, minor), 0)
    if patch >= fixed:
        return ""
    return (
        f"Let op: Python {major}.{minor}.{patch} leest één kwaadaardig cookie bijna een seconde lang (CVE-2024-7592). "
        f"Dat is gemaakt in {major}.{minor}.{fixed}."
    )
