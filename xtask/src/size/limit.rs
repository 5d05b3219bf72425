//! How heavy something may become. A kB is 1,000 bytes.

use super::weight::Weight;

/// How the thing travels: a browser takes brotli, Cloudflare counts a Worker in gzip.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Encoding {
    Brotli,
    Gzip,
}

#[derive(Clone, Copy, Debug)]
pub struct Limit {
    pub what: &'static str,
    pub encoding: Encoding,
    /// Still allowed.
    pub bytes: usize,
}

impl Limit {
    /// What to tell the person when `weight` is above the limit.
    pub fn complaint(&self, weight: &Weight) -> Option<String> {
        let (bytes, encoding) = match self.encoding {
            Encoding::Brotli => (weight.brotli, "brotli"),
            Encoding::Gzip => (weight.gzip, "gzip"),
        };
        let excess = bytes.checked_sub(self.bytes).filter(|&excess| excess > 0)?;
        Some(format!(
            "the {} is {bytes} bytes in {encoding}, {excess} above its limit of {}",
            self.what, self.bytes
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PANEL: Limit = Limit { what: "panel", encoding: Encoding::Brotli, bytes: 90_000 };
    const WORKER: Limit = Limit { what: "Worker", encoding: Encoding::Gzip, bytes: 1_000_000 };

    #[test]
    fn a_limit_is_still_allowed_and_one_byte_more_is_not() {
        let at_limit = Weight { raw: 400_000, gzip: 120_000, brotli: 90_000 };
        assert_eq!(PANEL.complaint(&at_limit), None);
        let above = Weight { brotli: 90_001, ..at_limit };
        assert_eq!(
            PANEL.complaint(&above).as_deref(),
            Some("the panel is 90001 bytes in brotli, 1 above its limit of 90000")
        );
    }

    #[test]
    fn each_limit_looks_at_its_own_encoding() {
        let weight = Weight { raw: 3_000_000, gzip: 1_000_000, brotli: 90_001 };
        assert_eq!(WORKER.complaint(&weight), None);
        assert!(PANEL.complaint(&weight).is_some());
    }
}
