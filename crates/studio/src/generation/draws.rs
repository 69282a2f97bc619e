//! Wildcards and choices of a request: each picture draws its own words, by its seed.

use super::GenerationRecipe;
use crate::{
    Result, Studio, prompt,
    text::wildcards::{self, Part, Words},
    word_rules,
};
use troupe_library::tables::wildcards as table;

/// What a prompt's places are filled with; a prompt without any is its own only draw.
#[derive(Debug)]
pub(super) struct Draws {
    text: String,
    words: Option<Words>,
}

impl Draws {
    /// Reads the wildcards that a prompt needs.
    pub(super) async fn of(studio: &Studio, text: &str) -> Result<Self> {
        let is_drawn = wildcards::parts(text).iter().any(|part| !matches!(part, Part::Plain(_)));
        let words = if is_drawn {
            let mut read = studio.library().read().await?;
            Some(table::list(&mut read).await?.into_iter().map(|row| (row.name, row.words)).collect())
        } else {
            None
        };
        Ok(Self { text: text.to_owned(), words })
    }

    /// The prompt of a seed.
    pub(super) fn draw(&self, seed: u64) -> Result<String> {
        match &self.words {
            Some(words) => wildcards::draw("prompt", &self.text, words, seed, None),
            None => Ok(self.text.clone()),
        }
    }

    /// Gives each recipe the words of its own seed.
    pub(super) fn lay_into(&self, recipes: &mut [GenerationRecipe], inputs: &mut prompt::Inputs) -> Result<()> {
        if self.words.is_none() {
            return Ok(());
        }
        for recipe in recipes {
            inputs.prompt = self.draw(recipe.seed)?;
            let composed = prompt::compose(inputs);
            word_rules::check("prompt", &composed.prompt)?;
            recipe.asked.clone_from(&inputs.prompt);
            recipe.prompt = composed.prompt;
            recipe.parts = composed.parts;
        }
        Ok(())
    }
}
