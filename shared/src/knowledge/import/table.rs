//! Rows with named cells, out of CSV or JSON.

use csv::{ReaderBuilder, StringRecord};
use serde_json::{Map, Value};

use crate::api::{ImportReport, Problem};

use super::{Format, excerpt};

/// A cell that every row may have.
#[derive(Clone, Copy, Debug)]
pub(super) struct Column {
    name: &'static str,
    required: bool,
}

impl Column {
    pub(super) const fn optional(name: &'static str) -> Self {
        Self { name, required: false }
    }

    pub(super) const fn required(name: &'static str) -> Self {
        Self { name, required: true }
    }
}

/// One row, and where it stands in the file.
#[derive(Debug)]
pub(super) struct Row {
    /// The heading is 1; the first entry of a JSON list is 1.
    pub number: u32,
    cells: Vec<(&'static str, Cell)>,
}

#[derive(Clone, Debug)]
enum Cell {
    Text(String),
    List(Vec<String>),
}

impl Row {
    /// Without the spaces around it; empty when there is none.
    pub(super) fn text(&self, column: &str) -> &str {
        match self.cell(column) {
            Some(Cell::Text(text)) => text,
            _ => "",
        }
    }

    /// What is separated by `|` or by line breaks, or is a list already.
    pub(super) fn list(&self, column: &str) -> Vec<String> {
        let parts: Vec<&str> = match self.cell(column) {
            None => Vec::new(),
            Some(Cell::Text(text)) => text.split(['|', '\n', '\r']).collect(),
            Some(Cell::List(parts)) => parts.iter().map(String::as_str).collect(),
        };
        parts.into_iter().map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned).collect()
    }

    fn cell(&self, column: &str) -> Option<&Cell> {
        self.cells.iter().find(|(name, _)| *name == column).map(|(_, cell)| cell)
    }

    fn is_blank(&self) -> bool {
        self.cells.iter().all(|(_, cell)| matches!(cell, Cell::Text(text) if text.is_empty()))
    }
}

/// The rows of a file that are not blank.
///
/// # Errors
/// What cannot be read as a table of these columns.
pub(super) fn rows(
    text: &str,
    format: Format,
    columns: &'static [Column],
    most: usize,
) -> Result<Vec<Row>, Vec<Problem>> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let rows = match format {
        Format::Csv => of_csv(text, columns)?,
        Format::Json => of_json(text, columns)?,
    };
    match rows.len() {
        0 => Err(vec![whole("there is nothing in this file".to_owned())]),
        count if count > most => Err(vec![whole(format!("{count} rows: a file may have {most}"))]),
        _ => Ok(rows),
    }
}

fn of_csv(text: &str, columns: &'static [Column]) -> Result<Vec<Row>, Vec<Problem>> {
    let (text, stated) = after_separator_line(text);
    let separator = stated.unwrap_or_else(|| separator(text));
    let mut reader = ReaderBuilder::new()
        .delimiter(separator)
        .flexible(true)
        .has_headers(false)
        .from_reader(text.as_bytes());
    let mut number = 0_u32;
    let mut heading: Option<Vec<Option<&'static str>>> = None;
    let (mut rows, mut problems) = (Vec::new(), Vec::new());
    let mut record = StringRecord::new();
    loop {
        let start = position(&reader);
        match reader.read_record(&mut record) {
            Ok(false) => break,
            // Text is UTF-8 and lines may have any length, so this is never seen; a problem all the same.
            Err(error) => return Err(vec![whole(format!("this is not CSV: {error}"))]),
            Ok(true) => {}
        }
        let lines = text.get(start..position(&reader)).unwrap_or_default();
        number = number.saturating_add(blank_lines(text, start)).saturating_add(1);
        let Some(heading) = &heading else {
            heading = Some(csv_heading(&record, columns, number)?);
            continue;
        };
        match csv_row(&record, heading, number) {
            Err(problem) => problems.push(problem),
            Ok(row) => {
                // The reader takes the rest of the file for the cell.
                let is_last = position(&reader) >= text.len();
                if is_last && spans_lines(&record) && lines.matches('"').count() % 2 == 1 {
                    problems.push(at(number, "a quotation mark opens here that is never closed".to_owned()));
                } else if !row.is_blank() {
                    rows.push(row);
                }
            }
        }
        if problems.len() == ImportReport::MAX_PROBLEMS {
            break;
        }
    }
    if problems.is_empty() { Ok(rows) } else { Err(problems) }
}

fn position(reader: &csv::Reader<&[u8]>) -> usize {
    usize::try_from(reader.position().byte()).unwrap_or(usize::MAX)
}

fn spans_lines(record: &StringRecord) -> bool {
    record.iter().any(|cell| cell.contains(['\n', '\r']))
}

/// Some spreadsheets state their separator in a line of its own, which they do not show: `sep=;`.
fn after_separator_line(text: &str) -> (&str, Option<u8>) {
    let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
    match first.trim_end().as_bytes() {
        [b's', b'e', b'p', b'=', separator @ (b',' | b';' | b'\t')] => (rest, Some(*separator)),
        _ => (text, None),
    }
}

/// What stands most often between the names of the heading.
fn separator(text: &str) -> u8 {
    let heading = text.trim_start_matches(['\n', '\r']).split(['\n', '\r']).next().unwrap_or_default();
    let count = |separator: u8| {
        let mut is_quoted = false;
        heading
            .bytes()
            .filter(|&byte| {
                is_quoted ^= byte == b'"';
                byte == separator && !is_quoted
            })
            .count()
    };
    let mut best = b',';
    for other in [b';', b'\t'] {
        if count(other) > count(best) {
            best = other;
        }
    }
    best
}

