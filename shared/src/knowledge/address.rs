//! Which address a Worker may be sent to.
//!
//! The text is parsed once, as browsers parse it; what is asked is the parsed form, so that nobody can read the same text
//! in another way. Names are judged here, not what they resolve to: a Worker cannot look that up beforehand, and
//! Cloudflare's network reaches nothing private. Every redirect is judged again.

use core::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use url::{Host, Url};

use crate::api::PageRefusal;

/// The most bytes of an address.
pub const MAX_BYTES: usize = 2_048;

/// Names of networks of one's own, of a machine's own, and of nothing at all: what is below them is never public.
const OWN_SUFFIXES: &[&str] = &[
    "alt",
    "corp",
    "home",
    "home.arpa",
    "in-addr.arpa",
    "internal",
    "intranet",
    "invalid",
    "ip6.arpa",
    "lan",
    "local",
    "localdomain",
    "localhost",
    "onion",
    "private",
    "svc",
    "test",
];

/// Where clouds tell their machines' secrets, under public names.
const METADATA_HOSTS: &[&str] =
    &["metadata.goog", "metadata.platformequinix.com", "metadata.tencentyun.com", "metadata.packet.net"];

/// Which addresses are allowed.
#[derive(Clone, Copy, Debug)]
pub struct Policy<'a> {
    /// Only on these sites (`https://shop.example`), with `www.` or without; `None`: on any public one.
    pub origins: Option<&'a [String]>,
    /// For development: over HTTP, to the machine itself, to any port. Never to a cloud's metadata.
    pub allows_private: bool,
}

/// An address that may be asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address(Url);

/// The address that `text` writes.
///
/// # Errors
/// [`PageRefusal::Address`].
pub fn allowed(text: &str, policy: &Policy<'_>) -> Result<Address, PageRefusal> {
    let text = text.trim();
    // Nobody writes these, and not everybody reads them in one way.
    let is_odd = text.len() > MAX_BYTES || text.contains(|c: char| c.is_control() || c == '\\');
    let url = Url::parse(text).ok().filter(|_| !is_odd);
    url.filter(|url| is_allowed(url, policy)).map(Address::new).ok_or(PageRefusal::Address)
}

impl Address {
    fn new(mut url: Url) -> Self {
        url.set_fragment(None);
        Self(url)
    }

    /// What is asked.
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// Where it leads on to.
    ///
    /// # Errors
    /// [`PageRefusal::Address`].
    pub fn redirected(&self, location: &str, policy: &Policy<'_>) -> Result<Self, PageRefusal> {
        let next = self.0.join(location).map_err(|_| PageRefusal::Address)?;
        allowed(next.as_str(), policy)
    }

    pub(super) const fn url(&self) -> &Url {
        &self.0
    }
}

fn is_allowed(url: &Url, policy: &Policy<'_>) -> bool {
    let is_web = url.scheme() == "https" || (policy.allows_private && url.scheme() == "http");
    let is_anonymous = url.username().is_empty() && url.password().is_none();
    let has_usual_port = url.port().is_none() || policy.allows_private;
    let has_good_host = match url.host() {
        Some(Host::Domain(name)) => {
            !is_metadata_name(name) && (policy.allows_private || is_public_name(name))
        }
        Some(Host::Ipv4(ip)) => policy.allows_private && !is_metadata(IpAddr::V4(ip)),
        Some(Host::Ipv6(ip)) => policy.allows_private && !is_metadata(IpAddr::V6(ip)),
        None => false,
    };
    let is_of_site = policy.origins.is_none_or(|origins| origins.iter().any(|origin| is_of(url, origin)));
    is_web && is_anonymous && has_usual_port && has_good_host && is_of_site
}

/// Whether a name can be one of the public internet: two labels at least, none of a network of one's own.
fn is_public_name(name: &str) -> bool {
    let is_label = |label: &str| {
        !label.is_empty()
            && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
    };
    let is_below =
        |suffix: &str| name.strip_suffix(suffix).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'));
    name.contains('.') && name.split('.').all(is_label) && !OWN_SUFFIXES.iter().any(|suffix| is_below(suffix))
}

fn is_metadata_name(name: &str) -> bool {
    let name = name.strip_suffix('.').unwrap_or(name);
    METADATA_HOSTS.contains(&name) || name == "metadata.google.internal"
}

/// Link-local addresses and the few others under which clouds tell their machines' secrets.
fn is_metadata(ip: IpAddr) -> bool {
    match ip.to_canonical() {
        IpAddr::V4(ip) => ip.is_link_local() || ip == Ipv4Addr::new(100, 100, 100, 200),
        IpAddr::V6(ip) => {
            ip.is_unicast_link_local()
                || ip == Ipv6Addr::new(0xfd00, 0xec2, 0, 0, 0, 0, 0, 0x254)
                // An IPv4 address in the forms that predate the mapped one, or behind a translator.
                || matches!(ip.segments(), [0, 0, 0, 0, 0, 0, 0xa9fe, _] | [0x64, 0xff9b, .., 0xa9fe, _])
        }
    }
}

