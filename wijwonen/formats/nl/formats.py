"""What differs from Django's own Dutch. The first format is the one in which a form shows a value."""

TIME_INPUT_FORMATS = ["%H:%M", "%H:%M:%S"]
