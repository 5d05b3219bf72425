//! `cargo xtask train WHAT`: makes the tables of weights that `lutin-shared` reads, from named sources, repeatably.

#![allow(clippy::indexing_slicing, reason = "a wrong index here ends a training, and serves nobody")]

mod corpus;
mod fit;
mod language;
mod readers;
mod wordfreq;

use std::path::Path;

use anyhow::{Result, bail};

fn main() -> Result<()> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    match std::env::args().nth(1).as_deref() {
        Some("language") => language::train(root),
        Some("readers") => readers::train(root, &std::env::args().skip(2).collect::<Vec<_>>()),
        _ => bail!("train what? language, readers"),
    }
}

/// What a browser would take for `bytes`.
pub fn brotli_size(bytes: &[u8]) -> usize {
    let mut packed = Vec::new();
    let parameters = brotli::enc::BrotliEncoderParams { quality: 11, lgwin: 22, ..Default::default() };
    match brotli::BrotliCompress(&mut &bytes[..], &mut packed, &parameters) {
        Ok(size) => size,
        Err(_) => bytes.len(),
    }
}
