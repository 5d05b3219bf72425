//! Softmax regression on hashed traits, and its quantisation into the bytes that `lutin_shared::table` reads.

use std::ops::Range;

use fastrand::Rng;
use lutin_shared::table::bucket;

/// How to learn.
#[derive(Clone, Debug)]
pub struct Plan {
    pub rows: usize,
    pub shapes: usize,
    pub samples: usize,
    pub rate: f32,
    /// How strongly weights are drawn to nothing.
    pub decay: f32,
    /// What a bit costs when a row chooses its shape, in squared weight.
    pub price: f64,
    /// What a bit costs when all is learned.
    pub last_price: f64,
    /// How often rows that are not worth their bits are taken out, and the rest learns again.
    pub prunings: usize,
}

/// Weights as they are learned.
pub struct Floats<const C: usize> {
    pub bias: [f32; C],
    rows: Vec<[f32; C]>,
    uses: Vec<u32>,
    /// Rows that are held at nothing: they were not worth their bits.
    pruned: Vec<bool>,
}

/// Draws an index by weight.
pub struct Lottery(Vec<f64>);

impl Lottery {
    pub fn new(weights: impl IntoIterator<Item = f64>) -> Self {
        let running = |sum: &mut f64, weight: f64| {
            *sum += weight;
            Some(*sum)
        };
        Self(weights.into_iter().scan(0.0, running).collect())
    }

    pub fn draw(&self, rng: &mut Rng) -> usize {
        let ticket = rng.f64() * self.0.last().copied().unwrap_or_default();
        self.0.partition_point(|&sum| sum <= ticket).min(self.0.len().saturating_sub(1))
    }
}

fn softmax<const C: usize>(logits: &mut [f32; C]) {
    let top = logits.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let mut sum = 0.0;
    for logit in logits.iter_mut() {
        *logit = (*logit - top).exp();
        sum += *logit;
    }
    logits.iter_mut().for_each(|logit| *logit /= sum);
}

/// From probabilities to errors: whatever lies outside `kinds` is too likely; within, each kind grows by its share. So a
/// sample whose kind nobody named goes to the kind that it is most like.
fn blame<const C: usize>(probabilities: &mut [f32; C], kinds: &Range<usize>) {
    let inside: f32 = probabilities[kinds.clone()].iter().sum::<f32>().max(1e-9);
    for (at, probability) in probabilities.iter_mut().enumerate() {
        if kinds.contains(&at) {
            *probability -= *probability / inside;
        }
    }
}

impl<const C: usize> Floats<C> {
    /// Learns from what `next` gives: the hashes of a sample, and the kinds that it may be.
    pub fn fit(
        plan: &Plan,
        rng: &mut Rng,
        mut next: impl FnMut(&mut Rng, &mut Vec<u32>) -> Option<Range<usize>>,
    ) -> Self {
        let rows = vec![[0.0; C]; plan.rows];
        let mut floats =
            Self { bias: [0.0; C], rows, uses: vec![0; plan.rows], pruned: vec![false; plan.rows] };
        floats.learn(plan, plan.samples, rng, &mut next);
        // What costs more bits than it is worth is taken out, and the rest learns to do without it.
        for _ in 0..plan.prunings {
            let (_, of_row) = quantise(&floats.rows, &floats.uses, plan, plan.price, rng);
            floats.pruned = of_row.iter().map(|&shape| shape == 0).collect();
            for (row, _) in floats.rows.iter_mut().zip(&floats.pruned).filter(|(_, pruned)| **pruned) {
                *row = [0.0; C];
            }
            floats.learn(plan, plan.samples / 2, rng, &mut next);
        }
        floats
    }

    fn learn(
        &mut self,
        plan: &Plan,
        samples: usize,
        rng: &mut Rng,
        mut next: impl FnMut(&mut Rng, &mut Vec<u32>) -> Option<Range<usize>>,
    ) {
        let mut squares = vec![[0f32; C]; plan.rows];
        let mut hashes = Vec::new();
        for step in 0..samples {
            hashes.clear();
            let Some(kinds) = next(rng, &mut hashes) else { continue };
            let mut errors = self.logits(&hashes);
            softmax(&mut errors);
            blame(&mut errors, &kinds);
            let rate = plan.rate * (1.0 - step as f32 / samples as f32).max(0.02);
            for (bias, error) in self.bias.iter_mut().zip(&errors) {
                *bias -= 0.01 * rate * error;
            }
            for &hash in &hashes {
                let row = bucket(hash, plan.rows);
                self.uses[row] += 1;
                if self.pruned[row] {
                    continue;
                }
                for ((weight, square), error) in self.rows[row].iter_mut().zip(&mut squares[row]).zip(&errors)
                {
                    let slope = error + plan.decay * *weight;
                    *square += slope * slope;
                    *weight -= rate * slope / (square.sqrt() + 1.0);
                }
            }
        }
        // A row's mean says nothing: softmax sees differences.
        for row in &mut self.rows {
            let mean = row.iter().sum::<f32>() / C as f32;
            row.iter_mut().for_each(|weight| *weight -= mean);
        }
    }

    pub fn logits(&self, hashes: &[u32]) -> [f32; C] {
        let mut logits = self.bias;
        for &hash in hashes {
            for (logit, weight) in logits.iter_mut().zip(&self.rows[bucket(hash, self.rows.len())]) {
                *logit += weight;
            }
        }
        logits
    }

