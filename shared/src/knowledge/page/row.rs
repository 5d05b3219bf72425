//! A row of a table: facts beside each other, or only a way to put things beside each other.

use core::mem;

use super::block::Kind;

/// The row that is being read.
#[derive(Debug, Default)]
pub struct Row {
    /// The paragraphs of each cell.
    cells: Vec<Vec<String>>,
    is_layout: bool,
}

impl Row {
    pub fn begin_cell(&mut self) {
        self.cells.push(Vec::new());
    }

    /// Whether a paragraph belongs to a cell.
    pub const fn takes(&self) -> bool {
        !self.is_layout && !self.cells.is_empty()
    }

    pub fn add(&mut self, paragraph: String) {
        if let Some(cell) = self.cells.last_mut() {
            cell.push(paragraph);
        }
    }

    /// The paragraphs so far; it is no row of facts from here on.
    pub fn spill(&mut self) -> impl Iterator<Item = String> + use<> {
        self.is_layout = true;
        mem::take(&mut self.cells).into_iter().flatten()
    }

    /// A line for a row of facts, paragraphs for others.
    pub fn finish(self) -> impl Iterator<Item = (Kind, String)> {
        /// The most characters of a fact.
        const LONGEST: usize = 300;
        let cells: Vec<Vec<String>> = self.cells.into_iter().filter(|cell| !cell.is_empty()).collect();
        let is_fact = |cell: &Vec<String>| cell.iter().map(|it| it.chars().count()).sum::<usize>() <= LONGEST;
        let line = (cells.len() > 1 && cells.iter().all(is_fact)).then(|| {
            let facts: Vec<String> = cells.iter().map(|cell| cell.join(" ").replace('\n', " ")).collect();
            (Kind::Row, facts.join(" | "))
        });
        let paragraphs = if line.is_some() { Vec::new() } else { cells };
        line.into_iter().chain(paragraphs.into_iter().flatten().map(|text| (Kind::Paragraph, text)))
    }
}
