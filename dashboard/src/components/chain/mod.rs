//! A row's place in the ledger's chain: its number, its fingerprint, and that of the row before.

use leptos::prelude::*;
use lutin_shared::api::ChainLink;

use crate::components::fingerprint::Fingerprint;
use crate::format;
use crate::text::text;

#[component]
pub fn Chain(link: Signal<ChainLink>) -> impl IntoView {
    let text = text();
    let words = &text.receipt;
    let row = move || (words.row)(&format::count(text.locale, link.with(|link| link.seq)));
    let hash = Signal::derive(move || link.with(|link| link.hash.clone()));
    let previous = Memo::new(move |_| link.with(|link| link.previous.clone()));
    view! {
        <section class="chain" aria-labelledby="chain-heading">
            <h3 id="chain-heading" class="chain__label">{words.chain}</h3>
            <p class="chain__row">{row}</p>
            <dl class="chain__prints">
                <div>
                    <dt class="chain__label">{words.hash}</dt>
                    <dd><Fingerprint value=hash name=words.hash.to_owned() /></dd>
                </div>
                <div>
                    <dt class="chain__label">{words.previous}</dt>
                    <dd>
                        {move || match previous.get() {
                            Some(hash) => view! {
                                <Fingerprint value=hash name=words.previous.to_owned() />
                            }
                            .into_any(),
                            None => words.no_previous.into_any(),
                        }}
                    </dd>
                </div>
            </dl>
        </section>
    }
}
