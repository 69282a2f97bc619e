//! The binary `troupe-cli`.
fn main() {}
