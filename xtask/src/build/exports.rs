//! What a module offers and nobody takes.

use std::{fs, path::Path};

use anyhow::{Context, Result};

/// The section of a WebAssembly module that lists its exports.
const EXPORTS: u8 = 7;
/// `\0asm` and the version.
const HEADER_LEN: usize = 8;

/// Takes the exports whose name `is_idle` from a module, so that `wasm-opt` finds what only they lead to.
///
/// # Errors
/// When the file cannot be read or written, or is no module.
pub fn withdraw(module: &Path, is_idle: impl Fn(&str) -> bool) -> Result<()> {
    let bytes = fs::read(module).with_context(|| format!("cannot read {}", module.display()))?;
    let without = without(&bytes, is_idle).with_context(|| format!("{} is no module", module.display()))?;
    fs::write(module, without).with_context(|| format!("cannot write {}", module.display()))
}

/// Takes the statements of a script that begin with a line in which `name` stands: what offered such exports to the page.
///
/// # Errors
/// When the file cannot be read or written.
pub fn withdraw_statements(script: &Path, name: &str) -> Result<()> {
    let text = fs::read_to_string(script).with_context(|| format!("cannot read {}", script.display()))?;
    fs::write(script, without_statements(&text, name))
        .with_context(|| format!("cannot write {}", script.display()))
}

/// A statement begins where a line does, and goes on with lines that are indented, empty or close it: so wasm-bindgen writes.
fn without_statements(script: &str, name: &str) -> String {
    let mut is_taken = false;
    let kept = script.split_inclusive('\n').filter(|line| {
        if !line.starts_with([' ', '}', '\n']) {
            is_taken = line.contains(name);
        }
        !is_taken
    });
    kept.collect()
}

fn without(module: &[u8], is_idle: impl Fn(&str) -> bool) -> Option<Vec<u8>> {
    let (header, rest) = module.split_at_checked(HEADER_LEN)?;
    let mut out = header.to_vec();
    let mut reader = Reader(rest);
    while !reader.0.is_empty() {
        let kind = reader.byte()?;
        let content = reader.sized()?;
        out.push(kind);
        if kind == EXPORTS {
            write_sized(&mut out, &kept(content, &is_idle)?);
        } else {
            write_sized(&mut out, content);
        }
    }
    Some(out)
}

/// The section without the idle exports.
fn kept(section: &[u8], is_idle: impl Fn(&str) -> bool) -> Option<Vec<u8>> {
    let mut reader = Reader(section);
    let (mut count, mut entries) = (0, Vec::new());
    for _ in 0..reader.number()? {
        let before = reader.0;
        let name = std::str::from_utf8(reader.sized()?).ok()?;
        reader.byte()?;
        reader.number()?;
        if !is_idle(name) {
            count += 1;
            entries.extend_from_slice(before.get(..before.len() - reader.0.len())?);
        }
    }
    let mut out = Vec::new();
    write_number(&mut out, count);
    out.extend(entries);
    Some(out)
}

struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn byte(&mut self) -> Option<u8> {
        let (byte, rest) = self.0.split_first()?;
        self.0 = rest;
        Some(*byte)
    }

    /// LEB128, as WebAssembly writes its numbers.
    fn number(&mut self) -> Option<usize> {
        let (mut number, mut shift) = (0, 0);
        loop {
            let byte = self.byte()?;
            number |= usize::from(byte & 0x7f).checked_shl(shift)?;
            shift += 7;
            if byte < 0x80 {
                return Some(number);
            }
        }
    }

    /// Bytes, after how many they are.
    fn sized(&mut self) -> Option<&'a [u8]> {
        let length = self.number()?;
        let (bytes, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(bytes)
    }
}

fn write_sized(out: &mut Vec<u8>, bytes: &[u8]) {
    write_number(out, bytes.len());
    out.extend_from_slice(bytes);
}

fn write_number(out: &mut Vec<u8>, mut number: usize) {
    while number >= 0x80 {
        out.push(number.to_le_bytes()[0] | 0x80);
        number >>= 7;
    }
    out.push(number.to_le_bytes()[0]);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn module(exports: &[&str]) -> Vec<u8> {
        let mut section = vec![u8::try_from(exports.len()).unwrap()];
        for (at, name) in exports.iter().enumerate() {
            write_sized(&mut section, name.as_bytes());
            section.push(0);
            write_number(&mut section, 200 + at);
        }
        let mut module = b"\0asm\x01\0\0\0".to_vec();
        module.push(1);
        write_sized(&mut module, &[9; 300]);
        module.push(EXPORTS);
        write_sized(&mut module, &section);
        module.push(10);
        write_sized(&mut module, b"code");
        module
    }

    #[test]
    fn the_idle_ones_are_gone_and_all_else_is_as_it_was() {
        let without = without(&module(&["memory", "idle_one", "start"]), |name| name.starts_with("idle"));
        let mut expected = module(&["memory", "start"]);
        // The second one kept was the third: it still leads where it led.
        let at = expected.windows(5).position(|name| name == b"start").unwrap() + 6;
        expected[at] += 1;
        assert_eq!(without, Some(expected));
    }

    #[test]
    fn a_statement_is_taken_whole_and_no_other() {
        let script = "export class Idle {\n    free() {}\n}\nif (x) Idle.y = 1;\n\nexport class Kept {\n    z = Idle;\n}\n\
                      const IdleEnd = (a)\n    ? b\n    : c;\nlet d;\n";
        let kept = "export class Kept {\n    z = Idle;\n}\nlet d;\n";
        assert_eq!(without_statements(script, "Idle"), kept);
    }

    #[test]
    fn what_is_cut_off_is_no_module() {
        let whole = module(&["memory", "start"]);
        for length in 0..HEADER_LEN {
            assert_eq!(without(&whole[..length], |_| true), None);
        }
        assert_eq!(without(&whole[..whole.len() - 1], |_| true), None);
    }
}
