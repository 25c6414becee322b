"""The pages as plain data: which parts they have, in which order. The dashboard shows them, the PDF prints them."""
