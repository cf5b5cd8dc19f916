"""Reading a page as a tenant does: by what it says and where it leads. Every page must be valid HTML5."""

import html5lib

HIDDEN_TAGS = {"script", "style", "head", "symbol"}


class Part:
    """An element of a page. Selectors are a tag, a ``.class``, or several of them, each within the one before."""

    def __init__(self, element):
        self.element = element

    def __getitem__(self, attribute):
        return self.element.attrib[attribute]

    def all(self, selector):
        found = [self.element]
        for step in selector.split():
            found = [
                child
                for parent in found
                for child in parent.iter()
                if child is not parent and matches_selector(child, step)
            ]
        return [Part(element) for element in found]

    def one(self, selector):
        (found,) = self.all(selector)
        return found

    def text(self, selector=None):
        """The words a reader gets, on one line; of the only match when a selector is given."""
        part = self.one(selector) if selector else self
        return " ".join("".join(visible_words(part.element)).replace("\u00ad", "").split())

    def texts(self, selector):
        return [part.text() for part in self.all(selector)]

    def terms(self, selector):
        """A description list as a dictionary."""
        part = self.one(selector)
        return dict(zip(part.texts("dt"), part.texts("dd"), strict=True))

    def link(self, words):
        """The address behind the only link whose words begin like this."""
        (address,) = {part["href"] for part in self.all("a") if part.text().startswith(words)}
        return address


def parse(html):
    """A whole page, refused when it is not valid HTML5."""
    return Part(html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(html))


def read(client, address, status=200):
    """Get a page with the test client."""
    response = client.get(address)
    assert response.status_code == status, (address, response.status_code, response.headers.get("Location"))
    return parse(response.content.decode())


def matches_selector(element, step):
    name, _, class_ = step.partition(".")
    return (not name or element.tag == name) and (not class_ or class_ in element.attrib.get("class", "").split())


def visible_words(element):
    if element.tag in HIDDEN_TAGS or not isinstance(element.tag, str):
        return
    if element.tag in ("br", "p", "li", "dt", "dd", "h1", "h2", "h3", "div"):
        yield " "
    yield element.text or ""
    for child in element:
        yield from visible_words(child)
        yield child.tail or ""
