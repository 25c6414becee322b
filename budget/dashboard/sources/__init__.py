"""The page Kilder og kontrol: every figure beside the library, its source, and the control points."""
