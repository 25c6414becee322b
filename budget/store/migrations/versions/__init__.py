"""One file for each form of the store. What has been released is never edited."""
