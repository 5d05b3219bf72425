use std::time::Instant;

use proptest::prelude::*;

use crate::knowledge::address::{Policy, allowed};

use super::reader::Reading;
use super::token::Sink;
use super::*;

const SITE: Site<'_> = Site { name: "L'Atelier du Lutin", language: Language::Fr };

fn address(path: &str) -> Address {
    allowed(&format!("https://atelier-lutin.example{path}"), &Policy { origins: None, allows_private: false })
        .unwrap()
}

fn page(html: &str) -> Option<Article> {
    of_html(html, &address("/faq"), &SITE)
}

fn body(html: &str) -> String {
    page(html).map(|article| article.body).unwrap_or_default()
}

#[test]
fn a_page_of_a_shop_becomes_an_article() {
    let article =
        of_html(include_str!("tests/delivery.html"), &address("/fr/pages/livraison"), &SITE).unwrap();
    let expected = include_str!("tests/delivery.md").trim_end();
    assert_eq!(article.body, expected, "\n{}", article.body);
    assert_eq!(article.title, "Livraison & retours");
    assert_eq!(article.language, Some(Language::Fr));
    assert_eq!(article.id.unwrap().as_str(), "pages_livraison");
    assert_eq!(article.url.as_deref(), Some("https://atelier-lutin.example/fr/pages/livraison"));
    assert_eq!(
        article.questions,
        ["Combien coûte la livraison ?", "Puis-je retourner un article personnalisé ?", "Et à l'étranger ?"]
    );
}

#[test]
fn the_markup_of_broken_pages_is_read_as_browsers_read_it() {
    let check = |html: &str, expected: &str| assert_eq!(body(html), expected, "{html}");
    check("plain words", "plain words");
    check("<p>one<p>two<div>three", "one\n\ntwo\n\nthree");
    check(
        "<ul><li>one<li>two<ul><li>deep</ul><li>three</ul>after",
        "- one\n- two\n  - deep\n- three\n\nafter",
    );
    check("<ol><li><p>one</p><p>more</p><li>two</ol>", "1. one\n  more\n2. two");
    check("<h2>Never closed<p>text", "## Never closed\n\ntext");
    check("<h2><div>In a div</div></h2><p>text", "## In a div\n\ntext");
    check("<b>bold<i> both</b> italic</i> end", "bold both italic end");
    check("</div></p>a</b></ul></table>b", "a\n\nb");
    check("a &lt; b &amp&nbsp;c &eacute;&#8364;&#x20AC; &unknown; &", "a < b & c é€€ &unknown; &");
    check("a\u{ad}b\u{200b}c   d\n\n e", "abc d e");
    check("one<br>two<br/><br>three", "one\ntwo\n\nthree");
    check("<p hidden>no<p>yes", "yes");
    check("<nav><ul><li>menu</nav>text", "text");
    check("<div><nav><ul><li>never closed</div>text", "text");
    check("<script>if (a<b) '</p>'</script>text<script>", "text");
    check("<style>p{}</style><svg><title>no</title><text>no</text></svg>text", "text");
    check("<!-- <p>no --><p>yes<!-- never closed", "yes");
    check("text<p", "text");
    check("<textarea>no</textarea><select><option>no</select>yes", "yes");
    check("<template><p>no</p></template><noscript>no</noscript>yes", "yes");
    check("<pre>a  b\n  c</pre>", "a b\nc");
}

