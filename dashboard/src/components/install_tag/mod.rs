//! The tag that brings the assistant to a shop's pages.

use leptos::prelude::*;
use lutin_shared::id::MerchantId;

use crate::components::copy_button::CopyButton;
use crate::text::text;

#[component]
pub fn InstallTag(merchant: MerchantId) -> impl IntoView {
    let text = text();
    // The dashboard is served by the edge that the tag must name.
    let origin = location().origin().unwrap_or_default();
    let tag = format!(r#"<script async src="{origin}/lutin.js" data-merchant="{merchant}"></script>"#);
    view! {
        <div class="install-tag">
            // Reachable by keyboard: a long tag scrolls sideways.
            <pre class="install-tag__code" tabindex="0" aria-label=text.install.code>
                <code>{tag.clone()}</code>
            </pre>
            <div class="install-tag__actions">
                <CopyButton value=tag name=text.install.code.to_owned() />
            </div>
        </div>
    }
}
