//! One month's bill, line by line, and how its conversations are covered.

mod covered;

use leptos::prelude::*;
use lutin_shared::account::{Line, Period, Statement};
use lutin_shared::money::Cents;

use crate::format;
use crate::text::{Text, text};

pub use covered::Covered;

/// The lines that are summed up together.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Group {
    Enchantments,
    Packs,
    Plan,
}

impl Group {
    /// As they stand on the bill.
    const ALL: [Self; 3] = [Self::Plan, Self::Packs, Self::Enchantments];

    const fn of(line: &Line) -> Self {
        match line {
            Line::Enchantment { .. } => Self::Enchantments,
            Line::Pack { .. } => Self::Packs,
            Line::Plan { .. } | Line::Upgrade { .. } => Self::Plan,
        }
    }

    const fn name(self, text: &Text) -> &'static str {
        match self {
            Self::Enchantments => text.statement.enchantments,
            Self::Packs => text.statement.packs,
            Self::Plan => text.statement.plan,
        }
    }

    const fn subtotal(self, statement: &Statement) -> Cents {
        match self {
            Self::Enchantments => statement.totals.enchantments,
            Self::Packs => statement.totals.packs,
            Self::Plan => statement.totals.plan,
        }
    }
}

#[component]
pub fn StatementTable(statement: Signal<Statement>) -> impl IntoView {
    let text = text();
    let words = &text.statement;
    let month = move || format::month(text.locale, statement.with(|statement| statement.period));
    let total = move || format::money(text.locale, statement.with(|statement| statement.totals.total));
    view! {
        <table class="statement">
            <caption class="visually-hidden">{move || (words.caption)(&month())}</caption>
            <thead>
                <tr>
                    <th scope="col">{words.item}</th>
                    <th scope="col" class="statement__amount">{words.amount}</th>
                </tr>
            </thead>
            {Group::ALL.map(|group| view! { <GroupRows statement=statement group=group /> })}
            <tfoot>
                <tr>
                    <th scope="row">{words.total}</th>
                    <td class="statement__amount">{total}</td>
                </tr>
            </tfoot>
        </table>
    }
}

/// A group and its sum; nothing where the month has no such line.
#[component]
fn GroupRows(statement: Signal<Statement>, group: Group) -> impl IntoView {
    let text = text();
    let lines = Memo::new(move |_| {
        let all = statement.with(|statement| statement.lines.clone());
        all.into_iter().filter(|line| Group::of(line) == group).collect::<Vec<_>>()
    });
    let subtotal = move || format::money(text.locale, statement.with(|it| group.subtotal(it)));
    move || {
        let (lines, period) = (lines.get(), statement.with(|statement| statement.period));
        (!lines.is_empty()).then(|| {
            view! {
                <tbody>
                    <tr class="statement__group">
                        <th scope="rowgroup" colspan="2">{group.name(text)}</th>
                    </tr>
                    {lines.into_iter().map(|line| view! { <Row period=period line=line /> }).collect_view()}
                    <tr class="statement__subtotal">
                        <th scope="row">{(text.statement.subtotal)(group.name(text))}</th>
                        <td class="statement__amount">{subtotal}</td>
                    </tr>
                </tbody>
            }
        })
    }
}

#[component]
fn Row(period: Period, line: Line) -> impl IntoView {
    let text = text();
    let (item, detail) = describe(text, period, &line);
    view! {
        <tr>
            <th scope="row" class="statement__item">
                {item}
                <span class="statement__detail">{detail}</span>
            </th>
            <td class="statement__amount">{format::money(text.locale, line.amount())}</td>
        </tr>
    }
}

/// What was bought, and what its amount is for.
fn describe(text: &Text, period: Period, line: &Line) -> (String, String) {
    let words = &text.statement;
    let number = |value| format::number(text.locale, value);
    match line {
        Line::Enchantment { enchantment, amount } => {
            let free = *amount == Cents::default();
            let detail = if free { words.included } else { words.whole_month };
            ((text.enchantment)(*enchantment).to_owned(), detail.to_owned())
        }
        Line::Pack { day, size, .. } => {
            let day = format::day_of(text.locale, period, day.day);
            ((words.pack)(&number(*size)), (words.bought)(&day))
        }
        Line::Plan { plan, .. } => ((words.plan_line)((text.plan)(*plan)), words.whole_month.to_owned()),
        Line::Upgrade { from, to, day, .. } => {
            let left = day.left();
            let detail = (words.prorated)(&number(day.day), &number(day.days), &number(left), left > 1);
            ((words.upgrade)((text.plan)(*from), (text.plan)(*to)), detail)
        }
    }
}
