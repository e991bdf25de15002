use super::bits::BitReader;
use super::coding::Coding;
use super::context::{Context, RunContext};
use crate::pixel::fault::{Fault, Result};

/// J (A.2.1): by how many bits run lengths are told, as runs go well.
const RUN_BITS: [u8; 32] =
    [0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 9, 10, 11, 12, 13, 14, 15];

/// There are 365 contexts; the rest saves a check.
const CONTEXTS: usize = 512;

/// The lines of a scan's components that are needed to decode the next, and what was learned so far.
pub(super) struct Lines<'a> {
    coding: &'a Coding,
    /// By the regions of three gradients.
    contexts: Box<[Context; CONTEXTS]>,
    runs: [RunContext; 2],
    components: Vec<Component>,
}

/// Of one component.
struct Component {
    /// The line before and the current one, each with a sample more at both ends.
    previous: Vec<u16>,
    current: Vec<u16>,
    /// How well runs go: an index of [`RUN_BITS`].
    run: usize,
}

impl Component {
    /// Begins a line: what is beyond its ends (A.2.1). Left of it stands what is above its first sample.
    fn begin(&mut self) {
        std::mem::swap(&mut self.previous, &mut self.current);
        let last = self.previous.len() - 1;
        self.previous[last] = self.previous[last - 1];
        self.current[0] = self.previous[1];
    }

    /// The neighbours of the sample at `at`: left, above, above left, above right (a, b, c, d).
    #[inline]
    fn neighbours(&self, at: usize) -> [i32; 4] {
        let [c, b, d] = self.previous[at - 1..][..3] else { return [0; 4] };
        [self.current[at - 1], b, c, d].map(i32::from)
    }
}

impl Component {
    /// Decodes the current line.
    fn decode<const PLAIN: bool>(
        &mut self,
        coding: &Coding,
        reader: &mut BitReader<'_>,
        contexts: &mut [Context; CONTEXTS],
        runs: &mut [RunContext; 2],
    ) -> Result<()> {
        let Self { previous, current, run: state } = self;
        let end = current.len() - 1;
        let previous = &previous[..=end];
        let mut at = 1;
        while at < end {
            // What neighbours have in common goes from one to the next: c is the last b, b the last d, and so are their
            // gradients.
            let mut a = i32::from(current[at - 1]);
            let (mut c, mut b) = (i32::from(previous[at - 1]), i32::from(previous[at]));
            let mut upper = coding.region(b - c);
            // A reader that nothing else points to can be in registers.
            let mut bits = reader.clone();
            for (sample, d) in current[at..end].iter_mut().zip(&previous[at + 1..]) {
                let d = i32::from(*d);
                let right = coding.region(d - b);
                let index = 81 * right + 9 * upper + coding.region(c - a);
                if index == 0 {
                    break;
                }
                let sign = if index < 0 { -1 } else { 1 };
                let context = &mut contexts[(index * sign) as usize % CONTEXTS];
                *sample = context.decode::<PLAIN>(coding, &mut bits, predicted([a, b, c, d]), sign)?;
                (a, c, b, upper) = (i32::from(*sample), b, d, right);
                at += 1;
            }
            *reader = bits;
            if at == end {
                break;
            }
            let left = current[at - 1];
            let run = run_length(reader, state, end - at)?;
            current[at..at + run].fill(left);
            at += run;
            if at == end {
                break;
            }
            let (a, b) = (i32::from(left), i32::from(previous[at]));
            let taken = RUN_BITS[*state].into();
            current[at] = if (a - b).abs() <= coding.near {
                coding.reconstructed(a, runs[1].decode(coding, reader, taken)?)
            } else {
                interrupted(coding, reader, &mut runs[0], a, b, taken)?
            };
            *state = state.saturating_sub(1);
            at += 1;
        }
        Ok(())
    }
}

/// The index of the context and its sign (A.3.4); 0 for a run.
#[inline]
fn context_index(coding: &Coding, [a, b, c, d]: [i32; 4]) -> i32 {
    81 * coding.region(d - b) + 9 * coding.region(b - c) + coding.region(c - a)
}

