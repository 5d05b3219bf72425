//! The few options that the commands take, read by hand: a parser crate would be most of this program's compile time.

use std::str::FromStr;

use anyhow::{Context, Result, bail};

/// What followed the command's name.
pub struct Args(Vec<String>);

impl Args {
    pub fn new(words: impl IntoIterator<Item = String>) -> Self {
        Self(words.into_iter().collect())
    }

    /// Takes every `--name VALUE` and `--name=VALUE` out and parses the values.
    ///
    /// # Errors
    /// When a value is absent or not one of `T`'s.
    pub fn take_all<T>(&mut self, name: &str) -> Result<Vec<T>>
    where
        T: FromStr,
        T::Err: Into<anyhow::Error>,
    {
        let mut values = Vec::new();
        let mut rest = Vec::new();
        let mut words = std::mem::take(&mut self.0).into_iter();
        while let Some(word) = words.next() {
            let value = match word.strip_prefix(name) {
                Some("") => words.next().with_context(|| format!("{name} needs a value"))?,
                Some(tail) if tail.starts_with('=') => tail.trim_start_matches('=').to_owned(),
                _ => {
                    rest.push(word);
                    continue;
                }
            };
            values.push(value.parse::<T>().map_err(|error| error.into().context(format!("{name} {value}")))?);
        }
        self.0 = rest;
        Ok(values)
    }

    /// Takes `--name VALUE` out, if it is there; given twice, the last one holds.
    ///
    /// # Errors
    /// As [`Args::take_all`].
    pub fn take<T>(&mut self, name: &str) -> Result<Option<T>>
    where
        T: FromStr,
        T::Err: Into<anyhow::Error>,
    {
        Ok(self.take_all(name)?.pop())
    }

    /// Takes every word that is no option: files, and `-`.
    pub fn take_rest(&mut self) -> Vec<String> {
        let is_option = |word: &String| word.starts_with('-') && word != "-";
        let (options, rest) = std::mem::take(&mut self.0).into_iter().partition(is_option);
        self.0 = options;
        rest
    }

    /// Ends the reading: whatever nobody took is a mistake of the caller's.
    ///
    /// # Errors
    /// When a word is left.
    pub fn finish(self) -> Result<()> {
        match self.0.first() {
            None => Ok(()),
            Some(word) => bail!("`{word}` is not understood here: `cargo xtask help` lists the options"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn args(words: &[&str]) -> Args {
        Args::new(words.iter().map(|&word| word.to_owned()))
    }

    #[test]
    fn an_option_may_be_repeated_and_written_both_ways() {
        let mut given = args(&["--port", "1", "--port=2"]);
        assert_eq!(given.take_all::<u16>("--port").unwrap(), [1, 2]);
        given.finish().unwrap();
    }

    #[test]
    fn words_that_are_no_options_are_files() {
        let mut given = args(&["a.json", "-", "--loud"]);
        assert_eq!(given.take_rest(), ["a.json", "-"]);
        assert!(given.finish().unwrap_err().to_string().contains("--loud"));
    }

    #[test]
    fn what_nobody_took_is_refused() {
        let mut given = args(&["--ports", "1"]);
        assert!(given.take_all::<u16>("--port").unwrap().is_empty());
        assert!(given.finish().unwrap_err().to_string().contains("--ports"));
    }

    #[test]
    fn a_value_that_is_absent_or_wrong_is_named() {
        assert!(args(&["--port"]).take_all::<u16>("--port").is_err());
        let wrong = args(&["--port", "many"]).take_all::<u16>("--port").unwrap_err();
        assert!(wrong.to_string().contains("many"), "{wrong}");
    }
}