#[test]
fn hidden_parts_are_left_out_and_folded_ones_are_read() {
    let check = |html: &str, expected: &str| assert_eq!(body(html), expected, "{html}");
    check("<div hidden>no <div>no</div> no</div>yes", "yes");
    check("<div style='color: red; display : none'>no</div>yes", "yes");
    check("<span style='visibility:hidden'>no <span>no</span></span>yes", "yes");
    check("<body style='display:none'>yes", "yes");
    check("<div role=dialog>no</div><dialog>no</dialog><dialog open>yes</dialog>", "yes");
    check("<div role=navigation>no</div><i aria-hidden=true>no</i>yes", "yes");
    check("<div hidden=until-found>yes</div>", "yes");
    check("<div role=region hidden>folded</div>", "folded");
    check("<details><summary>Un délai ?</summary>Deux jours.</details>", "### Un délai ?\n\nDeux jours.");
    check("<h3><button>Un délai ?</button></h3><div>Deux jours.</div>", "### Un délai ?\n\nDeux jours.");
    check(
        "<button>Un délai ?</button><div>Deux jours.</div><button>Acheter</button>",
        "### Un délai ?\n\nDeux jours.",
    );
    check(
        "<dl><dt>Un délai ?<dd>Deux jours.<dt>Prix<dd>5 €</dl>",
        "### Un délai ?\n\nDeux jours.\n\nPrix\n\n5 €",
    );
}

#[test]
fn the_main_part_is_preferred_where_there_is_one() {
    let check = |html: &str, expected: &str| assert_eq!(body(html), expected, "{html}");
    check("<header>no</header><p>no</p><main>yes</main><footer>no</footer><p>no", "yes");
    check("<div>no</div><div role=main>yes</div>", "yes");
    check(
        "<p>no</p><article><header><h1>T</h1><p>by no</p></header>yes, and more of it</article>",
        "yes, and more of it",
    );
    check("<main><h2>Only a heading</h2></main><p>yes</p>", "## Only a heading\n\nyes");
    check(
        "<p>A long text about the delivery, in full.</p><article>a review</article>",
        "A long text about the delivery, in full.\n\na review",
    );
    check("<form>The whole page <nav>no</nav></form>", "The whole page");
    check("<nav>Only a menu</nav><noscript>JavaScript, please</noscript>", "");
    check("<h1>Only a heading</h1>", "");
    check("", "");
}

#[test]
fn links_keep_their_address_if_it_is_a_page() {
    let check = |html: &str, expected: &str| assert_eq!(body(html), expected, "{html}");
    check("see <a href=/returns>returns </a>now", "see [returns](https://atelier-lutin.example/returns) now");
    check("<a href='https://x.example/a(b) c'>[x]</a>", "[(x)](https://x.example/a%28b%29%20c)");
    check("<a href='https://x.example/'>https://x.example/</a>", "https://x.example/");
    check("<a href=#top>up</a> <a href=/faq#x>here</a> <a>none</a> <a href=''>self</a>", "up here none self");
    check("<a href='mailto:a@b.example'>mail</a> <a href=' JavaScript:alert(1)'>run</a>", "mail run");
    check(
        "<a href='data:text/html,x'>data</a> <a href='http://['>broken</a> <a href=/img><img></a>",
        "data broken",
    );
    check("<a href=/card><h3>Title</h3><p>Text</p></a>", "### Title\n\nText");
    check("<h2><a href=/x>A question?</a></h2>x", "## A question?\n\nx");
}

#[test]
fn tables_are_read_row_by_row_unless_they_only_place_things() {
    let check = |html: &str, expected: &str| assert_eq!(body(html), expected, "{html}");
    let table = "<table><caption>Tarifs</caption><tr><th>Zone<th>Délai<th>Prix<tr><td>France<td><p>2 jours</p><td>5<br>€\
        </table>after";
    check(table, "Tarifs\n\n- Zone | Délai | Prix\n- France | 2 jours | 5 €\n\nafter");
    check("<table><tr><td><p>one</p><p>two</p></table>", "one\n\ntwo");
    check("<table><tr><td>a<td><h2>Title</h2>b<ul><li>c</ul></table>", "a\n\n## Title\n\nb\n\n- c");
    check("<table><tr><td><table><tr><td>x<td>y</table>z</table>", "- x | y\n\nz");
}