/// Whether an address is on the site of this origin: the same port, the same host, `www.` aside.
fn is_of(url: &Url, origin: &str) -> bool {
    let Ok(origin) = Url::parse(origin) else { return false };
    let (Some(host), Some(own)) = (url.host_str(), origin.host_str()) else { return false };
    let is_own =
        host == own || host.strip_prefix("www.") == Some(own) || own.strip_prefix("www.") == Some(host);
    is_own && url.port() == origin.port()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn origins() -> Vec<String> {
        vec![
            "https://shop.example".into(),
            "https://www.boutique.example".into(),
            "http://127.0.0.1:4000".into(),
        ]
    }

    fn is_allowed(text: &str, origins: Option<&[String]>, allows_private: bool) -> bool {
        allowed(text, &Policy { origins, allows_private }).is_ok()
    }

    #[test]
    fn a_page_of_the_shops_site_may_be_asked() {
        let origins = origins();
        let policy = Policy { origins: Some(&origins), allows_private: false };
        let check = |text: &str, asked: &str| {
            assert_eq!(
                allowed(text, &policy).map(|address| address.as_str().to_owned()),
                Ok(asked.to_owned()),
                "{text}"
            );
        };
        check("https://shop.example", "https://shop.example/");
        check(" https://shop.example/faq \n", "https://shop.example/faq");
        check("HTTPS://Shop.Example:443/faq?page=2#top", "https://shop.example/faq?page=2");
        check("https://www.shop.example/faq", "https://www.shop.example/faq");
        check("https://boutique.example/é", "https://boutique.example/%C3%A9");
        // The same host, however it is written: what is asked is the plain form.
        check("https://ｓｈｏｐ.example/", "https://shop.example/");
        check("https://sho%70.example/", "https://shop.example/");
        check("https://shop。example/", "https://shop.example/");
    }

    #[test]
    fn no_other_site_and_no_private_network_may_be_asked() {
        let origins = origins();
        let mut hostile: Vec<String> =
            HOSTILE.iter().chain(OTHER_SITES).map(|&text| text.to_owned()).collect();
        hostile.push(format!("https://shop.example/{}", "x".repeat(MAX_BYTES)));
        for text in &hostile {
            assert!(!is_allowed(text, Some(&origins), false), "{text}");
        }
    }

    /// Against a policy of any public site, where no list of origins helps.
    #[test]
    fn where_any_site_may_be_asked_only_public_names_may() {
        for text in HOSTILE {
            assert!(!is_allowed(text, None, false), "{text}");
        }
        for text in OTHER_SITES.iter().chain(&["https://shop.example/faq", "https://api.shop.co.uk/orders"]) {
            assert!(is_allowed(text, None, false), "{text}");
        }
    }

    #[test]
    fn development_reaches_its_own_machine_and_no_metadata() {
        let mut origins = origins();
        origins.extend([
            "http://localhost:4001".into(),
            "http://169.254.169.254".into(),
            "http://[fe80::1]".into(),
        ]);
        let check =
            |text: &str, good: bool| assert_eq!(is_allowed(text, Some(&origins), true), good, "{text}");
        check("http://127.0.0.1:4000/faq", true);
        check("http://2130706433:4000/faq", true);
        check("http://localhost:4001/", true);
        check("https://shop.example/", true);
        check("http://127.0.0.1:4001/", false);
        check("http://127.0.0.1/", false);
        check("http://localhost:4000/", false);
        check("http://169.254.169.254/", false);
        check("http://[fe80::1]/", false);
        check("http://u:p@127.0.0.1:4000/", false);
        check("ftp://127.0.0.1:4000/", false);
        for metadata in [
            "http://[::ffff:169.254.169.254]/",
            "http://[::169.254.169.254]/",
            "http://[64:ff9b::a9fe:a9fe]/",
            "http://[fd00:ec2::254]/",
            "http://100.100.100.200/",
            "http://metadata.google.internal/",
            "http://0xa9fea9fe/",
            "http://metadata.google.internal./",
        ] {
            assert!(!is_allowed(metadata, None, true), "{metadata}");
        }
    }

    #[test]
    fn a_redirect_is_judged_like_an_address() {
        let origins = origins();
        let policy = Policy { origins: Some(&origins), allows_private: false };
        let address = allowed("https://shop.example/a/b?c", &policy).unwrap();
        let check = |location: &str, next: Option<&str>| {
            let redirected = address.redirected(location, &policy);
            assert_eq!(redirected.ok().as_ref().map(Address::as_str), next, "{location}");
        };
        check("../faq", Some("https://shop.example/faq"));
        check("//www.shop.example/x", Some("https://www.shop.example/x"));
        check("https://boutique.example/", Some("https://boutique.example/"));
        check("//169.254.169.254/latest", None);
        check("http://shop.example/", None);
        check("https://elsewhere.example/", None);
        check("//shop.example@evil.example/", None);
        check("javascript:alert(1)", None);
    }

    /// Public, only not the shop's.
    const OTHER_SITES: &[&str] = &[
        "https://elsewhere.example/",
        "https://shop.example.evil.example/",
        "https://evilshop.example/",
        "https://sub.shop.example/",
        "https://www.www.shop.example/",
        "https://xn--shp-7na.example/",
        "https://shоp.example/",
        "https://evil.example/#@shop.example/",
        "https://evil.example/?https://shop.example/",
    ];

    const HOSTILE: &[&str] = &[
        // No address of a page.
        "",
        "shop.example/faq",
        "//shop.example/faq",
        "https://",
        "https:///",
        "http://shop.example/",
        "ftp://shop.example/",
        "file:///etc/passwd",
        "data:text/html,x",
        "javascript:alert(1)",
        "blob:https://shop.example/x",
        "view-source:https://shop.example/",
        // Credentials and ports.
        "https://user@shop.example/",
        "https://user:secret@shop.example/",
        "https://:secret@shop.example/",
        "https://shop.example@127.0.0.1/",
        "https://shop.example:80/",
        "https://shop.example:8443/",
        "https://shop.example:22/",
        "https://shop.example:0/",
        "https://shop.example:99999/",
        // The machine itself and its neighbours, in every spelling.
        "https://127.0.0.1/",
        "https://127.0.0.1./",
        "https://127.1/",
        "https://127.0.1/",
        "https://2130706433/",
        "https://0x7f000001/",
        "https://0x7f.0.0.1/",
        "https://0x7f.1/",
        "https://017700000001/",
        "https://0177.0.0.1/",
        "https://0/",
        "https://0.0.0.0/",
        "https://0x0/",
        "https://10.0.0.1/",
        "https://172.16.0.1/",
        "https://192.168.1.1/",
        "https://100.64.0.1/",
        "https://255.255.255.255/",
        "https://8.8.8.8/",
        "https://169.254.169.254/latest/meta-data/",
        "https://2852039166/",
        "https://0xa9fea9fe/",
        "https://169.16689662/",
        "https://0251.0376.0251.0376/",
        "https://[::1]/",
        "https://[::]/",
        "https://[0:0:0:0:0:0:0:1]/",
        "https://[::ffff:127.0.0.1]/",
        "https://[::ffff:7f00:1]/",
        "https://[::ffff:169.254.169.254]/",
        "https://[::127.0.0.1]/",
        "https://[64:ff9b::7f00:1]/",
        "https://[fe80::1]/",
        "https://[fe80::1%25eth0]/",
        "https://[fc00::1]/",
        "https://[fd00:ec2::254]/",
        "https://[2001:4860:4860::8888]/",
        // The same through percent-encoding and through IDNA.
        "https://%31%32%37.0.0.1/",
        "https://127%2e0%2e0%2e1/",
        "https://１２７.０.０.１/",
        "https://①②⑦.⓪.⓪.①/",
        "https://127。0。0。1/",
        "https://127．0．0．1/",
        "https://１６９.254.169.254/",
        "https://ｌｏｃａｌｈｏｓｔ/",
        "https://ⓛⓞⓒⓐⓛⓗⓞⓢⓣ/",
        "https://%6c%6f%63%61%6c%68%6f%73%74/",
        "https://local\u{ad}host/",
        "https://local\u{200b}host/",
        // Names of one's own network.
        "https://localhost/",
        "https://LOCALHOST/",
        "https://localhost./",
        "https://shop.localhost/",
        "https://localhost.localdomain/",
        "https://printer.local/",
        "https://db.internal/",
        "https://router.home.arpa/",
        "https://nas.lan/",
        "https://1.0.0.127.in-addr.arpa/",
        "https://api.default.svc/",
        "https://intranet/",
        "https://com/",
        "https://shop.example./",
        "https://shop..example/",
        "https://.shop.example/",
        "https://metadata/",
        "https://metadata.google.internal/computeMetadata/v1/",
        "https://metadata.google.internal./",
        "https://metadata.goog/",
        "https://instance-data/latest/",
        // What parsers disagree about.
        "https:\\\\shop.example\\faq",
        "https://shop.example\\@evil.example/",
        "https://shop.example\u{0}.evil.example/",
        "https://evil.example\t.shop.example/",
        "https://shop.example\r\nHost: evil.example/",
        "https://shop.example%00.evil.example/",
        "https://shop.example%2f@evil.example/",
        "https://evil.example%23@shop.example:1/",
        "https://*.example/",
    ];
}
