//! How many bytes a file is, as it lies there and as it travels.

use std::{
    io::{Read as _, Write as _},
    ops::AddAssign,
};

use anyhow::{Context, Result};
use brotli::CompressorReader;
use flate2::{Compression, write::GzEncoder};

const BROTLI_BUFFER_BYTES: usize = 4_096;
const BROTLI_QUALITY: u32 = 11;
/// The largest window that browsers accept.
const BROTLI_WINDOW_BITS: u32 = 22;

/// Bytes of one file, or of several that travel one by one.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Weight {
    pub raw: usize,
    pub gzip: usize,
    pub brotli: usize,
}

impl Weight {
    pub fn of(bytes: &[u8]) -> Result<Self> {
        let mut gzip = GzEncoder::new(Vec::new(), Compression::best());
        gzip.write_all(bytes).context("cannot compress with gzip")?;
        let gzip = gzip.finish().context("cannot compress with gzip")?.len();

        Ok(Self { raw: bytes.len(), gzip, brotli: brotli(bytes)?.len() })
    }
}

/// Bytes in brotli, as small as it gets.
pub fn brotli(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut brotli = Vec::new();
    CompressorReader::new(bytes, BROTLI_BUFFER_BYTES, BROTLI_QUALITY, BROTLI_WINDOW_BITS)
        .read_to_end(&mut brotli)
        .context("cannot compress with brotli")?;
    Ok(brotli)
}

impl AddAssign for Weight {
    fn add_assign(&mut self, other: Self) {
        self.raw += other.raw;
        self.gzip += other.gzip;
        self.brotli += other.brotli;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_that_repeats_itself_travels_light() {
        let text = "Bonjour, je suis le lutin. ".repeat(100);
        let weight = Weight::of(text.as_bytes()).unwrap();
        assert_eq!(weight.raw, text.len());
        assert!(weight.brotli < weight.gzip && weight.gzip < 100, "{weight:?}");
    }

    #[test]
    fn what_is_compressed_comes_out_as_it_was() {
        let bytes = b"\0asm\x01\0\0\0".repeat(50);
        let packed = brotli(&bytes).unwrap();
        let mut again = Vec::new();
        brotli::Decompressor::new(packed.as_slice(), BROTLI_BUFFER_BYTES).read_to_end(&mut again).unwrap();
        assert_eq!(again, bytes);
    }

    #[test]
    fn files_travel_one_by_one() {
        let mut total = Weight { raw: 1, gzip: 2, brotli: 3 };
        total += Weight { raw: 10, gzip: 20, brotli: 30 };
        assert_eq!(total, Weight { raw: 11, gzip: 22, brotli: 33 });
    }
}
