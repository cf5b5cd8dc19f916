"""The process that opens one hostile picture; ``uploads.py`` starts it.

Takes the picture on its standard input, its format and three limits: pixels, seconds and bytes of memory. Writes it
upright, with its colours and transparency and nothing else: no place, no camera, no comment.
"""

import resource
import sys
from io import BytesIO

from PIL import Image, ImageOps

TOO_LARGE = 3  # the exit status of a picture with too many pixels


def main(image_format, pixels, seconds, memory):
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    Image.MAX_IMAGE_PIXELS = None  # the limit is ours
    with Image.open(BytesIO(sys.stdin.buffer.read()), formats=[image_format]) as image:
        if image.width * image.height > pixels:
            sys.exit(TOO_LARGE)
        keep = {name: image.info[name] for name in ("icc_profile", "transparency") if name in image.info}
        upright = ImageOps.exif_transpose(image)
    upright.info = keep
    out = BytesIO()
    try:
        upright.save(out, image_format, quality=90, **keep)
    except ValueError:  # so says WebP that there is no memory for what was just read
        sys.exit(TOO_LARGE)
    sys.stdout.buffer.write(out.getvalue())


if __name__ == "__main__":
    try:
        main(sys.argv[1], *map(int, sys.argv[2:]))
    except MemoryError:
        sys.exit(TOO_LARGE)
