//! How long things take: said everywhere in the same words.

use std::time::Duration;

/// `0.4 s`, `12.3 s`, `4 min 05 s`.
pub fn readable(duration: Duration) -> String {
    let seconds = duration.as_secs();
    if seconds < 60 {
        format!("{:.1} s", duration.as_secs_f64())
    } else {
        format!("{} min {:02} s", seconds / 60, seconds % 60)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_read_as_a_person_would_say_them() {
        for (millis, text) in [(420, "0.4 s"), (12_340, "12.3 s"), (245_000, "4 min 05 s")] {
            assert_eq!(readable(Duration::from_millis(millis)), text);
        }
    }
}
