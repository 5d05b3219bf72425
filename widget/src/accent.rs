//! The shop's colour, and the text colour that can be read on it.

/// What stands in for a colour that cannot be read: the green of our own mark.
const FALLBACK: (u8, u8, u8) = (0x1f, 0x5c, 0x45);

/// A colour for backgrounds, and black or white for what is written on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Accent {
    pub background: String,
    pub text: &'static str,
}

impl Accent {
    /// Reads `#rrggbb`.
    pub fn parse(colour: &str) -> Self {
        let (r, g, b) = channels(colour).unwrap_or(FALLBACK);
        let text = if luminance(r, g, b) > EVEN_LUMINANCE { "#141816" } else { "#ffffff" };
        Self { background: format!("#{r:02x}{g:02x}{b:02x}"), text }
    }
}

/// Above this, black has the better contrast (WCAG 2: √(1.05 × 0.05) − 0.05).
const EVEN_LUMINANCE: f32 = 0.179;

/// The relative luminance, with a gamma of 2: near enough to choose by, and without `powf`'s bytes.
fn luminance(r: u8, g: u8, b: u8) -> f32 {
    let linear = |channel: u8| {
        let share = f32::from(channel) / 255.0;
        share * share
    };
    0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b)
}

fn channels(colour: &str) -> Option<(u8, u8, u8)> {
    let digits = colour.strip_prefix('#').filter(|digits| digits.len() == 6)?;
    let number = u32::from_str_radix(digits, 16).ok()?;
    let [_, r, g, b] = number.to_be_bytes();
    Some((r, g, b))
}
