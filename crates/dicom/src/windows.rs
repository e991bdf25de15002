//! A scan of what is read stretch by stretch: streams, and files too large to be read whole.

use crate::element::Element;
use crate::error::Result;
use crate::file::{FileHead, HeadReader};
use crate::limits::Limits;
use crate::scan::Scanner;
use crate::source::{Source, Window};

/// A scan over windows of the bytes that move on.
#[derive(Debug)]
pub struct WindowScanner {
    limits: Limits,
    notes_fragments: bool,
    stage: Stage,
}

#[derive(Debug)]
enum Stage {
    Head(HeadReader),
    /// What follows is the data set; where it is deflated, inflated first.
    Ready(Option<FileHead>),
    DataSet {
        scanner: Scanner,
        zeros: Option<u64>,
        explicit: bool,
    },
}

impl WindowScanner {
    /// A scan that has not seen any byte.
    #[must_use]
    pub fn new(limits: Limits) -> Self {
        Self { limits, notes_fragments: false, stage: Stage::Head(HeadReader::default()) }
    }

    /// Notes where fragments of encapsulated pixel data stand, for [`take_fragments`](Self::take_fragments).
    pub(crate) fn noting_fragments(self) -> Self {
        Self { notes_fragments: true, ..self }
    }

    /// Goes on over `window`, which stands at `at` in the file, for at most `steps` headers; `is_last` if the file ends
    /// with it.
    ///
    /// Returns the byte that the next window must begin with, or nothing once the data set is read. A byte beyond the
    /// window is behind a value that need not be read. A byte inside it is where the steps were used up, or where something
    /// is cut by the window's end: the next window must then be longer than what is left of this one. Where
    /// [`deflated_at`](Self::deflated_at) is known, the next window is the file with what stands there inflated, whole.
    ///
    /// # Errors
    /// As [`scan`](crate::scan()).
    pub fn advance(&mut self, window: &[u8], at: u64, is_last: bool, steps: usize) -> Result<Option<u64>> {
        let source = Window::new(window, at, is_last);
        if let Stage::Head(reader) = &mut self.stage {
            match reader.read(&source, self.limits.max_elements)? {
                None => return Ok(Some(reader.position())),
                Some(head) => {
                    let (start, deflated) = (head.data_set, head.deflated);
                    self.stage = Stage::Ready(Some(head));
                    if deflated {
                        return Ok(Some(start));
                    }
                }
            }
        }
        if let Stage::Ready(ready) = &mut self.stage
            && let Some(head) = ready.take()
        {
            let explicit = head.encoding.explicit;
            let scanner = Scanner::new(head, self.limits, source.length());
            let scanner = if self.notes_fragments { scanner.noting_fragments() } else { scanner };
            self.stage = Stage::DataSet { scanner, zeros: None, explicit };
        }
        let Stage::DataSet { scanner, zeros, .. } = &mut self.stage else { return Ok(None) };
        if is_last {
            scanner.ends_at(source.end())?;
        }
        if at == 0 && is_last {
            // The whole file: nothing to be looked out for.
            let is_read = scanner.advance(window, steps)?;
            return Ok((!is_read).then(|| scanner.position()));
        }
        let mut left = steps;
        while left > 0 {
            left -= scanner.plain_elements(&source, left);
            if left == 0 || scanner.position() >= source.end() && !is_last {
                break;
            }
            match padding(scanner, zeros, &source, is_last)? {
                Padding::None => {}
                Padding::SoFar => break,
                Padding::ToTheEnd => return Ok(None),
            }
            let is_read = scanner.step(&source);
            if source.lacks() {
                break;
            }
            if is_read? {
                return Ok(None);
            }
            left -= 1;
        }
        Ok(Some(zeros.unwrap_or(scanner.position())))
    }

    /// Where the deflated part of the file begins, if there is one and it was reached.
    #[must_use]
    pub fn deflated_at(&self) -> Option<u64> {
        match &self.stage {
            Stage::Ready(head) => head.as_ref().map(|head| head.data_set),
            _ => None,
        }
    }

    /// The elements and items found so far, in file order, a sequence before its items; and how many of them are file meta
    /// information.
    #[must_use]
    pub fn index(&self) -> (&[Element], usize) {
        match &self.stage {
            Stage::DataSet { scanner, .. } => scanner.index(),
            _ => (&[], 0),
        }
    }

    /// Whether the elements of the data set say their VR themselves, as found, not as the transfer syntax has it.
    #[must_use]
    pub fn is_explicit(&self) -> bool {
        matches!(self.stage, Stage::DataSet { explicit: true, .. })
    }

    /// Where fragments of encapsulated pixel data start and end that were found since this was last asked.
    pub(crate) fn take_fragments(&mut self) -> Vec<(u64, u64)> {
        match &mut self.stage {
            Stage::DataSet { scanner, .. } => scanner.take_fragments(),
            _ => Vec::new(),
        }
    }
}

/// Whether zeros fill the file from here on, as some writers and disks do.
enum Padding {
    None,
    SoFar,
    ToTheEnd,
}

/// Looks at the zeros that come next; `zeros` is how far they go beyond the scanner's position, by whole elements.
fn padding(
    scanner: &mut Scanner,
    zeros: &mut Option<u64>,
    source: &Window<'_>,
    is_last: bool,
) -> Result<Padding> {
    if !scanner.is_outermost() {
        return Ok(Padding::None);
    }
    let start = scanner.position();
    let from = zeros.unwrap_or(start);
    let rest = source.rest(from);
    let run = rest.iter().position(|&byte| byte != 0);
    let end = from + run.map_or(rest.length(), |run| run as u64);
    // An empty element of tag (0000,0000) takes eight of them.
    let whole = start + (end - start) / 8 * 8;
    match run {
        None if is_last && (zeros.is_some() || !rest.is_empty()) => Ok(Padding::ToTheEnd),
        None if whole > start => {
            *zeros = Some(whole);
            Ok(Padding::SoFar)
        }
        _ => {
            *zeros = None;
            scanner.take_zeros(whole)?;
            Ok(Padding::None)
        }
    }
}
