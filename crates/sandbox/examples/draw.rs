//! Draws prompts to PNG files, to look at: `cargo run -p troupe-sandbox --example draw -- FOLDER WIDTH HEIGHT SEEDS PROMPT…`

use std::path::Path;
use std::time::Instant;

use troupe_sandbox::draw::{Drawing, draw};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [folder, width, height, seeds, prompts @ ..] = arguments.as_slice() else {
        return Err("usage: draw FOLDER WIDTH HEIGHT SEEDS PROMPT…".into());
    };
    std::fs::create_dir_all(folder)?;
    for (index, prompt) in prompts.iter().enumerate() {
        for seed in 0..seeds.parse()? {
            let drawing = Drawing { positive: prompt.clone(), seed, ..Drawing::default() };
            let start = Instant::now();
            let pixels = draw(&drawing, width.parse()?, height.parse()?).ok_or("this size cannot be drawn")?;
            let path = Path::new(folder).join(format!("{index:02}-{seed:02}.png"));
            println!("{} in {} ms: {prompt}", path.display(), start.elapsed().as_millis());
            std::fs::write(path, pixels.encode_png()?)?;
        }
    }
    Ok(())
}
