//! Cairn: Scheme in Rust.
