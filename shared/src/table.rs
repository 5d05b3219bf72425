//! Weights for pieces of text, stored small: what every reader of messages looks things up in.
//!
//! A piece of text is known by its hash alone. Its hash names a row, the row names a shape, the shape has one weight a
//! class. Many rows share a shape: a shape costs `CLASSES` bytes, a row one byte before compression. Two pieces that meet
//! in a row share its weights; the training knows that and makes do. `cargo xtask train` writes the bytes.
//!
//! Layout, little-endian: rows `u16`, rows that weigh something `u16`, shapes `u8`, unit `f32`, `CLASSES` signed bytes of
//! bias, shapes × `CLASSES` signed bytes; then for each row that weighs something how many before it do not (255 goes on
//! in the next byte); then for each its shape. Most rows weigh nothing: so written, they cost next to nothing.

const HEADER: usize = 9;

/// A table of weights for `CLASSES` answers. Whatever the bytes are, reading is total: what is not there weighs nothing.
#[derive(Clone, Debug, Default)]
pub struct Table<const CLASSES: usize> {
    bias: &'static [u8],
    shapes: &'static [u8],
    /// One byte a row: 0 for nothing, else a shape, counted from 1.
    rows: Vec<u8>,
    unit: f32,
}

impl<const CLASSES: usize> Table<CLASSES> {
    /// The table at the start of `bytes`, and what follows it; an empty table if the bytes are cut short.
    pub fn split(bytes: &'static [u8]) -> (Self, &'static [u8]) {
        Self::read(bytes).unwrap_or_default()
    }

    /// The table in `bytes`.
    pub fn new(bytes: &'static [u8]) -> Self {
        Self::split(bytes).0
    }

    fn read(bytes: &'static [u8]) -> Option<(Self, &'static [u8])> {
        let (header, bytes) = bytes.split_first_chunk::<HEADER>()?;
        let [r0, r1, n0, n1, shapes, unit @ ..] = *header;
        let (bias, bytes) = bytes.split_at_checked(CLASSES)?;
        let (shapes, mut bytes) = bytes.split_at_checked(usize::from(shapes) * CLASSES)?;
        let mut rows = vec![0; usize::from(u16::from_le_bytes([r0, r1]))];
        let used = usize::from(u16::from_le_bytes([n0, n1]));
        let mut places = Vec::with_capacity(used);
        let mut at = 0;
        while places.len() < used {
            let (&gap, rest) = bytes.split_first()?;
            bytes = rest;
            at += usize::from(gap);
            if gap < u8::MAX {
                places.push(at);
                at += 1;
            }
        }
        let (named, bytes) = bytes.split_at_checked(used)?;
        for (place, &shape) in places.into_iter().zip(named) {
            *rows.get_mut(place)? = shape;
        }
        Some((Self { bias, shapes, rows, unit: f32::from_le_bytes(unit) }, bytes))
    }

    /// Sums in which nothing has been read yet.
    pub fn start(&self) -> [i32; CLASSES] {
        let mut sums = [0; CLASSES];
        add(&mut sums, self.bias);
        sums
    }

    /// Adds the weights of the piece with this hash.
    pub fn add(&self, hash: u32, sums: &mut [i32; CLASSES]) {
        add(sums, self.weights(hash));
    }

    /// Takes the weights of the piece with this hash away again.
    pub fn remove(&self, hash: u32, sums: &mut [i32; CLASSES]) {
        for (sum, &weight) in sums.iter_mut().zip(self.weights(hash)) {
            *sum -= i32::from(weight.cast_signed());
        }
    }

    /// Sums as logits.
    pub fn logits(&self, sums: [i32; CLASSES]) -> [f32; CLASSES] {
        sums.map(|sum| sum as f32 * self.unit)
    }

    fn weights(&self, hash: u32) -> &[u8] {
        let shape = self.rows.get(bucket(hash, self.rows.len())).map_or(0, |&shape| usize::from(shape));
        match shape.checked_sub(1) {
            Some(shape) => self.shapes.get(shape * CLASSES..).unwrap_or_default(),
            None => &[],
        }
    }
}

fn add<const CLASSES: usize>(sums: &mut [i32; CLASSES], weights: &[u8]) {
    for (sum, &weight) in sums.iter_mut().zip(weights) {
        *sum += i32::from(weight.cast_signed());
    }
}

/// The place of `hash` among `count`.
pub fn bucket(hash: u32, count: usize) -> usize {
    usize::try_from((u64::from(hash) * count as u64) >> 32).unwrap_or_default()
}

/// The start of every hash.
pub const SEED: u32 = 0x811c_9dc5;

/// FNV-1a, a letter at a time.
pub const fn step(hash: u32, letter: u32) -> u32 {
    (hash ^ letter).wrapping_mul(0x0100_0193)
}

/// Spreads the last letter over all bits: buckets are taken from the upper ones.
pub const fn finish(hash: u32) -> u32 {
    let hash = (hash ^ (hash >> 15)).wrapping_mul(0x2c1b_3c6d);
    hash ^ (hash >> 13)
}

/// Probabilities from logits.
pub fn softmax<const N: usize>(logits: [f32; N]) -> [f32; N] {
    let top = logits.into_iter().fold(f32::NEG_INFINITY, f32::max);
    let powers = logits.map(|logit| (logit - top).exp());
    let sum: f32 = powers.iter().sum();
    powers.map(|power| power / sum)
}
