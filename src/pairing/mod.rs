//! Which posts translate each other: features, score, assignment.
