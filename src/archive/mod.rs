//! One plain-text archive file after another → posts: lines, furniture, boundaries, blocks, copies; every line accounted for.
