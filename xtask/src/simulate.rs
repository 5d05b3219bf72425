//! `cargo xtask simulate`: the counting in a world in which everything fails, seed after seed.

use std::{
    ops::Range,
    sync::{
        Mutex,
        atomic::{AtomicU64, Ordering},
    },
    thread,
    time::Instant,
};

use anyhow::{Result, bail};
use lutin_shared::testing::sim::{Outcome, Sabotage, Violation, run};

use crate::{args::Args, timing, workspace::Workspace};

const SEEDS: u64 = 2_000;

pub fn command(_: &Workspace, mut args: Args) -> Result<()> {
    let first = args.take::<u64>("--first")?.unwrap_or(0);
    let seeds = args.take::<u64>("--seeds")?.unwrap_or(SEEDS);
    args.finish()?;
    let start = Instant::now();
    match play(first..first.saturating_add(seeds)) {
        Ok(total) => {
            println!("{total:#?}");
            println!(
                "{seeds} seeds from {first} on, no promise broken, {}",
                timing::readable(start.elapsed())
            );
            Ok(())
        }
        Err(violation) => {
            eprintln!("{violation}");
            let seed = violation.seed;
            bail!(
                "seed {seed} broke a promise: `cargo xtask simulate --first {seed} --seeds 1` plays it again"
            )
        }
    }
}

/// Plays the seeds on every core; gives the first violation that was found.
fn play(seeds: Range<u64>) -> Result<Outcome, Box<Violation>> {
    let next = AtomicU64::new(seeds.start);
    let result = Mutex::new(Ok(Outcome::default()));
    let work = || {
        loop {
            let seed = next.fetch_add(1, Ordering::Relaxed);
            if seed >= seeds.end {
                return;
            }
            let played = run(seed, Sabotage::None);
            let Ok(mut result) = result.lock() else { return };
            match (&mut *result, played) {
                (Ok(total), Ok(outcome)) => total.add(&outcome),
                (Ok(_), Err(violation)) => {
                    *result = Err(violation);
                    return;
                }
                (Err(_), _) => return,
            }
        }
    };
    thread::scope(|scope| {
        for _ in 0..thread::available_parallelism().map_or(1, usize::from) {
            scope.spawn(work);
        }
    });
    result.into_inner().unwrap_or_else(|poisoned| poisoned.into_inner())
}
