"""The page Følsomhed og usikkerhed: scenarios, what moves the result, the chance of paying back, and what must be."""