#[test]
fn a_title_is_what_the_page_is_called_without_the_shop() {
    let check =
        |html: &str, title: &str| assert_eq!(page(&format!("{html}<p>text")).unwrap().title, title, "{html}");
    check("<title>Livraison</title>", "Livraison");
    check("<title>\n Livraison – L’Atelier  du Lutin</title>", "Livraison");
    check("<title>L'ATELIER DU LUTIN | Livraison</title>", "Livraison");
    check("<title>Livraison | Atelier-Lutin</title>", "Livraison");
    check("<title>Livraison - 48 h</title>", "Livraison - 48 h");
    check("<title>Livraison - Retours - L'Atelier du Lutin</title>", "Livraison - Retours");
    check("<meta property=og:site_name content='Le Lutin'><title>FAQ · Le Lutin</title>", "FAQ");
    check("<title>FAQ | Un nom inconnu</title><h1>FAQ</h1>", "FAQ");
    check("<title>L'Atelier du Lutin</title><h1>Des jouets en bois</h1>", "Des jouets en bois");
    check("<title>L'Atelier du Lutin</title>", "L'Atelier du Lutin");
    check("<title> </title><h1>Retours</h1>", "Retours");
    check("<h2>Retours</h2>", "Retours");
    check("", "L'Atelier du Lutin");
    check("<svg><title>icon</title></svg><title>Retours</title><title>no</title>", "Retours");
    check("<title>a &amp; <b></title>", "a & <b>");
    check(&format!("<title>{}</title>", "é".repeat(300)), &"é".repeat(200));
}

#[test]
fn a_page_says_its_language_or_it_is_the_shops() {
    let check = |html: &str, language| {
        assert_eq!(page(&format!("{html}text")).unwrap().language, Some(language), "{html}")
    };
    check("<html lang=en>", Language::En);
    check("<html LANG='pt-BR'>", Language::Pt);
    check("<html xml:lang=de>", Language::De);
    check("<html lang=sv>", Language::Fr);
    check("<html>", Language::Fr);
}

#[test]
fn an_id_is_the_paths_and_two_paths_have_two() {
    let id_of = |path: &str| id(&address(path), Language::Fr).unwrap().to_string();
    let check = |path: &str, expected: &str| assert_eq!(id_of(path), expected, "{path}");
    check("/", "home");
    check("/faq", "faq");
    check("/faq/", "faq");
    check("/faq#top", "faq");
    check("/fr/faq", "faq");
    check("/fr-fr/faq", "faq");
    check("/fr", "home");
    check("/en/faq", "en_faq");
    check("/pages/nos-retours", "pages_nos-retours");
    let paths = [
        "/a/b",
        "/a-b",
        "/a_b",
        "/a.b",
        "/A/b",
        "/a/b?x",
        "/a/b?y",
        "/é",
        "/è",
        "/日本",
        "/?a",
        &format!("/{}", "x".repeat(99)),
    ];
    let ids: BTreeSet<String> = paths.iter().map(|path| id_of(path)).collect();
    assert_eq!(ids.len(), paths.len(), "{ids:?}");
    assert!(id_of("/content/1-Livraison.html").starts_with("content-1-livraison-html-"));
}

#[test]
fn a_text_is_an_article_too() {
    let read = |text: &str| of_text(text, &address("/faq.md"), &SITE);
    let article = read("# Retours #\r\n\r\n14 jours.\r\n\r\n\r\n## Et après ?\r\n\r\nNon.\r\n").unwrap();
    assert_eq!((article.title.as_str(), article.questions), ("Retours", vec!["Et après ?".to_owned()]));
    assert_eq!(article.body, "# Retours #\n\n14 jours.\n\n## Et après ?\n\nNon.");
    assert_eq!(read("Conditions\nOne line").unwrap().title, "Conditions");
    assert_eq!(read(" \n \n--"), None);
    let long = read(&"Un paragraphe de texte.\n\n".repeat(2_000)).unwrap();
    assert!(long.problem().is_none() && long.body.ends_with("Un paragraphe de texte."));
}

