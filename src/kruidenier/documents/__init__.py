"""Paper: a frozen value in, a PDF or the bytes of a receipt printer out."""
