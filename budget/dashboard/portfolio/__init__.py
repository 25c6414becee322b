"""The page Overblik: several cases side by side."""
