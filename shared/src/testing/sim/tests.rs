use super::*;

/// How many seeds every test run plays; `cargo xtask simulate` plays more.
const SEEDS: u64 = 2_000;

#[test]
fn no_seed_breaks_a_promise() {
    let mut total = Outcome::default();
    for seed in 0..SEEDS {
        total.add(&run(seed, Sabotage::None).unwrap_or_else(|violation| panic!("{violation}")));
    }
    println!("{total:#?}");
    // A world in which nothing happens breaks no promise either.
    let happened = [
        total.counted,
        total.credited,
        total.orders,
        total.crashes,
        total.storage_faults,
        total.lost,
        total.doubled,
        total.alarms_lost,
        total.dead_letters,
        total.escalated,
        total.accepted,
        total.follow_ups,
        total.forgotten,
    ];
    assert!(happened.iter().all(|count| *count > SEEDS / 20), "{total:#?}");
}

/// The promise that breaks first when something is taken away.
fn broken(sabotage: Sabotage) -> String {
    let violation = (0..200).find_map(|seed| run(seed, sabotage).err());
    violation.expect("the simulator notices").what
}

#[test]
fn a_ledger_that_forgets_what_it_has_is_noticed() {
    let what = broken(Sabotage::NoDedupe);
    assert!(what.contains("the audit says") || what.contains("counted twice"), "{what}");
}

#[test]
fn a_session_that_has_erased_only_once_is_noticed() {
    let what = broken(Sabotage::UnheardErasure);
    assert!(what.contains("the ledger still says"), "{what}");
}

#[test]
fn a_desk_that_promises_somebody_who_is_not_there_is_noticed() {
    let what = broken(Sabotage::RingForNobody);
    assert!(what.contains("nobody was there"), "{what}");
}

#[test]
fn a_session_that_tells_the_ledger_only_once_is_noticed() {
    let what = broken(Sabotage::NoOutbox);
    assert!(what.contains("the ledger has"), "{what}");
}
