from typing import NamedTuple


class Problem(NamedTuple):
    """What is wrong and what was expected, in Dutch. ``line`` counts from 1; 0 is the file as a whole."""

    line: int
    text: str


class ImportRefused(Exception):
    """A file that is not taken over, with every problem that was found in it, in the order of its lines."""

    def __init__(self, problems):
        super().__init__(problems)
        self.problems = sorted(problems)
