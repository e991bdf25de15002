use std::cell::Cell;

/// Bytes read by their offset in the file, not all of which need to be there.
pub(crate) trait Source {
    /// The length of the file in bytes.
    fn length(&self) -> u64;

    /// `length` bytes from `offset`; `None` where they are past the end or were left out.
    fn bytes(&self, offset: u64, length: u64) -> Option<&[u8]>;

    /// What there is from `offset` on, without a gap.
    fn rest(&self, offset: u64) -> &[u8];

    /// Whether bytes were asked for that are further on than what is here.
    fn lacks(&self) -> bool {
        false
    }
}

impl Source for [u8] {
    fn length(&self) -> u64 {
        self.len() as u64
    }

    fn bytes(&self, offset: u64, length: u64) -> Option<&[u8]> {
        let start = usize::try_from(offset).ok()?;
        self.get(start..start.checked_add(usize::try_from(length).ok()?)?)
    }

    fn rest(&self, offset: u64) -> &[u8] {
        usize::try_from(offset).ok().and_then(|start| self.get(start..)).unwrap_or_default()
    }
}

/// A stretch of a file that is read stretch by stretch; unless it is the last, nobody knows where the file ends.
#[derive(Debug)]
pub(crate) struct Window<'a> {
    bytes: &'a [u8],
    at: u64,
    is_last: bool,
    lacks: Cell<bool>,
}

impl<'a> Window<'a> {
    /// `bytes` stand at `at` in the file.
    pub(crate) fn new(bytes: &'a [u8], at: u64, is_last: bool) -> Self {
        Self { bytes, at, is_last, lacks: Cell::new(false) }
    }

    /// Where it ends.
    pub(crate) fn end(&self) -> u64 {
        self.at + self.bytes.length()
    }
}

impl Source for Window<'_> {
    fn length(&self) -> u64 {
        if self.is_last { self.end() } else { u64::MAX }
    }

    fn bytes(&self, offset: u64, length: u64) -> Option<&[u8]> {
        let found = offset.checked_sub(self.at).and_then(|start| self.bytes.bytes(start, length));
        if found.is_none() && !self.is_last {
            self.lacks.set(true);
        }
        found
    }

    fn rest(&self, offset: u64) -> &[u8] {
        offset.checked_sub(self.at).map(|start| self.bytes.rest(start)).unwrap_or_default()
    }

    fn lacks(&self) -> bool {
        self.lacks.get()
    }
}

/// A copy of a file without some ranges of it.
#[derive(Debug)]
pub(crate) struct Excerpt {
    length: u64,
    /// What was kept, run after run.
    bytes: Vec<u8>,
    /// The kept runs, ascending: offset in the file, offset in `bytes`.
    runs: Vec<(u64, u64)>,
}

impl Excerpt {
    /// Copies `data` without the ranges of `left_out`, which ascend and do not overlap.
    pub(crate) fn of(data: &[u8], left_out: impl IntoIterator<Item = (u64, u64)>) -> Self {
        let mut excerpt = Self { length: data.length(), bytes: Vec::new(), runs: Vec::new() };
        let mut from = 0;
        for (start, end) in left_out {
            excerpt.keep(data, from, start);
            from = end;
        }
        excerpt.keep(data, from, excerpt.length);
        excerpt
    }

    fn keep(&mut self, data: &[u8], from: u64, to: u64) {
        if let Some(run) = data.bytes(from, to.saturating_sub(from)).filter(|run| !run.is_empty()) {
            self.runs.push((from, self.bytes.len() as u64));
            self.bytes.extend_from_slice(run);
        }
    }
}

impl Source for Excerpt {
    fn length(&self) -> u64 {
        self.length
    }

    fn bytes(&self, offset: u64, length: u64) -> Option<&[u8]> {
        self.rest(offset).get(..usize::try_from(length).ok()?)
    }

    fn rest(&self, offset: u64) -> &[u8] {
        let Some(run) = self.runs.partition_point(|(start, _)| *start <= offset).checked_sub(1) else {
            return &[];
        };
        let (start, kept_at) = self.runs[run];
        let kept_to = self.runs.get(run + 1).map_or(self.bytes.len() as u64, |(_, next)| *next);
        let from = kept_at + (offset - start);
        self.bytes.bytes(from, kept_to.saturating_sub(from)).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_excerpt_answers_by_file_offset_and_not_for_what_was_left_out() {
        let excerpt = Excerpt::of(b"0123456789", [(2, 4), (7, 8)]);
        assert_eq!(excerpt.length(), 10);
        assert_eq!(excerpt.bytes(0, 2), Some(&b"01"[..]));
        assert_eq!(excerpt.bytes(4, 3), Some(&b"456"[..]));
        assert_eq!(excerpt.bytes(8, 2), Some(&b"89"[..]));
        assert_eq!(excerpt.bytes(1, 2), None);
        assert_eq!(excerpt.bytes(2, 1), None);
        assert_eq!(excerpt.bytes(9, 2), None);
        assert_eq!(excerpt.bytes(u64::MAX, u64::MAX), None);
    }
}
