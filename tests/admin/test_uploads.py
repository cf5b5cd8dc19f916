"""What may be attached. A refusal names the file and the reason."""

from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from dossiers.forms import uploads

PDF = b"%PDF-1.4\n1 0 obj\n%%EOF\n"
GPS = 0x8825
ORIENTATION = 0x0112


def upload(name, content=PDF):
    return SimpleUploadedFile(name, content)


def image(image_format, size=(40, 20), mode="RGB", **options):
    out = BytesIO()
    Image.new(mode, size, "navy").save(out, image_format, **options)
    return out.getvalue()


def photo(orientation=1):
    """A photo as a telephone makes it: with the place where it was taken."""
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    exif[0x010F] = "Fabrikant"
    exif.get_ifd(GPS)[1] = "N"
    return image("JPEG", exif=exif, comment=b"bij mij thuis")


def refusal(*args):
    with pytest.raises(ValidationError) as caught:
        uploads.clean_upload(upload(*args))
    return caught.value.messages[0]


def test_a_pdf_is_taken_as_it_came():
    assert uploads.clean_upload(upload("Verslag.PDF")).read() == PDF


@pytest.mark.parametrize(
    ("name", "image_format"),
    [("a.jpg", "JPEG"), ("a.jpeg", "JPEG"), ("a.JFIF", "JPEG"), ("a.PNG", "PNG"), ("a.webp", "WEBP")],
)
def test_an_image_is_taken_in_its_own_type(name, image_format):
    stored = uploads.clean_upload(upload(name, image(image_format)))
    assert stored.name == name
    with Image.open(stored) as opened:
        assert (opened.format, opened.size) == (image_format, (40, 20))


def test_a_photo_loses_where_it_was_taken():
    stored = uploads.clean_upload(upload("thuis.jpg", photo())).read()
    with Image.open(BytesIO(stored)) as opened:
        assert not opened.getexif()
        assert "comment" not in opened.info
    assert b"bij mij thuis" not in stored
    assert b"Fabrikant" not in stored


@pytest.mark.parametrize(("image_format", "name"), [("PNG", "a.png"), ("WEBP", "a.webp")])
def test_other_images_lose_their_metadata_too(image_format, name):
    exif = Image.Exif()
    exif[0x010F] = "Fabrikant"
    stored = uploads.clean_upload(upload(name, image(image_format, exif=exif))).read()
    with Image.open(BytesIO(stored)) as opened:
        assert not opened.getexif()
    assert b"Fabrikant" not in stored


def test_a_photo_taken_sideways_stands_upright():
    with Image.open(uploads.clean_upload(upload("a.jpg", photo(orientation=6)))) as opened:
        assert opened.size == (20, 40)


def test_a_transparent_image_stays_transparent():
    with Image.open(uploads.clean_upload(upload("a.png", image("PNG", mode="RGBA")))) as opened:
        assert opened.mode == "RGBA"


@pytest.mark.parametrize("name", ["a.svg", "a.gif", "a.html", "a.docx", "a", "a.pdf.exe", "pdf"])
def test_another_type_is_refused_by_name(name):
    assert (
        refusal(name, b"MZ\x90")
        == f"“{name}” kan niet als bijlage. Kies een PDF of een afbeelding (JPG, PNG of WebP)."
    )


@pytest.mark.parametrize("content", [b"<html>", b"MZ\x90", b" " * 1020 + PDF])
def test_something_else_called_pdf_is_refused(content):
    assert refusal("nep.pdf", content).startswith("“nep.pdf” heet een PDF, maar is het niet.")


def test_the_header_of_a_pdf_stands_within_its_first_1024_bytes():
    for before in [b"\n", b"\xef\xbb\xbf", b"@PJL\r\n", b" " * 1019]:
        assert uploads.clean_upload(upload("a.pdf", before + PDF)).read() == before + PDF, before[:9]


def test_a_wrong_suffix_names_the_true_type():
    for name, content, words in [
        ("foto.jpg", image("PNG"), "is een PNG. Noem het “foto.png” en kies het opnieuw."),
        ("foto.png", image("WEBP"), "is een WEBP. Noem het “foto.webp” en kies het opnieuw."),
        ("foto.pdf", image("JPEG"), "is een JPEG. Noem het “foto.jpg” en kies het opnieuw."),
        ("verslag.jfif", PDF, "is een PDF. Noem het “verslag.pdf” en kies het opnieuw."),
        ("verslag.docx", PDF, "is een PDF. Noem het “verslag.pdf” en kies het opnieuw."),
        ("verslag", PDF, "is een PDF. Noem het “verslag.pdf” en kies het opnieuw."),
    ]:
        assert refusal(name, content) == f"“{name}” {words}", name


def test_half_a_pdf_is_refused():
    assert refusal("half.pdf", b"%PDF-1.4\n1 0 obj").startswith("“half.pdf” is niet compleet")


def test_the_end_of_a_pdf_may_be_followed_by_a_little():
    ending = b"%%EOF"
    assert uploads.clean_upload(upload("a.pdf", b"%PDF-1.4" + ending + b" " * (uploads.PDF_TAIL_BYTES - len(ending))))
    assert refusal("a.pdf", b"%PDF-1.4" + ending + b" " * (uploads.PDF_TAIL_BYTES - len(ending) + 1))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.jpg", b"geen afbeelding"),
        ("a.png", image("GIF")),
        ("a.jpg", image("JPEG", size=(400, 400))[:200]),
        ("a.webp", b"RIFF\x00\x00\x00\x00WEBP"),
    ],
)
def test_what_is_no_readable_image_of_its_type_is_refused(name, content):
    assert refusal(name, content).startswith(f"“{name}” is geen leesbare afbeelding van het type")


def test_an_image_that_fills_the_memory_is_refused_and_fills_none_of_ours(monkeypatch):
    photo_of_a_phone = image("WEBP", size=(4000, 3000), method=0)
    assert uploads.clean_upload(upload("a.webp", photo_of_a_phone))
    monkeypatch.setattr(uploads, "MAX_MEMORY", 200 * 1024 * 1024)
    assert "te veel beeldpunten" in refusal("a.webp", photo_of_a_phone)


def test_an_image_that_unfolds_to_too_many_pixels_is_refused(monkeypatch):
    monkeypatch.setattr(uploads, "MAX_PIXELS", 800)
    assert uploads.clean_upload(upload("a.png", image("PNG", size=(40, 20))))
    assert "te veel beeldpunten" in refusal("a.png", image("PNG", size=(40, 21)))


def test_twenty_megabytes_is_the_most():
    most = PDF[:-6].ljust(uploads.MAX_BYTES - 6) + b"%%EOF\n"
    assert uploads.clean_upload(upload("a.pdf", most))
    assert refusal("groot.pdf", most + b"\n") == "“groot.pdf” is te groot: 20 MB. Een bijlage is hoogstens 20 MB."


def test_an_empty_file_is_refused():
    assert refusal("leeg.pdf", b"") == "“leeg.pdf” is leeg. Kies een ander bestand."


def test_a_name_with_folders_is_shown_without_them():
    assert refusal("../../etc/passwd").startswith("“passwd”")
