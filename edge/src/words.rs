//! The words of the twelve languages, read from the assets when they are first needed: they would be a tenth of the
//! Worker's code, which every new isolate compiles, also to count.

use lutin_shared::assistant::lexicon;
use worker::Env;

use crate::failure::Failure;

/// Has the words there. Once in an isolate's life it takes a moment.
///
/// # Errors
/// A fault; then nothing that reads words may go on, or it would take every text for empty.
pub async fn ready(env: &Env) -> Result<(), Failure> {
    if lexicon::is_installed() {
        return Ok(());
    }
    let mut asset = env.assets("ASSETS")?.fetch("https://assets.invalid/lexicon.txt", None).await?;
    let bundle = asset.text().await?;
    lexicon::install(&bundle).map_err(|language| {
        Failure::fault(format!(
            "the words are not built ({} is missing): run `cargo xtask build`",
            language.tag()
        ))
    })
}
