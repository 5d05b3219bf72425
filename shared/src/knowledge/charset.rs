//! What bytes are written in: pages declare it, files do not.

/// Bytes as text: by their byte order mark, as UTF-8 if they are that, and otherwise as Western European spreadsheets save.
pub fn of_file(bytes: &[u8]) -> String {
    let charset =
        marked(bytes).unwrap_or(if str::from_utf8(bytes).is_ok() { "utf-8" } else { "windows-1252" });
    decoded(bytes, charset).unwrap_or_default()
}

/// What a page is written in, in lower case: by its byte order mark, what the answer says, what the page says of itself.
/// One that says nothing is UTF-8 or, if it is not, Western European.
pub fn of_page(bytes: &[u8], content_type: &str) -> String {
    /// Where a page must have said it.
    const HEAD: usize = 4_096;
    let head = || {
        String::from_utf8_lossy(bytes.get(..HEAD.min(bytes.len())).unwrap_or_default()).to_ascii_lowercase()
    };
    let declared =
        marked(bytes)
            .map(str::to_owned)
            .or_else(|| named(&content_type.to_ascii_lowercase()))
            // A page whose tags can be read so far is not in UTF-16, whatever it says.
            .or_else(|| head().split("<meta").skip(1).find_map(|tag| named(tag.split('>').next()?)))
            .map(|name| {
                if name.starts_with("utf-16") && marked(bytes).is_none() { "utf-8".to_owned() } else { name }
            });
    declared
        .unwrap_or_else(|| if str::from_utf8(bytes).is_ok() { "utf-8" } else { "windows-1252" }.to_owned())
}

/// Bytes in one of the encodings that need no tables; `None` for others, which a platform may know.
pub fn decoded(bytes: &[u8], charset: &str) -> Option<String> {
    let text = match charset {
        "utf-8" | "utf8" | "us-ascii" | "ascii" => String::from_utf8_lossy(bytes).into_owned(),
        "utf-16le" | "utf-16" => wide(bytes, u16::from_le_bytes),
        "utf-16be" => wide(bytes, u16::from_be_bytes),
        // All of them mean the last.
        "iso-8859-1" | "iso8859-1" | "latin1" | "latin-1" | "cp1252" | "windows-1252" => {
            bytes.iter().map(|&byte| western(byte)).collect()
        }
        _ => return None,
    };
    Some(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text))
}

fn marked(bytes: &[u8]) -> Option<&'static str> {
    match bytes {
        [0xef, 0xbb, 0xbf, ..] => Some("utf-8"),
        [0xff, 0xfe, ..] => Some("utf-16le"),
        [0xfe, 0xff, ..] => Some("utf-16be"),
        _ => None,
    }
}

/// The value of `charset=`.
fn named(text: &str) -> Option<String> {
    let (_, value) = text.split_once("charset")?;
    let value = value.trim_start().strip_prefix('=')?.trim_start().trim_start_matches(['"', '\'']);
    let is_of_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | ':' | '.');
    let name = value.split(|c: char| !is_of_name(c)).next()?;
    (!name.is_empty()).then(|| name.to_owned())
}

fn wide(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> String {
    let units = bytes.chunks_exact(2).map(|pair| match pair {
        &[first, second] => unit([first, second]),
        _ => 0xfffd,
    });
    char::decode_utf16(units).map(|character| character.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
}

/// A byte of windows-1252, which is what Latin-1 means on the web.
pub(super) fn western(byte: u8) -> char {
    const FROM_80: [char; 32] = [
        '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}',
        '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
    ];
    let place = usize::from(byte).checked_sub(0x80);
    place.and_then(|place| FROM_80.get(place).copied()).unwrap_or(char::from(byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_read_as_spreadsheets_save_them() {
        let check = |bytes: &[u8], text: &str| assert_eq!(of_file(bytes), text);
        check("Été 60 €".as_bytes(), "Été 60 €");
        check("\u{feff}Été".as_bytes(), "Été");
        check(b"\xc9t\xe9 60 \x80 \x96 l\x92atelier", "Été 60 € – l’atelier");
        let wide: Vec<u8> = "\u{feff}Été 👍".encode_utf16().flat_map(u16::to_le_bytes).collect();
        check(&wide, "Été 👍");
        check(&wide.iter().copied().chain([0x41]).collect::<Vec<u8>>(), "Été 👍");
        let wide: Vec<u8> = "\u{feff}Été".encode_utf16().flat_map(u16::to_be_bytes).collect();
        check(&wide, "Été");
        check(b"", "");
    }

    #[test]
    fn a_page_is_written_in_what_it_says() {
        let check = |page: &str, content_type: &str, charset: &str| {
            assert_eq!(of_page(page.as_bytes(), content_type), charset, "{page} {content_type}");
        };
        check("<p>é", "text/html", "utf-8");
        check("<p>", "text/html; Charset=ISO-8859-1", "iso-8859-1");
        check("<p>", "text/html; charset=\"Shift_JIS\"; x", "shift_jis");
        check("<meta charset=windows-1251>", "text/html", "windows-1251");
        check("<META http-equiv='Content-Type' content='text/html; charset=gb2312'>", "text/html", "gb2312");
        check("<meta charset=gb2312>", "text/html; charset=utf-8", "utf-8");
        check("<meta charset=utf-16>", "text/html", "utf-8");
        check("\u{feff}<meta charset=gb2312>", "text/html; charset=gb2312", "utf-8");
        check("<meta name=x><p charset=y>", "text/html; charset=", "utf-8");
        assert_eq!(of_page(b"<p>\xe9", "text/html"), "windows-1252");
        assert_eq!(decoded(b"", "koi8-r"), None);
    }
}
