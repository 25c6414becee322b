"""What FOLLOWS from a worked-out case, as figures: control points, sensitivity, simulation, comparisons. No words."""
