//! What a module carries and nobody needs: exports that no page takes, the words of panics, long names.
//!
//! The panel travels to a phone. A panic in it stops it, with words or without; so the words stay at home (`silence`).

use std::{collections::HashSet, fs, path::Path};

use anyhow::{Context, Result};

/// Sections of a WebAssembly module.
const CUSTOM: u8 = 0;
const IMPORTS: u8 = 2;
const EXPORTS: u8 = 7;
const CODE: u8 = 10;
const DATA: u8 = 11;
/// `\0asm` and the version.
const HEADER_LEN: usize = 8;
/// The body of a function that stops the module: no locals, `unreachable`, `end`.
const UNREACHABLE: [u8; 3] = [0, 0x00, 0x0b];

/// Takes the exports whose name `is_idle` from a module, so that `wasm-opt` finds what only they lead to.
///
/// # Errors
/// When the file cannot be read or written, or is no module.
pub fn withdraw(module: &Path, is_idle: impl Fn(&str) -> bool) -> Result<()> {
    rewrite(module, |kind, content| match kind {
        EXPORTS => kept(content, &is_idle),
        _ => Some(content.to_vec()),
    })
}

/// Has the functions whose name `is_last_word` stop the module at once, so that `wasm-opt` finds what only they lead to, and
/// blanks the paths below `roots` that they would have told: a machine's paths are nobody's business. Needs the names of
/// functions.
///
/// # Errors
/// When the file cannot be read or written, or is no module with names.
pub fn silence(module: &Path, is_last_word: impl Fn(&str) -> bool, roots: &[String]) -> Result<()> {
    let bytes = read(module)?;
    let no_module = || format!("{} is no module with names", module.display());
    let silenced =
        functions(&bytes, &is_last_word).filter(|found| !found.is_empty()).with_context(no_module)?;
    let imported = imports(&bytes).with_context(no_module)?.len();
    rewrite(module, |kind, content| match kind {
        CODE => stopped(content, imported, &silenced),
        DATA => Some(blanked(content, roots)),
        _ => Some(content.to_vec()),
    })
}