    /// The table's bytes: rows are drawn to shapes, then the shapes are learned again with rows held to them.
    pub fn into_bytes(
        mut self,
        plan: &Plan,
        rng: &mut Rng,
        mut next: impl FnMut(&mut Rng, &mut Vec<u32>) -> Option<Range<usize>>,
    ) -> Vec<u8> {
        let (mut shapes, mut of_row) = quantise(&self.rows, &self.uses, plan, plan.last_price, rng);
        let mut squares = vec![[0f32; C]; plan.shapes];
        let mut hashes = Vec::new();
        let samples = plan.samples / 3;
        for step in 0..samples {
            hashes.clear();
            let Some(kinds) = next(rng, &mut hashes) else { continue };
            let mut errors = self.bias;
            let shape_of = |hash: u32| usize::from(of_row[bucket(hash, plan.rows)]);
            for &hash in &hashes {
                for (logit, weight) in errors.iter_mut().zip(&shapes[shape_of(hash)]) {
                    *logit += weight;
                }
            }
            softmax(&mut errors);
            blame(&mut errors, &kinds);
            let rate = 0.05 * (1.0 - step as f32 / samples as f32).max(0.02);
            for (bias, error) in self.bias.iter_mut().zip(&errors) {
                *bias -= 0.01 * rate * error;
            }
            // The first shape stays nothing: it is what most rows weigh.
            for shape in hashes.iter().map(|&hash| shape_of(hash)).filter(|&shape| shape != 0) {
                for ((weight, square), error) in
                    shapes[shape].iter_mut().zip(&mut squares[shape]).zip(&errors)
                {
                    let slope = error + plan.decay * *weight;
                    *square += slope * slope;
                    *weight -= rate * slope / (square.sqrt() + 1.0);
                }
            }
        }
        // The first shape weighs nothing and is not written; of the others, the commonest get the smallest numbers.
        let mut counts = vec![0usize; plan.shapes];
        of_row.iter().for_each(|&shape| counts[usize::from(shape)] += 1);
        let mut order: Vec<usize> = (1..plan.shapes).filter(|&shape| counts[shape] > 0).collect();
        order.sort_by_key(|&shape| std::cmp::Reverse(counts[shape]));
        let mut place = vec![0u8; plan.shapes];
        order.iter().enumerate().for_each(|(at, &shape)| place[shape] = at as u8 + 1);
        of_row.iter_mut().for_each(|shape| *shape = place[usize::from(*shape)]);
        shapes = order.iter().map(|&shape| shapes[shape]).collect();

        let weights = || shapes.iter().flatten().chain(&self.bias);
        let unit = weights().fold(0f32, |largest, weight| largest.max(weight.abs())) / 127.0;
        let byte = |weight: &f32| ((weight / unit).round() as i8).cast_unsigned();
        let (mut gaps, mut named, mut gap) = (Vec::new(), Vec::new(), 0usize);
        for shape in of_row {
            if shape == 0 {
                gap += 1;
                continue;
            }
            gaps.extend(std::iter::repeat_n(u8::MAX, gap / 255));
            gaps.push((gap % 255) as u8);
            named.push(shape);
            gap = 0;
        }
        let mut bytes = Vec::new();
        bytes.extend((plan.rows as u16).to_le_bytes());
        bytes.extend((named.len() as u16).to_le_bytes());
        bytes.push(shapes.len() as u8);
        bytes.extend(unit.to_le_bytes());
        bytes.extend(self.bias.iter().map(byte));
        bytes.extend(shapes.iter().flatten().map(byte));
        bytes.extend(gaps);
        bytes.extend(named);
        bytes
    }
}

/// Shapes that stand for many rows: the nearest by use, where a rare shape costs `price` a bit.
fn quantise<const C: usize>(
    rows: &[[f32; C]],
    uses: &[u32],
    plan: &Plan,
    price: f64,
    rng: &mut Rng,
) -> (Vec<[f32; C]>, Vec<u8>) {
    let weight: Vec<f64> = uses.iter().map(|&uses| f64::from(uses).sqrt()).collect();
    let mean = weight.iter().sum::<f64>() / rows.len() as f64;
    let size = |row: &[f32; C]| row.iter().map(|value| f64::from(value * value)).sum::<f64>();
    let lottery = Lottery::new(rows.iter().zip(&weight).map(|(row, weight)| weight * size(row)));
    let mut shapes = vec![[0f32; C]; plan.shapes];
    for shape in shapes.iter_mut().skip(1) {
        *shape = rows[lottery.draw(rng)];
    }
    let mut of_row = vec![0u8; rows.len()];
    let mut bits = vec![(plan.shapes as f64).log2(); plan.shapes];
    for _ in 0..40 {
        for ((row, of_row), weight) in rows.iter().zip(&mut of_row).zip(&weight) {
            let mut best = f64::INFINITY;
            for (at, shape) in shapes.iter().enumerate() {
                let distance: f32 = row.iter().zip(shape).map(|(a, b)| (a - b) * (a - b)).sum();
                let cost = f64::from(distance) * weight / mean + price * bits[at];
                if cost < best {
                    best = cost;
                    *of_row = at as u8;
                }
            }
        }
        let mut sums = vec![([0f64; C], 0f64, 0usize); plan.shapes];
        for ((row, &shape), &weight) in rows.iter().zip(&of_row).zip(&weight) {
            let (sum, total, count) = &mut sums[usize::from(shape)];
            sum.iter_mut().zip(row).for_each(|(sum, value)| *sum += f64::from(*value) * weight);
            *total += weight;
            *count += 1;
        }
        for (at, (sum, total, count)) in sums.into_iter().enumerate() {
            bits[at] = -(((count as f64) + 0.5) / rows.len() as f64).log2();
            if at > 0 && total > 0.0 {
                shapes[at] = sum.map(|value| (value / total) as f32);
            }
        }
    }
    (shapes, of_row)
}
