//! The one thing that is asked of `Cargo.lock`: which versions of a crate the project uses.

/// Every locked version of the crate `name`, in the file's order.
///
/// Cargo writes each package as a `[[package]]` block whose first two lines are `name = "…"` and `version = "…"`.
pub fn versions_of<'lock>(lock: &'lock str, name: &str) -> Vec<&'lock str> {
    lock.split("[[package]]")
        .filter(|block| value(block, "name") == Some(name))
        .filter_map(|block| value(block, "version"))
        .collect()
}

fn value<'block>(block: &'block str, key: &str) -> Option<&'block str> {
    block.lines().find_map(|line| line.strip_prefix(key)?.strip_prefix(" = \"")?.strip_suffix('"'))
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOCK: &str = r#"
version = 4

[[package]]
name = "wasm-bindgen"
version = "0.2.129"
dependencies = [
 "cfg-if",
]

[[package]]
name = "wasm-bindgen-macro"
version = "0.2.130"

[[package]]
name = "twice"
version = "1.0.0"

[[package]]
name = "twice"
version = "2.0.0"
"#;

    #[test]
    fn a_crate_is_found_by_its_whole_name() {
        assert_eq!(versions_of(LOCK, "wasm-bindgen"), ["0.2.129"]);
        assert!(versions_of(LOCK, "wasm").is_empty());
    }

    #[test]
    fn a_crate_locked_twice_has_two_versions() {
        assert_eq!(versions_of(LOCK, "twice"), ["1.0.0", "2.0.0"]);
    }
}
