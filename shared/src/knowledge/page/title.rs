//! What a page is called, without the shop's name around it.

use super::reader::Reading;
use super::text::letters;

/// What shops put between a page's name and their own.
const SEPARATORS: &[&str] =
    &[" | ", " - ", " – ", " — ", " · ", " • ", " » ", " « ", " :: ", "｜", " ‹ ", " › ", " : "];

/// The page's title without the shop's name, or its first heading; `None` when it has neither.
pub fn of(reading: &Reading, host: &str, shop: &str) -> Option<String> {
    let heading = reading.heading.as_deref().filter(|heading| !heading.is_empty());
    let title = reading.title.as_deref().map(str::trim).filter(|title| !title.is_empty());
    let Some(title) = title else { return heading.map(str::to_owned) };
    let parts = parts(title);
    if let Some(heading) = heading
        && parts.iter().any(|part| letters(part) == letters(heading))
    {
        return Some(heading.to_owned());
    }
    let names = [letters(shop), letters(reading.site_name.as_deref().unwrap_or_default())];
    let is_shop = |part: &&str| {
        let part = letters(part);
        // The host's name: `atelier-lutin.fr` for « Atelier Lutin ».
        let is_host = || host.split('.').any(|label| label.len() > 3 && letters(label) == part);
        part.is_empty() || names.contains(&part) || is_host()
    };
    let (first, last) = (parts.first()?, parts.last()?);
    let bare = match parts.len() {
        1 => title,
        _ if is_shop(last) => title.get(..title.len() - last.len()).unwrap_or(title),
        _ if is_shop(first) => title.get(first.len()..).unwrap_or(title),
        _ => title,
    };
    let is_edge = |c: char| c.is_whitespace() || "|-–—·•»«:｜‹›".contains(c);
    let bare = bare.trim_matches(is_edge);
    // A home page has no other name than the shop's; its heading says more.
    let is_bare = bare.is_empty() || is_shop(&bare);
    Some(heading.filter(|_| is_bare).unwrap_or(if bare.is_empty() { title } else { bare }).to_owned())
}

fn parts(title: &str) -> Vec<&str> {
    let mut parts = vec![title];
    for separator in SEPARATORS {
        parts = parts.into_iter().flat_map(|part| part.split(separator)).collect();
    }
    parts.into_iter().map(str::trim).collect()
}
