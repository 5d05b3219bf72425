//! The names that pages write characters by: those of HTML 4, and of HTML 5 those of European letters, Cyrillic, punctuation
//! and currencies. The other sixteen hundred are of mathematics, and would weigh more than all that reads a page.

/// The character of a name, without `&` and `;`.
pub fn named(name: &str) -> Option<char> {
    let place = NAMES.binary_search_by(|(known, _)| (*known).cmp(name)).ok()?;
    NAMES.get(place).map(|(_, character)| *character)
}

/// The longest name at the beginning of `text` that needs no `;`, and its character.
pub fn unfinished(text: &str) -> Option<(&'static str, char)> {
    /// Of such a name.
    const LONGEST: usize = 6;
    (2..=LONGEST).rev().find_map(|length| {
        let place = UNFINISHED.binary_search(&text.get(..length)?).ok()?;
        let name = *UNFINISHED.get(place)?;
        Some((name, named(name)?))
    })
}

/// In the order of their bytes.
#[rustfmt::skip]
const NAMES: &[(&str, char)] = &[
    ("AElig", 'Æ'), ("AMP", '&'), ("Aacute", 'Á'), ("Abreve", 'Ă'), ("Acirc", 'Â'), ("Acy", 'А'),
    ("Agrave", 'À'), ("Alpha", 'Α'), ("Amacr", 'Ā'), ("Aogon", 'Ą'), ("Aring", 'Å'), ("Atilde", 'Ã'),
    ("Auml", 'Ä'), ("Bcy", 'Б'), ("Beta", 'Β'), ("CHcy", 'Ч'), ("COPY", '©'), ("Cacute", 'Ć'),
    ("Ccaron", 'Č'), ("Ccedil", 'Ç'), ("Ccirc", 'Ĉ'), ("Cdot", 'Ċ'), ("Cedilla", '¸'), ("CenterDot", '·'),
    ("Chi", 'Χ'), ("CloseCurlyDoubleQuote", '”'), ("CloseCurlyQuote", '’'), ("DJcy", 'Ђ'), ("DScy", 'Ѕ'),
    ("DZcy", 'Џ'), ("Dagger", '‡'), ("Dcaron", 'Ď'), ("Dcy", 'Д'), ("Delta", 'Δ'),
    ("DiacriticalAcute", '´'), ("DiacriticalGrave", '`'), ("Dot", '¨'), ("DoubleDot", '¨'), ("Dstrok", 'Đ'),
    ("ENG", 'Ŋ'), ("ETH", 'Ð'), ("Eacute", 'É'), ("Ecaron", 'Ě'), ("Ecirc", 'Ê'), ("Ecy", 'Э'),
    ("Edot", 'Ė'), ("Egrave", 'È'), ("Emacr", 'Ē'), ("Eogon", 'Ę'), ("Epsilon", 'Ε'), ("Eta", 'Η'),
    ("Euml", 'Ë'), ("Fcy", 'Ф'), ("GJcy", 'Ѓ'), ("GT", '>'), ("Gamma", 'Γ'), ("Gbreve", 'Ğ'),
    ("Gcedil", 'Ģ'), ("Gcirc", 'Ĝ'), ("Gcy", 'Г'), ("Gdot", 'Ġ'), ("HARDcy", 'Ъ'), ("Hat", '^'),
    ("Hcirc", 'Ĥ'), ("Hstrok", 'Ħ'), ("IEcy", 'Е'), ("IJlig", 'Ĳ'), ("IOcy", 'Ё'), ("Iacute", 'Í'),
    ("Icirc", 'Î'), ("Icy", 'И'), ("Idot", 'İ'), ("Igrave", 'Ì'), ("Imacr", 'Ī'), ("Iogon", 'Į'),
    ("Iota", 'Ι'), ("Itilde", 'Ĩ'), ("Iukcy", 'І'), ("Iuml", 'Ï'), ("Jcirc", 'Ĵ'), ("Jcy", 'Й'),
    ("Jsercy", 'Ј'), ("Jukcy", 'Є'), ("KHcy", 'Х'), ("KJcy", 'Ќ'), ("Kappa", 'Κ'), ("Kcedil", 'Ķ'),
    ("Kcy", 'К'), ("LJcy", 'Љ'), ("LT", '<'), ("Lacute", 'Ĺ'), ("Lambda", 'Λ'), ("Lcaron", 'Ľ'),
    ("Lcedil", 'Ļ'), ("Lcy", 'Л'), ("Lmidot", 'Ŀ'), ("Lstrok", 'Ł'), ("Mcy", 'М'), ("Mu", 'Μ'),
    ("NJcy", 'Њ'), ("Nacute", 'Ń'), ("Ncaron", 'Ň'), ("Ncedil", 'Ņ'), ("Ncy", 'Н'), ("NewLine", '\u{a}'),
    ("NonBreakingSpace", '\u{a0}'), ("Ntilde", 'Ñ'), ("Nu", 'Ν'), ("OElig", 'Œ'), ("Oacute", 'Ó'),
    ("Ocirc", 'Ô'), ("Ocy", 'О'), ("Odblac", 'Ő'), ("Ograve", 'Ò'), ("Omacr", 'Ō'), ("Omega", 'Ω'),
    ("Omicron", 'Ο'), ("OpenCurlyDoubleQuote", '“'), ("OpenCurlyQuote", '‘'), ("Oslash", 'Ø'),
    ("Otilde", 'Õ'), ("Ouml", 'Ö'), ("OverBar", '‾'), ("Pcy", 'П'), ("Phi", 'Φ'), ("Pi", 'Π'),
    ("PlusMinus", '±'), ("Prime", '″'), ("Psi", 'Ψ'), ("QUOT", '"'), ("REG", '®'), ("Racute", 'Ŕ'),
    ("Rcaron", 'Ř'), ("Rcedil", 'Ŗ'), ("Rcy", 'Р'), ("Rho", 'Ρ'), ("SHCHcy", 'Щ'), ("SHcy", 'Ш'),
    ("SOFTcy", 'Ь'), ("Sacute", 'Ś'), ("Scaron", 'Š'), ("Scedil", 'Ş'), ("Scirc", 'Ŝ'), ("Scy", 'С'),
    ("Sigma", 'Σ'), ("THORN", 'Þ'), ("TSHcy", 'Ћ'), ("TScy", 'Ц'), ("Tab", '\u{9}'), ("Tau", 'Τ'),
    ("Tcaron", 'Ť'), ("Tcedil", 'Ţ'), ("Tcy", 'Т'), ("Theta", 'Θ'), ("Tstrok", 'Ŧ'), ("Uacute", 'Ú'),
    ("Ubrcy", 'Ў'), ("Ubreve", 'Ŭ'), ("Ucirc", 'Û'), ("Ucy", 'У'), ("Udblac", 'Ű'), ("Ugrave", 'Ù'),
    ("Umacr", 'Ū'), ("UnderBar", '_'), ("Uogon", 'Ų'), ("Upsilon", 'Υ'), ("Uring", 'Ů'), ("Utilde", 'Ũ'),
    ("Uuml", 'Ü'), ("Vcy", 'В'), ("Verbar", '‖'), ("Vert", '‖'), ("VerticalLine", '|'), ("Wcirc", 'Ŵ'),
    ("Xi", 'Ξ'), ("YAcy", 'Я'), ("YIcy", 'Ї'), ("YUcy", 'Ю'), ("Yacute", 'Ý'), ("Ycirc", 'Ŷ'), ("Ycy", 'Ы'),
    ("Yuml", 'Ÿ'), ("ZHcy", 'Ж'), ("Zacute", 'Ź'), ("Zcaron", 'Ž'), ("Zcy", 'З'), ("Zdot", 'Ż'),
    ("Zeta", 'Ζ'), ("aacute", 'á'), ("abreve", 'ă'), ("acirc", 'â'), ("acute", '´'), ("acy", 'а'),
    ("aelig", 'æ'), ("agrave", 'à'), ("alefsym", 'ℵ'), ("alpha", 'α'), ("amacr", 'ā'), ("amp", '&'),
    ("and", '∧'), ("ang", '∠'), ("angst", 'Å'), ("aogon", 'ą'), ("apos", '\''), ("aring", 'å'),
    ("ast", '*'), ("asymp", '≈'), ("atilde", 'ã'), ("auml", 'ä'), ("backprime", '‵'), ("bcy", 'б'),
    ("bdquo", '„'), ("beta", 'β'), ("bprime", '‵'), ("brvbar", '¦'), ("bsol", '\\'), ("bull", '•'),
    ("bullet", '•'), ("cacute", 'ć'), ("cap", '∩'), ("caret", '⁁'), ("ccaron", 'č'), ("ccedil", 'ç'),
    ("ccirc", 'ĉ'), ("cdot", 'ċ'), ("cedil", '¸'), ("cent", '¢'), ("centerdot", '·'), ("chcy", 'ч'),
    ("chi", 'χ'), ("circ", 'ˆ'), ("circledR", '®'), ("clubs", '♣'), ("colon", ':'), ("comma", ','),
    ("commat", '@'), ("cong", '≅'), ("copy", '©'), ("crarr", '↵'), ("cup", '∪'), ("curren", '¤'),
    ("dArr", '⇓'), ("dagger", '†'), ("darr", '↓'), ("dash", '‐'), ("dcaron", 'ď'), ("dcy", 'д'),
    ("ddagger", '‡'), ("deg", '°'), ("delta", 'δ'), ("diams", '♦'), ("die", '¨'), ("div", '÷'),
    ("divide", '÷'), ("djcy", 'ђ'), ("dollar", '$'), ("dscy", 'ѕ'), ("dstrok", 'đ'), ("dzcy", 'џ'),
    ("eacute", 'é'), ("ecaron", 'ě'), ("ecirc", 'ê'), ("ecy", 'э'), ("edot", 'ė'), ("egrave", 'è'),
    ("emacr", 'ē'), ("empty", '∅'), ("emsp", '\u{2003}'), ("eng", 'ŋ'), ("ensp", '\u{2002}'),
    ("eogon", 'ę'), ("epsilon", 'ε'), ("equals", '='), ("equiv", '≡'), ("eta", 'η'), ("eth", 'ð'),
    ("euml", 'ë'), ("euro", '€'), ("excl", '!'), ("exist", '∃'), ("fcy", 'ф'), ("fnof", 'ƒ'),
    ("forall", '∀'), ("frac12", '½'), ("frac14", '¼'), ("frac34", '¾'), ("frasl", '⁄'), ("gamma", 'γ'),
    ("gbreve", 'ğ'), ("gcirc", 'ĝ'), ("gcy", 'г'), ("gdot", 'ġ'), ("ge", '≥'), ("gjcy", 'ѓ'),
    ("grave", '`'), ("gt", '>'), ("hArr", '⇔'), ("half", '½'), ("hardcy", 'ъ'), ("harr", '↔'),
    ("hcirc", 'ĥ'), ("hearts", '♥'), ("hellip", '…'), ("horbar", '―'), ("hstrok", 'ħ'), ("hybull", '⁃'),
    ("hyphen", '‐'), ("iacute", 'í'), ("icirc", 'î'), ("icy", 'и'), ("iecy", 'е'), ("iexcl", '¡'),
    ("igrave", 'ì'), ("ijlig", 'ĳ'), ("imacr", 'ī'), ("image", 'ℑ'), ("imath", 'ı'), ("infin", '∞'),
    ("inodot", 'ı'), ("int", '∫'), ("iocy", 'ё'), ("iogon", 'į'), ("iota", 'ι'), ("iquest", '¿'),
    ("isin", '∈'), ("itilde", 'ĩ'), ("iukcy", 'і'), ("iuml", 'ï'), ("jcirc", 'ĵ'), ("jcy", 'й'),
    ("jsercy", 'ј'), ("jukcy", 'є'), ("kappa", 'κ'), ("kcedil", 'ķ'), ("kcy", 'к'), ("kgreen", 'ĸ'),
    ("khcy", 'х'), ("kjcy", 'ќ'), ("lArr", '⇐'), ("lacute", 'ĺ'), ("lambda", 'λ'), ("lang", '⟨'),
    ("laquo", '«'), ("larr", '←'), ("lbrace", '{'), ("lbrack", '['), ("lcaron", 'ľ'), ("lcedil", 'ļ'),
    ("lceil", '⌈'), ("lcub", '{'), ("lcy", 'л'), ("ldquo", '“'), ("ldquor", '„'), ("le", '≤'),
    ("lfloor", '⌊'), ("ljcy", 'љ'), ("lmidot", 'ŀ'), ("lowast", '∗'), ("lowbar", '_'), ("loz", '◊'),
    ("lpar", '('), ("lrm", '\u{200e}'), ("lsaquo", '‹'), ("lsqb", '['), ("lsquo", '‘'), ("lsquor", '‚'),
    ("lstrok", 'ł'), ("lt", '<'), ("macr", '¯'), ("mcy", 'м'), ("mdash", '—'), ("micro", 'µ'),
    ("midast", '*'), ("middot", '·'), ("minus", '−'), ("mldr", '…'), ("mu", 'μ'), ("nabla", '∇'),
    ("nacute", 'ń'), ("napos", 'ŉ'), ("nbsp", '\u{a0}'), ("ncaron", 'ň'), ("ncedil", 'ņ'), ("ncy", 'н'),
    ("ndash", '–'), ("ne", '≠'), ("ni", '∋'), ("njcy", 'њ'), ("nldr", '‥'), ("not", '¬'), ("notin", '∉'),
    ("nsub", '⊄'), ("ntilde", 'ñ'), ("nu", 'ν'), ("num", '#'), ("oacute", 'ó'), ("ocirc", 'ô'),
    ("ocy", 'о'), ("odblac", 'ő'), ("oelig", 'œ'), ("ograve", 'ò'), ("oline", '‾'), ("omacr", 'ō'),
    ("omega", 'ω'), ("omicron", 'ο'), ("oplus", '⊕'), ("or", '∨'), ("ordf", 'ª'), ("ordm", 'º'),
    ("oslash", 'ø'), ("otilde", 'õ'), ("otimes", '⊗'), ("ouml", 'ö'), ("para", '¶'), ("part", '∂'),
    ("pcy", 'п'), ("percnt", '%'), ("period", '.'), ("permil", '‰'), ("perp", '⊥'), ("pertenk", '‱'),
    ("phi", 'φ'), ("pi", 'π'), ("piv", 'ϖ'), ("plus", '+'), ("plusmn", '±'), ("pm", '±'), ("pound", '£'),
    ("prime", '′'), ("prod", '∏'), ("prop", '∝'), ("psi", 'ψ'), ("quest", '?'), ("quot", '"'),
    ("rArr", '⇒'), ("racute", 'ŕ'), ("radic", '√'), ("rang", '⟩'), ("raquo", '»'), ("rarr", '→'),
    ("rbrace", '}'), ("rbrack", ']'), ("rcaron", 'ř'), ("rcedil", 'ŗ'), ("rceil", '⌉'), ("rcub", '}'),
    ("rcy", 'р'), ("rdquo", '”'), ("rdquor", '”'), ("real", 'ℜ'), ("reg", '®'), ("rfloor", '⌋'),
    ("rho", 'ρ'), ("rlm", '\u{200f}'), ("rpar", ')'), ("rsaquo", '›'), ("rsqb", ']'), ("rsquo", '’'),
    ("rsquor", '’'), ("sacute", 'ś'), ("sbquo", '‚'), ("scaron", 'š'), ("scedil", 'ş'), ("scirc", 'ŝ'),
    ("scy", 'с'), ("sdot", '⋅'), ("sect", '§'), ("semi", ';'), ("shchcy", 'щ'), ("shcy", 'ш'),
    ("shy", '\u{ad}'), ("sigma", 'σ'), ("sigmaf", 'ς'), ("sim", '∼'), ("softcy", 'ь'), ("sol", '/'),
    ("spades", '♠'), ("strns", '¯'), ("sub", '⊂'), ("sube", '⊆'), ("sum", '∑'), ("sup", '⊃'), ("sup1", '¹'),
    ("sup2", '²'), ("sup3", '³'), ("supe", '⊇'), ("szlig", 'ß'), ("tau", 'τ'), ("tcaron", 'ť'),
    ("tcedil", 'ţ'), ("tcy", 'т'), ("there4", '∴'), ("theta", 'θ'), ("thetasym", 'ϑ'),
    ("thinsp", '\u{2009}'), ("thorn", 'þ'), ("tilde", '˜'), ("times", '×'), ("tprime", '‴'), ("trade", '™'),
    ("tscy", 'ц'), ("tshcy", 'ћ'), ("tstrok", 'ŧ'), ("uArr", '⇑'), ("uacute", 'ú'), ("uarr", '↑'),
    ("ubrcy", 'ў'), ("ubreve", 'ŭ'), ("ucirc", 'û'), ("ucy", 'у'), ("udblac", 'ű'), ("ugrave", 'ù'),
    ("umacr", 'ū'), ("uml", '¨'), ("uogon", 'ų'), ("upsih", 'ϒ'), ("upsilon", 'υ'), ("uring", 'ů'),
    ("utilde", 'ũ'), ("uuml", 'ü'), ("vcy", 'в'), ("verbar", '|'), ("vert", '|'), ("wcirc", 'ŵ'),
    ("weierp", '℘'), ("xi", 'ξ'), ("yacute", 'ý'), ("yacy", 'я'), ("ycirc", 'ŷ'), ("ycy", 'ы'),
    ("yen", '¥'), ("yicy", 'ї'), ("yucy", 'ю'), ("yuml", 'ÿ'), ("zacute", 'ź'), ("zcaron", 'ž'),
    ("zcy", 'з'), ("zdot", 'ż'), ("zeta", 'ζ'), ("zhcy", 'ж'), ("zwj", '\u{200d}'), ("zwnj", '\u{200c}'),
];