#[test]
fn a_long_page_is_cut_at_a_paragraph() {
    let distinct: String =
        (0..200).map(|number| format!("<p>{number} {} fin.</p>", "mot ".repeat(100))).collect();
    let text = body(&distinct);
    let chars = text.chars().count();
    assert!((19_000..=Article::MAX_BODY_CHARS).contains(&chars) && text.ends_with(" fin."), "{chars}");
    let one = body(&"Une phrase é. ".repeat(3_000));
    let chars = one.chars().count();
    assert!((19_000..=Article::MAX_BODY_CHARS).contains(&chars) && one.ends_with("é."), "{chars}");
    assert_eq!(body(&"é".repeat(30_000)).chars().count(), Article::MAX_BODY_CHARS);
    let many: String = (0..100).map(|number| format!("<h2>Question {number} ?</h2>x")).collect();
    assert_eq!(page(&many).unwrap().questions.len(), Article::MAX_QUESTIONS);
    let last = page(&format!("<h2>Kept?</h2><p>x</p>{distinct}<h2>Cut off?</h2><p>y</p>")).unwrap();
    assert_eq!(last.questions, ["Kept?"]);
    assert_eq!(body("<p>twice</p><p>twice</p><p>once</p>"), "twice\n\nonce");
}

/// A quarter of a megabyte of what sends a careless reader back to where it was.
#[test]
fn the_worst_page_is_read_in_time_in_proportion_to_its_length() {
    const BYTES: usize = 256 * 1_024;
    for piece in [
        "-",
        ">",
        "<",
        "&",
        "<!--",
        "<a ",
        "<a href=",
        "</",
        "<b>",
        "</b>",
        "<div>",
        "<div><nav>",
        "</div>",
        "<ul><li>",
        "<ol>",
        "<p hidden>",
        "<a href=/x>",
        "<a href=/x>y",
        "<table><tr><td>",
        "<h1>",
        "<h1>x",
        "<script>",
        "<title>",
        "<textarea><",
        "<nav></div>",
        "<svg><p>",
        "&amp",
        "&a",
        "&#",
        "<x a=b c=d",
        "<x y='",
        "<!DOCTYPE ",
        "<![CDATA[",
        "<td>x",
        "<button>x?",
        "\0",
        "<br>",
        "<dt>a?",
        " ",
        "<a>\n",
        "<main>x",
        "<pre>\n",
        "<article>x?",
        "x ",
        "<q lang=a lang=b>",
        "</x></y>",
        "<tr><td>y<td>z",
    ] {
        // After a comment has begun, too, and a tag, and a script.
        for before in ["", "<!--", "<a x=\"", "<script>", "<h2><a href=/x>"] {
            let html = before.to_owned() + &piece.repeat(BYTES / piece.len());
            let start = Instant::now();
            page(&html);
            let took = start.elapsed().as_secs_f32();
            assert!(took < 3.0, "{before}{piece:?}: {took} s");
        }
    }
    let largest = "<".repeat(crate::knowledge::MAX_PAGE_BYTES);
    let start = Instant::now();
    assert_eq!(page(&largest), None);
    assert!(start.elapsed().as_secs_f32() < 3.0);
}

/// What a page is to the reference implementation of the standard.
fn standard(html: &str) -> Reading {
    use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};
    let address = address("/faq");
    let mut reader = reader::Reader::new(address.url(), false);
    let mut tag = tag::Tag::default();
    let mut emitter = CallbackEmitter::new(|event: CallbackEvent<'_>, _: html5gum::Span<()>| -> Option<()> {
        match event {
            CallbackEvent::OpenStartTag { name } => tag.open(name),
            CallbackEvent::AttributeName { name } => tag.attribute(name),
            CallbackEvent::AttributeValue { value } => tag.value(value),
            CallbackEvent::CloseStartTag { .. } => reader.start(&tag),
            CallbackEvent::EndTag { name } => reader.end(name),
            CallbackEvent::String { value } => reader.text(&String::from_utf8_lossy(value)),
            _ => {}
        }
        None
    });
    emitter.naively_switch_states(true);
    html5gum::Tokenizer::new_with_emitter(html, emitter).for_each(drop);
    reader.finish()
}

