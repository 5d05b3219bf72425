//! A page's style sheets as one: three of them are three requests, and what they have in common travels three times.

use std::{fs, path::Path};

use anyhow::{Context, Result, ensure};

/// Makes one sheet of those that a page links, in their order, and has the page link that. Its name changes whenever one of
/// theirs does.
///
/// # Errors
/// When the page links no sheet, or a file cannot be read or written.
pub fn join(folder: &Path, page: &Path) -> Result<()> {
    let text = fs::read_to_string(page).with_context(|| format!("cannot read {}", page.display()))?;
    let sheets: Vec<&str> = text.lines().filter_map(sheet).collect();
    ensure!(!sheets.is_empty(), "{} links no style sheet", page.display());
    let mut joined = String::new();
    let mut hash = 0;
    for sheet in &sheets {
        let name = sheet.rsplit('/').next().unwrap_or(sheet);
        let file = folder.join(name);
        joined += &fs::read_to_string(&file).with_context(|| format!("cannot read {}", file.display()))?;
        fs::remove_file(&file).with_context(|| format!("cannot remove {}", file.display()))?;
        hash = mix(hash, own_hash(name)?);
    }
    let name = format!("style-{hash:016x}.css");
    fs::write(folder.join(&name), joined).with_context(|| format!("cannot write {name}"))?;
    fs::write(page, relinked(&text, &name)).with_context(|| format!("cannot write {}", page.display()))
}

/// The sheet that a line of a page links.
fn sheet(line: &str) -> Option<&str> {
    line.strip_prefix("<link rel=\"stylesheet\" href=\"")?.split('"').next()
}

/// The page with one link in place of all: where the first stood.
fn relinked(page: &str, name: &str) -> String {
    let mut is_linked = false;
    let lines = page.lines().filter_map(|line| match sheet(line) {
        None => Some(line.to_owned()),
        Some(_) if is_linked => None,
        Some(first) => {
            is_linked = true;
            let folder = first.rsplit_once('/').map_or("", |(folder, _)| folder);
            Some(format!("<link rel=\"stylesheet\" href=\"{folder}/{name}\">"))
        }
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// The hash in a name that Trunk gave: `log-1cf8e24c84723de8.css`.
fn own_hash(name: &str) -> Result<u64> {
    let hash = name.strip_suffix(".css").and_then(|name| name.rsplit('-').next()).unwrap_or_default();
    u64::from_str_radix(hash, 16).with_context(|| format!("no hash is in the name {name}"))
}

/// Of both, in this order.
const fn mix(all: u64, one: u64) -> u64 {
    all.rotate_left(21) ^ one
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sheets_become_one_in_their_order_and_the_page_links_it() {
        let folder = std::env::temp_dir().join(format!("lutin-styles-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        let write = |name: &str, text: &str| fs::write(folder.join(name), text).unwrap();
        let build = |b_hash: &str| {
            let b = format!("b-{b_hash}.css");
            write("a-0000000000000001.css", "a{}");
            write(&b, "b{}");
            let link = |name: &str| format!("<link rel=\"stylesheet\" href=\"/panel/{name}\"/>\n");
            write(
                "index.html",
                &["<head>\n", &link("a-0000000000000001.css"), &link(&b), "</head>"].concat(),
            );
            join(&folder, &folder.join("index.html")).unwrap();
            let page = fs::read_to_string(folder.join("index.html")).unwrap();
            let name = page.split("/panel/").nth(1).unwrap().split('"').next().unwrap().to_owned();
            assert_eq!(fs::read_to_string(folder.join(&name)).unwrap(), "a{}b{}");
            assert_eq!(page, format!("<head>\n<link rel=\"stylesheet\" href=\"/panel/{name}\">\n</head>"));
            name
        };
        assert_ne!(build("0000000000000002"), build("0000000000000003"), "other styles have another name");
        fs::remove_dir_all(&folder).unwrap();
    }
}
