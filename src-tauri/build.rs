//! Reads `tauri.conf.json` and the capabilities, and declares the commands that the window may call.

fn main() {
    println!("cargo:rerun-if-changed=src-tauri/capabilities");
    let attributes =
        tauri_build::Attributes::new().capabilities_path_pattern("./src-tauri/capabilities/**/*").app_manifest(
            tauri_build::AppManifest::new().commands(&["open_again", "rehearse", "reveal", "run", "save", "take_over"]),
        );
    if let Err(error) = tauri_build::try_build(attributes) {
        println!("cargo:warning=the window's configuration could not be read");
        panic!("{error:#}");
    }
}
