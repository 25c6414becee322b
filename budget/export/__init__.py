"""What LEAVES: the table as text, CSV and JSON, the workbook, and reading an edited workbook back."""