/// The median edge detector (A.4.1).
#[inline]
fn predicted([a, b, c, _]: [i32; 4]) -> i32 {
    let (least, greatest) = (a.min(b), a.max(b));
    if c >= greatest {
        least
    } else if c <= least {
        greatest
    } else {
        a + b - c
    }
}

impl<'a> Lines<'a> {
    pub(super) fn new(coding: &'a Coding, columns: usize, components: usize) -> Self {
        let component =
            |_| Component { previous: vec![0; columns + 2], current: vec![0; columns + 2], run: 0 };
        Self {
            coding,
            contexts: Box::new([Context::new(coding); CONTEXTS]),
            runs: [0, 1].map(|kind| RunContext::new(coding, kind)),
            components: (0..components).map(component).collect(),
        }
    }

    /// The lines that were decoded last.
    pub(super) fn current(&self) -> impl Iterator<Item = &[u16]> {
        self.components.iter().map(|component| &component.current[1..component.current.len() - 1])
    }

    /// Decodes a line of each component, one after the other.
    pub(super) fn decode_each(&mut self, bits: &mut BitReader<'_>) -> Result<()> {
        let Self { coding, contexts, runs, components } = self;
        for component in components {
            component.begin();
            if coding.is_plain {
                component.decode::<true>(coding, bits, contexts, runs)?;
            } else {
                component.decode::<false>(coding, bits, contexts, runs)?;
            }
        }
        Ok(())
    }

    /// Decodes a line of all components, sample by sample; a run is one of all of them.
    pub(super) fn decode_together(&mut self, bits: &mut BitReader<'_>) -> Result<()> {
        if self.coding.is_plain { self.together::<true>(bits) } else { self.together::<false>(bits) }
    }

    fn together<const PLAIN: bool>(&mut self, bits: &mut BitReader<'_>) -> Result<()> {
        let Self { coding, contexts, runs, components } = self;
        components.iter_mut().for_each(Component::begin);
        let end = components[0].current.len() - 1;
        let mut at = 1;
        while at < end {
            let indexes: [i32; 4] = std::array::from_fn(|i| {
                components.get(i).map_or(0, |component| context_index(coding, component.neighbours(at)))
            });
            if indexes != [0; 4] {
                for (component, index) in components.iter_mut().zip(indexes) {
                    let sign = if index < 0 { -1 } else { 1 };
                    let context = &mut contexts[(index * sign) as usize % CONTEXTS];
                    let prediction = predicted(component.neighbours(at));
                    component.current[at] = context.decode::<PLAIN>(coding, bits, prediction, sign)?;
                }
                at += 1;
                continue;
            }
            let mut state = components[0].run;
            let run = run_length(bits, &mut state, end - at)?;
            for component in components.iter_mut() {
                let left = component.current[at - 1];
                component.current[at..at + run].fill(left);
            }
            at += run;
            if at < end {
                let taken = RUN_BITS[state].into();
                for component in components.iter_mut() {
                    let [a, b, ..] = component.neighbours(at);
                    component.current[at] = interrupted(coding, bits, &mut runs[0], a, b, taken)?;
                }
                state = state.saturating_sub(1);
                at += 1;
            }
            components[0].run = state;
        }
        Ok(())
    }
}

/// The sample that ends a run, where its neighbours differ (A.7.2).
fn interrupted(
    coding: &Coding,
    bits: &mut BitReader<'_>,
    context: &mut RunContext,
    a: i32,
    b: i32,
    taken: u32,
) -> Result<u16> {
    let error = context.decode(coding, bits, taken)?;
    Ok(coding.reconstructed(b, if b < a { -error } else { error }))
}

/// How many samples a run has (A.7.1); `most` if it goes to the line's end.
fn run_length(bits: &mut BitReader<'_>, state: &mut usize, most: usize) -> Result<usize> {
    let mut run = 0;
    while bits.bit() {
        let more = 1 << RUN_BITS[*state];
        if more <= most - run {
            *state = (*state + 1).min(31);
        }
        run += more.min(most - run);
        if run == most {
            return Ok(run);
        }
    }
    bits.refill();
    run += bits.take(RUN_BITS[*state].into()) as usize;
    // The sample that ends it must be in the line too.
    if run < most { Ok(run) } else { Err(Fault::Corrupt) }
}