/// Those of the first browsers, which are understood without `;` too.
#[rustfmt::skip]
const UNFINISHED: &[&str] = &[
    "AElig", "AMP", "Aacute", "Acirc", "Agrave", "Aring", "Atilde", "Auml", "COPY", "Ccedil", "ETH",
    "Eacute", "Ecirc", "Egrave", "Euml", "GT", "Iacute", "Icirc", "Igrave", "Iuml", "LT", "Ntilde",
    "Oacute", "Ocirc", "Ograve", "Oslash", "Otilde", "Ouml", "QUOT", "REG", "THORN", "Uacute", "Ucirc",
    "Ugrave", "Uuml", "Yacute", "aacute", "acirc", "acute", "aelig", "agrave", "amp", "aring", "atilde",
    "auml", "brvbar", "ccedil", "cedil", "cent", "copy", "curren", "deg", "divide", "eacute", "ecirc",
    "egrave", "eth", "euml", "frac12", "frac14", "frac34", "gt", "iacute", "icirc", "iexcl", "igrave",
    "iquest", "iuml", "laquo", "lt", "macr", "micro", "middot", "nbsp", "not", "ntilde", "oacute", "ocirc",
    "ograve", "ordf", "ordm", "oslash", "otilde", "ouml", "para", "plusmn", "pound", "quot", "raquo", "reg",
    "sect", "shy", "sup1", "sup2", "sup3", "szlig", "thorn", "times", "uacute", "ucirc", "ugrave", "uml",
    "uuml", "yacute", "yen", "yuml",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found() {
        assert!(NAMES.is_sorted() && UNFINISHED.is_sorted());
        assert!(UNFINISHED.iter().all(|name| named(name).is_some()));
        assert_eq!((named("eacute"), named("euro"), named("nope")), (Some('é'), Some('€'), None));
        assert_eq!(unfinished("notit;"), Some(("not", '¬')));
        assert_eq!(unfinished("amp"), Some(("amp", '&')));
        assert_eq!((unfinished("a"), unfinished("é"), unfinished("nope")), (None, None, None));
    }
}