#[test]
fn a_page_is_to_us_what_it_is_to_the_standard() {
    for html in [
        include_str!("tests/delivery.html"),
        "<p a='>'>x</p b='>'>y<p/>z<p =a>q<p a=>r<p a==b>s<p a = 'b'c>t",
        "<!-->a<!--->b<!----->c<!--d--!>e<!-- -- >f-->g<!x>h<?y>i</ z>j</>k<! -- >l<!--m",
        "<!---- >no-->yes<!--->-->x<!--!>y-->z<!----!>w",
        "a<b<c <1 < d </1> </",
        "<script>a</scriptx></SCRIPT >b<title>&amp;<p></title/>c<style></style",
        "<a href='?a&copy=1&copy;2&amp&lt=3'>x</a><a href=?&ampb&#38;c&quot>y</a>",
        "&#128; &#x96; &#0; &#xD800; &#99999999999999; &#x; &#; &#65 &#x41g &notit; &not; &ampamp; &AMP; &Eacute &eacute",
        "<iframe><p></iframe>x<noembed><p></noembed>y<textarea></p></textarea>z",
        "<p\u{c}hidden>no<P HIDDEN=''>no<dIv>yes</DIV\n>",
    ] {
        assert_eq!(reader::read(html, address("/faq").url(), false), standard(html), "{html}");
    }
}

/// Pages in which what a reader trips over is frequent.
fn hostile() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "<",
        ">",
        "</",
        "/>",
        "<!--",
        "-->",
        "<![CDATA[",
        "<!",
        "<?",
        "\"",
        "'",
        "=",
        " ",
        "\n",
        "&",
        "&amp;",
        "&#x",
        "&notit;",
        "é",
        "配",
        "<p>",
        "</p>",
        "<div>",
        "</div>",
        "<nav>",
        "</nav>",
        "<ul>",
        "<ol>",
        "<li>",
        "</ul>",
        "<table>",
        "<tr>",
        "<td>",
        "</table>",
        "<a href=",
        "<a href=/x>",
        "</a>",
        "<h1>",
        "</h1>",
        "<h2>",
        "?",
        "<title>",
        "</title>",
        "<script>",
        "</script>",
        "<template>",
        "<svg>",
        "</svg>",
        "hidden",
        "<main>",
        "</main>",
        "<article>",
        "<header>",
        "</header>",
        "<form>",
        "<button>",
        "</button>",
        "<dt>",
        "<dd>",
        "<br>",
        "<pre>",
        "<html lang=en>",
        "<meta property=og:site_name content=x>",
        "words",
        "</a b=c>",
        "<p b b=c>",
        "\0",
        "\u{ad}",
        "|",
        " - ",
    ]);
    prop::collection::vec(prop_oneof![6 => pieces.prop_map(str::to_owned), 1 => any::<String>()], 0..80)
        .prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn any_page_is_to_us_what_it_is_to_the_standard(html in hostile()) {
        // What is left out: a script in a comment in a script, names of mathematics; and signs that are no text.
        let html = html.replace(['\0', '\r'], " ").replace("<script>", "<style>").replace("</script>", "</style>");
        let known = ["amp", "notit"];
        let is_unknown =
            |it: &str| it.starts_with(|c: char| c.is_ascii_alphabetic()) && !known.iter().any(|known| it.starts_with(known));
        let mut parts = html.split('&');
        let mut plain = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            plain.push_str(if is_unknown(part) { "& " } else { "&" });
            plain.push_str(part);
        }
        prop_assert_eq!(reader::read(&plain, address("/faq").url(), false), standard(&plain), "{}", plain);
    }

    #[test]
    fn no_page_brings_the_reader_down(html in hostile()) {
        for article in [page(&html), of_text(&html, &address("/x?y"), &SITE)].into_iter().flatten() {
            prop_assert_eq!(article.problem(), None);
            prop_assert!(article.id.is_some() && article.language.is_some() && article.url.is_some());
        }
        prop_assert_eq!(page(&html), page(&html));
    }
}
