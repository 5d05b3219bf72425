//! Asking for one page: a bounded number of times, for a bounded time, for a bounded number of bytes.

use core::pin::pin;
use core::time::Duration;

use futures_util::StreamExt;
use futures_util::future::{Either, select};
use lutin_shared::api::PageRefusal;
use lutin_shared::knowledge::address::{Address, Policy, allowed};
use lutin_shared::knowledge::{Kind, MAX_PAGE_BYTES, charset};
use web_sys::TextDecoder;
use worker::{
    AbortController, CacheMode, Delay, Fetch, Headers, Request, RequestInit, RequestRedirect, Response,
};

/// What we say we are.
const USER_AGENT: &str = "LutinGenie/1 (+knowledge)";

const ACCEPT: &str =
    "text/html, application/xhtml+xml, text/markdown, text/plain, application/xml;q=0.9, text/xml;q=0.9";

/// How often a page may lead on.
const MAX_REDIRECTS: usize = 5;

/// What an address answered.
#[derive(Debug)]
pub struct Answer {
    /// Where it was found in the end.
    pub address: Address,
    pub kind: Kind,
    pub text: String,
}

/// Asks for a page, and for where it leads.
///
/// # Errors
/// Why there is no page.
pub async fn download(url: &str, policy: &Policy<'_>, within: Duration) -> Result<Answer, PageRefusal> {
    match select(pin!(follow(url, policy)), Delay::from(within)).await {
        Either::Left((answer, _)) => answer,
        // What was under way is dropped here, and dropped it is aborted.
        Either::Right(_) => Err(PageRefusal::Unreachable),
    }
}

async fn follow(url: &str, policy: &Policy<'_>) -> Result<Answer, PageRefusal> {
    let mut address = allowed(url, policy)?;
    for _ in 0..=MAX_REDIRECTS {
        let asked = Asked::of(&address).await.map_err(|_| PageRefusal::Unreachable)?;
        match asked.response.status_code() {
            200 => return asked.read(address).await,
            301 | 302 | 303 | 307 | 308 => {
                let location = asked.header("location").ok_or(PageRefusal::Status)?;
                address = address.redirected(&location, policy)?;
            }
            _ => return Err(PageRefusal::Status),
        }
    }
    Err(PageRefusal::Redirects)
}

/// A question that was sent. Dropped, it is taken back: nothing more of the answer comes in.
#[derive(Debug)]
struct Asked {
    response: Response,
    _taken_back: TakenBack,
}

/// Aborts what its signal was given to.
#[derive(Debug, Default)]
struct TakenBack(Option<AbortController>);

impl Drop for TakenBack {
    fn drop(&mut self) {
        if let Some(controller) = self.0.take() {
            controller.abort();
        }
    }
}

impl Asked {
    async fn of(address: &Address) -> worker::Result<Self> {
        let headers = Headers::new();
        headers.set("user-agent", USER_AGENT)?;
        headers.set("accept", ACCEPT)?;
        let mut init = RequestInit::new();
        // A page that was just corrected is fetched to be seen as it is now.
        init.with_headers(headers).with_redirect(RequestRedirect::Manual).with_cache(CacheMode::NoStore);
        let request = Request::new_with_init(address.as_str(), &init)?;
        let controller = AbortController::default();
        let signal = controller.signal();
        let taken_back = TakenBack(Some(controller));
        let response = Fetch::Request(request).send_with_signal(&signal).await?;
        Ok(Self { response, _taken_back: taken_back })
    }

    fn header(&self, name: &str) -> Option<String> {
        self.response.headers().get(name).ok().flatten()
    }

    async fn read(mut self, address: Address) -> Result<Answer, PageRefusal> {
        let content_type = self.header("content-type").unwrap_or_default();
        let kind = Kind::of(&content_type).ok_or(PageRefusal::Kind)?;
        let stated = self.header("content-length").and_then(|length| length.parse::<usize>().ok());
        if stated.is_some_and(|length| length > MAX_PAGE_BYTES) {
            return Err(PageRefusal::Size);
        }
        let bytes = self.bytes().await?;
        Ok(Answer { address, kind, text: text(&bytes, &content_type) })
    }

    /// The body, as long as it is not too much.
    async fn bytes(&mut self) -> Result<Vec<u8>, PageRefusal> {
        // An answer without a body has no stream.
        let Ok(mut chunks) = self.response.stream() else { return Ok(Vec::new()) };
        let mut bytes = Vec::new();
        while let Some(chunk) = chunks.next().await {
            bytes.extend_from_slice(&chunk.map_err(|_| PageRefusal::Unreachable)?);
            if bytes.len() > MAX_PAGE_BYTES {
                return Err(PageRefusal::Size);
            }
        }
        Ok(bytes)
    }
}

/// Bytes as text; an encoding that nobody knows is read as UTF-8.
fn text(bytes: &[u8], content_type: &str) -> String {
    let name = charset::of_page(bytes, content_type);
    charset::decoded(bytes, &name)
        .or_else(|| TextDecoder::new_with_label(&name).ok()?.decode_with_u8_array(bytes).ok())
        .unwrap_or_else(|| String::from_utf8_lossy(bytes).into_owned())
}
