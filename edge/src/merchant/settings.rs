//! What a merchant chose, checked on the way in.

use lutin_shared::account::{Account, Catalogue, PlanId, Terms, TimeZone};
use lutin_shared::api::{AssistantSettings, DeskSettings, MerchantDocument, OrderCheck, PublicProfile};
use lutin_shared::assistant::{Article, InstantReply, Powers, Voice};
use lutin_shared::conversation::Engine;
use lutin_shared::hours::{Moment, OpeningHours};
use lutin_shared::id::MerchantId;
use lutin_shared::knowledge::address::{Policy, allowed};
use lutin_shared::order::Order;
use lutin_shared::refusal::Refusal;
use serde::{Deserialize, Serialize};
use worker::Url;

use super::{instants, knowledge};
use crate::clock;
use crate::failure::Failure;
use crate::routes::malformed;
use crate::sql::Sql;

/// A merchant's settings as they are stored.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Settings {
    /// What anybody may know.
    #[serde(flatten)]
    pub profile: PublicProfile,
    /// What the account is opened with; what it is by now, the ledger says.
    pub plan: PlanId,
    pub timezone: String,
    /// `None` for the default one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub catalogue: Option<Catalogue>,
    pub opening_hours: OpeningHours,
    pub order_check: OrderCheck,
    /// Who answers; see [`AssistantSettings`].
    #[serde(default)]
    pub engine: Engine,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub order_endpoint: Option<String>,
}

/// What the assistant may draw on.
#[derive(Debug)]
pub struct Knowledge {
    pub articles: Vec<Article>,
    pub instants: Vec<InstantReply>,
    pub orders: Vec<Order>,
}

impl Settings {
    /// Takes a document apart, if it holds together.
    ///
    /// # Errors
    /// [`Failure::Malformed`], which names the field and what is expected there.
    pub fn parse(
        merchant: MerchantId,
        document: MerchantDocument,
        allows_private: bool,
    ) -> Result<(Self, Knowledge), Failure> {
        let text = [("name", &document.name), ("assistantName", &document.assistant_name)];
        for (field, value) in text {
            if value.trim().is_empty() {
                return Err(malformed(format!("{field}: must not be empty")));
            }
        }
        let accent = document.accent.strip_prefix('#').unwrap_or_default();
        if accent.len() != 6 || !accent.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Err(malformed("accent: a colour like #1f6f5c"));
        }
        if let Some(catalogue) = &document.catalogue {
            catalogue.check().map_err(|error| malformed(format!("catalogue.{error}")))?;
        }
        document.timezone.parse::<TimeZone>().map_err(|error| malformed(format!("timezone: {error}")))?;
        for (index, origin) in document.origins.iter().enumerate() {
            if !is_origin(origin) {
                return Err(malformed(format!("origins[{index}]: an origin like https://shop.example")));
            }
        }
        for (index, order) in document.orders.iter().enumerate() {
            let same =
                document.orders.iter().filter(|other| other.number.eq_ignore_ascii_case(&order.number));
            if !order.has_plain_number() || same.count() > 1 {
                let expected = "letters, digits and -, at most 32, and no other order's";
                return Err(malformed(format!("orders[{index}].number: {expected}")));
            }
        }
        let settings = Self {
            profile: PublicProfile {
                merchant,
                name: document.name,
                assistant_name: document.assistant_name,
                greeting: document.greeting,
                locale: document.locale,
                accent: document.accent,
                contact: document.contact,
                origins: document.origins,
                starters: document.starters,
                // As the desk's settings say.
                images: false,
            },
            plan: document.plan,
            timezone: document.timezone,
            catalogue: document.catalogue,
            opening_hours: document.opening_hours,
            order_check: document.order_check,
            engine: document.engine,
            order_endpoint: document.order_endpoint,
        };
        settings.check(allows_private)?;
        let (articles, instants) = (document.articles, document.instants);
        let own = settings.profile.locale.language();
        if let Some(problem) = knowledge::problem(&articles, own).or_else(|| instants::problem(&instants)) {
            return Err(malformed(problem));
        }
        Ok((settings, Knowledge { articles, instants, orders: document.orders }))
    }

    /// # Errors
    /// [`Failure::Malformed`], when the address for orders is none that may be asked.
    pub fn check(&self, allows_private: bool) -> Result<(), Failure> {
        let policy = Policy { origins: None, allows_private };
        let is_good = |url: &String| allowed(url, &policy).is_ok();
        match &self.order_endpoint {
            Some(url) if !is_good(url) => {
                Err(malformed("orderEndpoint: an address like https://shop.example/orders"))
            }
            _ => Ok(()),
        }
    }

    pub fn choices(&self) -> AssistantSettings {
        AssistantSettings {
            engine: self.engine,
            order_check: self.order_check,
            order_endpoint: self.order_endpoint.clone(),
        }
    }

    /// `offset` is how far the shopper's clock is ahead of UTC, in minutes.
    pub fn voice(&self, account: &Account, offset: Option<i64>) -> Voice {
        let moment =
            self.zone().ok().map(|timezone| Moment { now: clock::now(), timezone, shopper_offset: offset });
        Voice {
            moment,
            shop: self.profile.name.clone(),
            assistant: self.profile.assistant_name.clone(),
            language: self.profile.locale.language(),
            contact: self.profile.contact.clone(),
            opening_hours: self.opening_hours.clone(),
            order_check: self.order_check,
            powers: Powers::of(account),
        }
    }

    /// # Errors
    /// A fault: it was checked on the way in.
    pub fn zone(&self) -> Result<TimeZone, Failure> {
        self.timezone.parse().map_err(Failure::fault)
    }

    /// What the account is opened with.
    ///
    /// # Errors
    /// A fault: it was checked on the way in.
    pub fn terms(&self) -> Result<Terms, Failure> {
        let catalogue = self.catalogue.clone().unwrap_or_default();
        Ok(Terms { plan: self.plan, timezone: self.zone()?, catalogue })
    }
}

