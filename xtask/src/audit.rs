//! `cargo xtask audit`: a bill, recomputed from its export by the same rules that made it.

use std::{
    fs::File,
    io::{self, BufRead, BufReader},
};

use anyhow::{Context, Result, anyhow, bail, ensure};
use lutin_shared::account::Statement;
use lutin_shared::ledger::audit::{Auditor, Report};
use lutin_shared::money::Cents;
use lutin_shared::receipt::{Reason, Verdict};

use crate::{args::Args, workspace::Workspace};

pub fn command(_: &Workspace, mut args: Args) -> Result<()> {
    let files = args.take_rest();
    args.finish()?;
    ensure!(!files.is_empty(), "name an export, or `-` for standard input; several months in their order");
    let mut earlier: Option<Report> = None;
    for file in &files {
        let report = recompute(open(file)?).with_context(|| format!("the audit of {file} found a fault"))?;
        print(&report);
        match earlier.as_ref().map(|earlier| report.follows(earlier)) {
            Some(Some(true)) => println!("  and it goes on exactly where the file before it leads"),
            Some(Some(false)) => bail!("{file} does not go on where the file before it leads"),
            Some(None) => println!("  between the file before it and this one, something is missing"),
            None => {}
        }
        earlier = Some(report);
    }
    Ok(())
}

fn open(file: &str) -> Result<Box<dyn BufRead>> {
    if file == "-" {
        return Ok(Box::new(io::stdin().lock()));
    }
    Ok(Box::new(BufReader::new(File::open(file).with_context(|| format!("{file} cannot be read"))?)))
}

fn recompute(reader: impl BufRead) -> Result<Report> {
    let mut auditor = Auditor::default();
    for line in reader.lines() {
        let line = line.context("it cannot be read, which says nothing about the bill")?;
        auditor.read(&line).map_err(|wrong| anyhow!("{wrong}"))?;
    }
    auditor.finish().map_err(|wrong| anyhow!("{wrong}"))
}

fn print(report: &Report) {
    let month = report.period.map_or("everything".to_owned(), |period| period.to_string());
    println!("{} · {month}: the bill holds\n", report.merchant);
    println!("  {:>7}  rows, each chained to the one before", report.rows);
    for (reason, count) in &report.conversations {
        let verdict = match reason.verdict() {
            Verdict::Counted => "counted",
            Verdict::NotCounted => "not counted",
        };
        println!("  {count:>7}  conversations {verdict}: {} ({})", reason.name(), Reason::promise(*reason));
    }
    println!(
        "  {:>7}  counts, {} credited, {} contests open",
        report.counted, report.credited, report.open_contests
    );
    if report.texts > 0 {
        println!(
            "  {:>7}  texts of {} messages, each the one that was recorded",
            report.texts, report.messages
        );
    }
    for statement in &report.statements {
        print_statement(statement);
    }
    println!("\n  the chain ends with row {}: {}", report.end.head.seq, report.end.head.hash);
    if !report.is_whole() {
        println!("  it begins after row {}: {}", report.start.head.seq, report.start.head.hash);
        println!(
            "  the balance carried forward from there is taken as given: audit the month before in front of it to compare"
        );
    }
}

fn print_statement(statement: &Statement) {
    let totals = statement.totals;
    let coverage = statement.coverage;
    println!("\n  {}", statement.period);
    println!(
        "  {:>7}  conversations: {} by the plan, {} by packs, {} uncovered and not charged; {} left in packs",
        coverage.used,
        coverage.covered_by_plan,
        coverage.covered_by_packs,
        coverage.uncovered,
        coverage.pack_balance
    );
    for (name, amount) in
        [("plan", totals.plan), ("packs", totals.packs), ("enchantments", totals.enchantments)]
    {
        println!("  {:>10}  {name}", euros(amount));
    }
    println!("  {:>10}  total before VAT", euros(totals.total));
}

fn euros(amount: Cents) -> String {
    let cents = amount.as_cents();
    format!("{}{}.{:02} €", if cents < 0 { "-" } else { "" }, cents.abs() / 100, cents.abs() % 100)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_is_written_to_the_cent() {
        for (cents, wanted) in [(0, "0.00 €"), (1_548, "15.48 €"), (-5, "-0.05 €"), (100_000, "1000.00 €")]
        {
            assert_eq!(euros(Cents::new(cents)), wanted);
        }
    }

    #[test]
    fn what_is_no_export_is_told_by_line() {
        let said = recompute(&b"{\"type\":\"row\"}\n"[..]).unwrap_err().to_string();
        assert!(said.starts_with("line 1: "), "{said}");
    }
}
