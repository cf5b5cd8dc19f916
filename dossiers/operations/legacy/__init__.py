"""The importer of the old site's pages: read a file, parse the page, load the dossier."""