/// # Errors
/// [`Refusal::UnknownMerchant`] or a fault.
pub fn load(sql: &Sql) -> Result<Settings, Failure> {
    let value = value(sql, "settings")?.ok_or(Refusal::UnknownMerchant)?;
    Ok(serde_json::from_str(&value)?)
}

/// How the shop's people are called; as nobody chose, if nobody did.
///
/// # Errors
/// A fault.
pub fn desk(sql: &Sql) -> Result<DeskSettings, Failure> {
    value(sql, "desk")?.map_or_else(|| Ok(DeskSettings::default()), |value| Ok(serde_json::from_str(&value)?))
}

/// # Errors
/// A fault.
pub fn store_desk(sql: &Sql, desk: &DeskSettings) -> Result<(), Failure> {
    put(sql, "desk", serde_json::to_string(desk)?)
}

fn value(sql: &Sql, name: &str) -> Result<Option<String>, Failure> {
    #[derive(Deserialize)]
    struct Row {
        value: String,
    }
    let rows: Vec<Row> = sql.rows("SELECT value FROM meta WHERE name = ?", vec![name.into()])?;
    Ok(rows.into_iter().next().map(|row| row.value))
}

fn put(sql: &Sql, name: &str, value: String) -> Result<(), Failure> {
    let upsert = "INSERT INTO meta (name, value) VALUES (?, ?) \
                  ON CONFLICT (name) DO UPDATE SET value = excluded.value";
    sql.run(upsert, vec![name.into(), value.into()])
}

/// # Errors
/// A fault.
pub fn store(sql: &Sql, settings: &Settings) -> Result<(), Failure> {
    put(sql, "settings", serde_json::to_string(settings)?)
}

/// Scheme, host and port, as a browser writes an origin; nothing that could end a CSP directive.
fn is_origin(text: &str) -> bool {
    Url::parse(text).is_ok_and(|url| {
        matches!(url.scheme(), "http" | "https") && url.origin().ascii_serialization() == text
    })
}
