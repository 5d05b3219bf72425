//! The names by which a module and its script know each other.

use std::{collections::BTreeMap, fs, ops::Range, path::PathBuf};

use anyhow::{Context, Result};

/// Hex digits of the hash that wasm-bindgen ends a name in.
const HASH_LEN: usize = 16;

/// Puts a number in place of every hash that wasm-bindgen ends a name in, the same one in each of `files`. Nothing
/// compresses a hash: two of each for 160 names were 2.5 kB on the way to every phone. A number is as long as the hash was,
/// so that nothing in the module moves.
///
/// # Errors
/// When a file cannot be read or written.
pub fn number_hashes(files: &[PathBuf]) -> Result<()> {
    let mut numbers = BTreeMap::new();
    for file in files {
        let mut bytes = fs::read(file).with_context(|| format!("cannot read {}", file.display()))?;
        number(&mut bytes, &mut numbers);
        fs::write(file, bytes).with_context(|| format!("cannot write {}", file.display()))?;
    }
    Ok(())
}

fn number(bytes: &mut [u8], numbers: &mut BTreeMap<Vec<u8>, String>) {
    for place in hashes(bytes) {
        let Some(hash) = bytes.get_mut(place) else { continue };
        let next = numbers.len();
        let number = numbers.entry(hash.to_vec()).or_insert_with(|| format!("{next:0HASH_LEN$x}"));
        hash.copy_from_slice(number.as_bytes());
    }
}

/// Where hashes stand: `__wbg_close_a3ce29a80f5a2c01`, `closures_____invoke__h20cc258ed9e9b713`.
fn hashes(bytes: &[u8]) -> Vec<Range<usize>> {
    let is_digit = |byte: &u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
    let mut places = Vec::new();
    let mut from = 0;
    while let Some(mark) = bytes.get(from..).and_then(|rest| rest.iter().position(|&byte| byte == b'_')) {
        let start = from + mark + 1;
        let start = if bytes.get(start) == Some(&b'h') { start + 1 } else { start };
        let digits = bytes.get(start..).unwrap_or_default().iter().take_while(|byte| is_digit(byte)).count();
        if digits == HASH_LEN {
            places.push(start..start + digits);
        }
        from = (start + digits).min(bytes.len());
    }
    places
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_stays_the_same_name_in_both_files_and_another_one_another() {
        let mut numbers = BTreeMap::new();
        let mut renamed = |text: &str| {
            let mut bytes = text.as_bytes().to_vec();
            number(&mut bytes, &mut numbers);
            String::from_utf8(bytes).unwrap()
        };
        let script =
            renamed("a.__wbg_close_a3ce29a80f5a2c01();a.invoke__h20cc258ed9e9b713_15(__wbindgen_malloc)");
        assert_eq!(
            script,
            "a.__wbg_close_0000000000000000();a.invoke__h0000000000000001_15(__wbindgen_malloc)"
        );
        let module = renamed(
            "\0invoke__h20cc258ed9e9b713_15\0__wbg_close_d3ed56b5763be5ae\0__wbg_close_a3ce29a80f5a2c01",
        );
        assert_eq!(
            module,
            "\0invoke__h0000000000000001_15\0__wbg_close_0000000000000002\0__wbg_close_0000000000000000"
        );
    }

    #[test]
    fn what_is_no_hash_is_left_alone() {
        for text in
            ["", "_", "_h", "__wbg_set_15", "_a3ce29a80f5a2c0", "_a3ce29a80f5a2c011", "a3ce29a80f5a2c01"]
        {
            assert_eq!(hashes(text.as_bytes()), [], "{text}");
        }
    }
}