/// The empty lines before a record, which the reader passes over and a spreadsheet shows as rows.
fn blank_lines(text: &str, start: usize) -> u32 {
    let bytes = text.as_bytes();
    let is_split = start > 0 && bytes.get(start - 1) == Some(&b'\r') && bytes.get(start) == Some(&b'\n');
    let mut rest = bytes.get(start + usize::from(is_split)..).unwrap_or_default();
    let mut lines = 0;
    loop {
        rest = match rest {
            [b'\r', b'\n', rest @ ..] | [b'\n' | b'\r', rest @ ..] => rest,
            _ => return lines,
        };
        lines += 1;
    }
}

/// Which column each cell of a row belongs to; `None` for one without a name.
fn csv_heading(
    record: &StringRecord,
    columns: &'static [Column],
    number: u32,
) -> Result<Vec<Option<&'static str>>, Vec<Problem>> {
    let (mut heading, mut problems) = (Vec::new(), Vec::new());
    for name in record.iter().map(str::trim) {
        match column(name, columns) {
            Some(known) if heading.contains(&Some(known)) => {
                problems.push(at(number, format!("the column \"{known}\" is there twice")));
            }
            Some(known) => heading.push(Some(known)),
            None if name.is_empty() => heading.push(None),
            None => problems.push(at(number, unknown(name, columns))),
        }
    }
    for column in columns.iter().filter(|column| column.required && !heading.contains(&Some(column.name))) {
        problems.push(at(number, format!("the column \"{}\" is missing", column.name)));
    }
    problems.truncate(ImportReport::MAX_PROBLEMS);
    if problems.is_empty() { Ok(heading) } else { Err(problems) }
}

fn csv_row(record: &StringRecord, heading: &[Option<&'static str>], number: u32) -> Result<Row, Problem> {
    let mut cells = Vec::new();
    for (place, cell) in record.iter().map(str::trim).enumerate() {
        match heading.get(place) {
            Some(Some(name)) => cells.push((*name, Cell::Text(cell.to_owned()))),
            _ if cell.is_empty() => {}
            _ => {
                let message =
                    "more cells than the heading has names: a text with a separator in it goes in quotes";
                return Err(at(number, message.to_owned()));
            }
        }
    }
    Ok(Row { number, cells })
}

fn of_json(text: &str, columns: &'static [Column]) -> Result<Vec<Row>, Vec<Problem>> {
    let entries: Vec<Value> = match serde_json::from_str(text) {
        Ok(Value::Array(entries)) => entries,
        Ok(_) => return Err(vec![whole("expected a list of objects: [ { … }, { … } ]".to_owned())]),
        Err(error) => return Err(vec![whole(format!("this is not JSON: {error}"))]),
    };
    let (mut rows, mut problems) = (Vec::new(), Vec::new());
    for (entry, number) in entries.iter().zip(1..) {
        match entry
            .as_object()
            .ok_or_else(|| "expected an object".to_owned())
            .and_then(|it| json_cells(it, columns))
        {
            Ok(cells) => rows.push(Row { number, cells }),
            Err(message) => problems.push(at(number, message)),
        }
        if problems.len() == ImportReport::MAX_PROBLEMS {
            break;
        }
    }
    if problems.is_empty() { Ok(rows) } else { Err(problems) }
}

fn json_cells(
    entry: &Map<String, Value>,
    columns: &'static [Column],
) -> Result<Vec<(&'static str, Cell)>, String> {
    let mut cells: Vec<(&'static str, Cell)> = Vec::new();
    for (name, value) in entry {
        let known = column(name, columns).ok_or_else(|| unknown(name, columns))?;
        if cells.iter().any(|(other, _)| *other == known) {
            return Err(format!("\"{known}\" is there twice"));
        }
        cells.push((known, json_cell(value).ok_or_else(|| format!("{known}: expected a text"))?));
    }
    let missing = |column: &&Column| column.required && !cells.iter().any(|(name, _)| *name == column.name);
    match columns.iter().find(missing) {
        Some(column) => Err(format!("\"{}\" is missing", column.name)),
        None => Ok(cells),
    }
}

fn json_cell(value: &Value) -> Option<Cell> {
    match value {
        Value::Null => Some(Cell::Text(String::new())),
        Value::String(text) => Some(Cell::Text(text.trim().to_owned())),
        // Order numbers and postcodes, as some systems write them.
        Value::Number(number) if number.is_u64() => Some(Cell::Text(number.to_string())),
        Value::Array(parts) => {
            parts.iter().map(|part| part.as_str().map(str::to_owned)).collect::<Option<_>>().map(Cell::List)
        }
        _ => None,
    }
}

/// The column of this name, in either case.
fn column(name: &str, columns: &'static [Column]) -> Option<&'static str> {
    columns.iter().map(|column| column.name).find(|known| known.eq_ignore_ascii_case(name.trim()))
}

fn unknown(name: &str, columns: &[Column]) -> String {
    let known: Vec<&str> = columns.iter().map(|column| column.name).collect();
    format!("unknown column \"{}\": known are {}", excerpt(name), known.join(", "))
}

const fn whole(message: String) -> Problem {
    Problem { row: None, message }
}

const fn at(row: u32, message: String) -> Problem {
    Problem { row: Some(row), message }
}
