"""What is kept of the cases on the page: drafts, versions, conflicts and links."""
