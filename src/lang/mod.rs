//! Languages: their codes, and which of a site's languages a text is in.
