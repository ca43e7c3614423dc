//! Small posts of our own, and what pairing must say of them.