/// Gives the functions that a module imports names of a letter or two, in it and in its script, and takes from the script
/// those that the module does not import.
///
/// # Errors
/// When a file cannot be read or written, or is no module.
pub fn shorten_imports(module: &Path, script: &Path) -> Result<()> {
    let names = imports(&read(module)?).with_context(|| format!("{} is no module", module.display()))?;
    rewrite(module, |kind, content| match kind {
        IMPORTS => renamed(content, &names),
        _ => Some(content.to_vec()),
    })?;
    let text = fs::read_to_string(script).with_context(|| format!("cannot read {}", script.display()))?;
    fs::write(script, with_imports(&text, &names))
        .with_context(|| format!("cannot write {}", script.display()))
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

/// What a script offers a module, as wasm-bindgen writes it: a member of `import0` from its name to the `},` that stands as deep.
fn with_imports(script: &str, names: &[String]) -> String {
    const INDENT: &str = "        ";
    let is_member = |line: &str| {
        line.strip_prefix(INDENT).is_some_and(|rest| rest.starts_with("__wb") && rest.contains(": function("))
    };
    let (mut out, mut is_taken) = (String::with_capacity(script.len()), false);
    for line in script.split_inclusive('\n') {
        if is_member(line) {
            let (name, rest) = line.trim_start().split_once(':').unwrap_or_default();
            let at = names.iter().position(|known| known == name);
            is_taken = at.is_none();
            if let Some(at) = at {
                out.extend([INDENT, &short(at), ":", rest]);
            }
            continue;
        }
        if !is_taken {
            out.push_str(line);
        }
        is_taken &= !line.starts_with("        }");
    }
    out
}

/// The name of the import at a place: a letter, then two.
fn short(at: usize) -> String {
    let letter = |at: usize| char::from(b'a' + u8::try_from(at % 26).unwrap_or_default());
    if at < 26 { letter(at).into() } else { [letter(at / 26 - 1), letter(at)].iter().collect() }
}

fn read(module: &Path) -> Result<Vec<u8>> {
    fs::read(module).with_context(|| format!("cannot read {}", module.display()))
}

fn rewrite(module: &Path, change: impl Fn(u8, &[u8]) -> Option<Vec<u8>>) -> Result<()> {
    let bytes = read(module)?;
    let changed = changed(&bytes, change).with_context(|| format!("{} is no module", module.display()))?;
    fs::write(module, changed).with_context(|| format!("cannot write {}", module.display()))
}

fn changed(module: &[u8], change: impl Fn(u8, &[u8]) -> Option<Vec<u8>>) -> Option<Vec<u8>> {
    let (header, _) = module.split_at_checked(HEADER_LEN)?;
    let mut out = header.to_vec();
    for section in sections(module) {
        let (kind, content) = section?;
        out.push(kind);
        write_sized(&mut out, &change(kind, content)?);
    }
    Some(out)
}

/// Each section's kind and content; `None` where the module breaks off.
fn sections(module: &[u8]) -> impl Iterator<Item = Option<(u8, &[u8])>> {
    let mut reader = module.get(HEADER_LEN..).map(Reader);
    core::iter::from_fn(move || {
        let it = reader.as_mut()?;
        if it.0.is_empty() {
            return None;
        }
        let section = it.byte().and_then(|kind| Some((kind, it.sized()?)));
        if section.is_none() {
            reader = None;
        }
        Some(section)
    })
}

fn section(module: &[u8], wanted: u8) -> Option<&[u8]> {
    sections(module).flatten().find(|(kind, _)| *kind == wanted).map(|(_, content)| content)
}

/// The names that a module imports, all of them of functions.
fn imports(module: &[u8]) -> Option<Vec<String>> {
    let mut reader = Reader(section(module, IMPORTS)?);
    (0..reader.number()?)
        .map(|_| {
            reader.sized()?;
            let name = std::str::from_utf8(reader.sized()?).ok()?.to_owned();
            (reader.byte()? == 0).then_some(())?;
            reader.number()?;
            Some(name)
        })
        .collect()
}

/// The same imports under their short names.
fn renamed(section: &[u8], names: &[String]) -> Option<Vec<u8>> {
    let mut reader = Reader(section);
    let mut out = Vec::new();
    write_number(&mut out, reader.number()?);
    for at in 0..names.len() {
        write_sized(&mut out, reader.sized()?);
        reader.sized()?;
        write_sized(&mut out, short(at).as_bytes());
        out.push(reader.byte()?);
        write_number(&mut out, reader.number()?);
    }
    Some(out)
}

/// The places of the functions whose name `is_wanted`, by the section of names.
fn functions(module: &[u8], is_wanted: impl Fn(&str) -> bool) -> Option<HashSet<usize>> {
    let names = sections(module).flatten().filter(|(kind, _)| *kind == CUSTOM).find_map(|(_, content)| {
        let mut reader = Reader(content);
        (reader.sized()? == b"name").then_some(reader.0)
    });
    let mut reader = Reader(names?);
    while !reader.0.is_empty() {
        let (kind, content) = (reader.byte()?, reader.sized()?);
        if kind == 1 {
            let mut names = Reader(content);
            let count = names.number()?;
            let named =
                (0..count).map(|_| Some((names.number()?, std::str::from_utf8(names.sized()?).ok()?)));
            let named: Option<Vec<_>> = named.collect();
            return Some(named?.into_iter().filter(|(_, name)| is_wanted(name)).map(|(at, _)| at).collect());
        }
    }
    None
}

/// The section of code, with nothing but an end in the functions of these places.
fn stopped(section: &[u8], imported: usize, places: &HashSet<usize>) -> Option<Vec<u8>> {
    let mut reader = Reader(section);
    let count = reader.number()?;
    let mut out = Vec::with_capacity(section.len());
    write_number(&mut out, count);
    for at in imported..imported + count {
        let body = reader.sized()?;
        write_sized(&mut out, if places.contains(&at) { &UNREACHABLE } else { body });
    }
    Some(out)
}

/// Data with zeros in place of the paths of sources: `/home/me/.cargo/registry/…/lib.rs`. Strings stand side by side, so a path
/// begins at the last root before its end.
fn blanked(data: &[u8], roots: &[String]) -> Vec<u8> {
    let mut out = data.to_vec();
    let mut from = 0;
    while let Some(end) = find(&out, b".rs", from).map(|at| at + 3) {
        let text = out.get(from..end).unwrap_or_default();
        let start = roots
            .iter()
            .filter_map(|root| text.windows(root.len()).rposition(|part| part == root.as_bytes()));
        if let Some(path) = start.max().and_then(|start| out.get_mut(from + start..end)) {
            path.fill(0);
        }
        from = end;
    }
    out
}

fn find(bytes: &[u8], wanted: &[u8], from: usize) -> Option<usize> {
    bytes.get(from..)?.windows(wanted.len()).position(|window| window == wanted).map(|at| from + at)
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
        let take = |kind: u8, content: &[u8]| match kind {
            EXPORTS => kept(content, |name: &str| name.starts_with("idle")),
            _ => Some(content.to_vec()),
        };
        let without = changed(&module(&["memory", "idle_one", "start"]), take);
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

    /// Two imports, three functions of two bytes each, and the names of all five.
    fn named() -> Vec<u8> {
        let mut module = b"\0asm\x01\0\0\0".to_vec();
        let mut imports = vec![2];
        for name in ["__wbg_close_0", "__wbg_open_1"] {
            write_sized(&mut imports, b"./glue.js");
            write_sized(&mut imports, name.as_bytes());
            imports.extend([0, 1]);
        }
        let (mut code, mut names) = (vec![3], vec![5]);
        for at in 0..5 {
            names.push(at);
            write_sized(&mut names, format!("function {at}").as_bytes());
            if at > 1 {
                write_sized(&mut code, &[0, at, 0x0b]);
            }
        }
        let mut custom = Vec::new();
        write_sized(&mut custom, b"name");
        custom.push(1);
        write_sized(&mut custom, &names);
        for (kind, content) in [(IMPORTS, imports), (CODE, code), (CUSTOM, custom)] {
            module.push(kind);
            write_sized(&mut module, &content);
        }
        module
    }

    #[test]
    fn a_function_is_found_by_its_name_and_silenced_alone() {
        let module = named();
        let found = functions(&module, |name| name == "function 3").unwrap();
        assert_eq!(found, HashSet::from([3]));
        let silenced = stopped(section(&module, CODE).unwrap(), 2, &found).unwrap();
        assert_eq!(silenced, [3, 3, 0, 2, 0x0b, 3, 0, 0, 0x0b, 3, 0, 4, 0x0b]);
        assert_eq!(functions(&module[..module.len() - 9], |_| true), None);
    }

    #[test]
    fn an_import_has_one_short_name_on_both_sides() {
        let module = named();
        let names = imports(&module).unwrap();
        assert_eq!(names, ["__wbg_close_0", "__wbg_open_1"]);
        let short = renamed(section(&module, IMPORTS).unwrap(), &names).unwrap();
        assert!(short.ends_with(b"./glue.js\x01b\0\x01"), "{short:?}");
        let script = "    const import0 = {\n        __proto__: null,\n        __wbg_open_1: function(arg0) {\n            open();\n        },\n        \
                      __wbg_idle_2: function() {\n            return 1;\n        },\n        __wbg_close_0: function() { return x(function() {\n            \
                      }, arguments); },\n    };\n";
        let shortened = "    const import0 = {\n        __proto__: null,\n        b: function(arg0) {\n            open();\n        },\n        \
                         a: function() { return x(function() {\n            }, arguments); },\n    };\n";
        assert_eq!(with_imports(script, &names), shortened);
        assert_eq!([0, 25, 26, 52].map(super::short), ["a", "z", "aa", "ba"]);
    }

    #[test]
    fn paths_are_blanked_and_what_stands_beside_them_is_not() {
        let data = b"/api/posts/root/.cargo/registry/a-1.0/src/lib.rs/rustc/ab/core.rsonline\xffshared/src/x.rs. is read.rs";
        let blank = blanked(data, &["/root/.cargo/", "/rustc/", "shared/src/"].map(String::from));
        let text = String::from_utf8_lossy(&blank).replace('\0', "");
        assert_eq!(text, "/api/postsonline\u{fffd}. is read.rs");
        assert_eq!(blank.len(), data.len());
    }

    #[test]
    fn what_is_cut_off_is_no_module() {
        let whole = module(&["memory", "start"]);
        for length in 0..HEADER_LEN {
            assert_eq!(changed(&whole[..length], |_, content| Some(content.to_vec())), None);
        }
        assert_eq!(changed(&whole[..whole.len() - 1], |_, content| Some(content.to_vec())), None);
    }
}
