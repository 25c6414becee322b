"""What every page shares: markup, the one component, the page's head, drawings and tables."""
