"""The page Sagstal: children, caseworkers and what would have to be true."""
