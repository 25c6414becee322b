"""The rules an exported workbook must keep, by theme."""
