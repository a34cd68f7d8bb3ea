"""What may come in as a file: a PDF, a picture, plain text. Bytes in; the original and a cleaned copy out."""
