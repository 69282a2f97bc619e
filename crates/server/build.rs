//! Builds the crate anew when the UI was built anew, because its files are built in.

fn main() {
    // Cargo takes a missing folder for one that always changes: an empty one keeps other builds quick.
    let dist = std::path::Path::new("../../ui/dist");
    if let Err(error) = std::fs::create_dir_all(dist) {
        println!("cargo:warning=ui/dist could not be made: {error}");
    }
    println!("cargo:rerun-if-changed=../../ui/dist");
}
