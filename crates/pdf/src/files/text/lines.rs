//! From pieces of text, wherever they stand, to lines in the order they are read.

use std::collections::BTreeMap;
use std::rc::Rc;

use crate::files::text::content::Piece;
use crate::files::text::direction::logical;

/// A piece along its baseline: from `start` to `end`, `down` the page.
#[derive(Clone, Copy)]
struct Placed<'p> {
    piece: &'p Piece,
    start: f64,
    end: f64,
    down: f64,
}

#[derive(Clone)]
struct Line<'p> {
    down: f64,
    size: f64,
    pieces: Vec<Placed<'p>>,
}

// In sizes of the letters.
const SAME_LINE: f64 = 0.35;
const BLANK: f64 = 0.15;
/// What is further apart is not one text.
const APART: f64 = 1.1;
const GUTTER: f64 = 1.0;
/// Columns of text have at least so many lines, of so many sizes: those of a table have not.
const COLUMN_LINES: usize = 4;
const COLUMN_WIDTH: f64 = 12.0;
/// Pages with more lines than anybody reads are not searched for columns.
const MAX_LINES: usize = 500;
const MAX_PIECES: usize = 100;

/// The text of a page: upright text first, then what runs in other directions.
pub(super) fn text(pieces: &[Piece]) -> String {
    let mut directions: BTreeMap<i64, Vec<&Piece>> = BTreeMap::new();
    for piece in pieces {
        #[expect(clippy::cast_possible_truncation, reason = "degrees are few")]
        let degrees = ((piece.angle.to_degrees() + 0.5).floor() as i64).rem_euclid(360);
        directions.entry(degrees).or_default().push(piece);
    }
    let texts: Vec<String> =
        directions.into_iter().flat_map(|(degrees, pieces)| read(&lines(&pieces, degrees))).collect();
    texts.join("\n")
}

fn lines<'p>(pieces: &[&'p Piece], degrees: i64) -> Vec<Line<'p>> {
    let (sin, cos) = (degrees as f64).to_radians().sin_cos();
    let along = |(x, y): (f64, f64)| x * cos + y * sin;
    let mut placed: Vec<Placed> = pieces
        .iter()
        .map(|piece| {
            let (a, b) = (along(piece.start), along(piece.end));
            Placed { piece, start: a.min(b), end: a.max(b), down: piece.start.0 * sin - piece.start.1 * cos }
        })
        .collect();
    placed.sort_by(|a, b| a.down.total_cmp(&b.down).then(a.start.total_cmp(&b.start)));
    let mut lines: Vec<Line> = Vec::new();
    for own in placed {
        let size = own.piece.size;
        let near = lines.iter_mut().rev().take(3).find(|line| line.down >= own.down - size);
        match near.filter(|line| (own.down - line.down).abs() <= SAME_LINE * size.max(line.size)) {
            Some(line) => {
                line.pieces.push(own);
                // The largest letters say where the line is.
                if size > line.size {
                    (line.size, line.down) = (size, own.down);
                }
            }
            None => lines.push(Line { down: own.down, size, pieces: vec![own] }),
        }
    }
    for line in &mut lines {
        line.pieces.sort_by(|a, b| a.start.total_cmp(&b.start));
        let all = std::mem::take(&mut line.pieces);
        let is_new = |at: usize| !all[at.saturating_sub(8)..at].iter().any(|other| same(&all[at], other));
        line.pieces = (0..all.len()).filter(|at| is_new(*at)).map(|at| all[at]).collect();
    }
    lines
}

/// Whether it is the same text once more, as is drawn for bold letters or shadows.
fn same(a: &Placed, b: &Placed) -> bool {
    let near = 0.1 * a.piece.size;
    (a.start - b.start).abs() < near && (a.down - b.down).abs() < near && a.piece.units == b.piece.units
}

/// The lines' texts, columns one after the other.
fn read(lines: &[Line]) -> Vec<String> {
    let mut texts = Vec::new();
    let mut at = 0;
    while at < lines.len() {
        let columns = if lines.len() <= MAX_LINES { columns(lines, at) } else { None };
        if let Some(Columns { left, right, end }) = columns {
            texts.extend(read(&left));
            texts.extend(read(&right));
            at = end;
        } else {
            texts.push(written(&lines[at]));
            at += 1;
        }
    }
    texts
}

struct Columns<'p> {
    left: Vec<Line<'p>>,
    right: Vec<Line<'p>>,
    /// The first line after them.
    end: usize,
}

/// Lines from `first` on that stand in two columns of text or more.
fn columns<'p>(lines: &[Line<'p>], first: usize) -> Option<Columns<'p>> {
    // What is free in all lines so far, from the left.
    let mut free = vec![(f64::NEG_INFINITY, f64::INFINITY)];
    let (mut from, mut to) = (f64::INFINITY, f64::NEG_INFINITY);
    let mut best = None;
    for (end, line) in lines.iter().enumerate().skip(first) {
        if line.pieces.len() > MAX_PIECES {
            break;
        }
        let left = line.pieces.first().map_or(from, |piece| from.min(piece.start));
        let right = line.pieces.iter().fold(to, |right, piece| right.max(piece.end));
        let rest = without(&free, line, GUTTER * line.size);
        let inner = rest.iter().find(|(a, b)| *a > left && *b < right).copied();
        if inner.is_none() && !rest.iter().any(|(a, b)| *a <= left && *b >= right) && end > first + 1 {
            break;
        }
        (free, from, to) = (rest, left, right);
        match inner {
            Some((a, b)) => best = Some((f64::midpoint(a, b), end + 1)),
            None if end + 1 > first + 2 => break,
            None => {}
        }
    }
    let (gutter, end) = best?;
    let part = |is_left: bool| {
        let kept = |line: &Line<'p>| {
            let pieces: Vec<_> =
                line.pieces.iter().filter(|piece| (piece.end < gutter) == is_left).copied().collect();
            (!pieces.is_empty()).then_some(Line { pieces, ..*line })
        };
        lines[first..end].iter().filter_map(kept).collect::<Vec<_>>()
    };
    let (left, right) = (part(true), part(false));
    (is_column(&left) && is_column(&right)).then_some(Columns { left, right, end })
}

/// What is left of the free places, each at least `least` wide.
fn without(free: &[(f64, f64)], line: &Line, least: f64) -> Vec<(f64, f64)> {
    let mut rest = free.to_vec();
    for piece in &line.pieces {
        rest = rest
            .into_iter()
            .flat_map(|(from, to)| {
                if piece.end <= from || piece.start >= to {
                    [Some((from, to)), None]
                } else {
                    [Some((from, piece.start)), Some((piece.end, to))]
                }
            })
            .flatten()
            .collect();
    }
    rest.retain(|(from, to)| to - from >= least);
    rest
}

fn is_column(lines: &[Line]) -> bool {
    let width = |line: &Line| match (line.pieces.first(), line.pieces.last()) {
        (Some(first), Some(last)) => (last.end - first.start) / line.size,
        _ => 0.0,
    };
    lines.len() >= COLUMN_LINES && lines.iter().map(width).sum::<f64>() / lines.len() as f64 >= COLUMN_WIDTH
}

fn written(line: &Line) -> String {
    let mut units: Vec<Rc<str>> = Vec::new();
    let mut before: Option<&Placed> = None;
    for own in &line.pieces {
        if let Some(before) = before {
            let gap = (own.start - before.end) / before.piece.size;
            if gap > APART {
                units.push("\t".into());
            } else if gap > BLANK || (own.piece.after_blank && gap > 0.05) {
                units.push(" ".into());
            }
        }
        units.extend(own.piece.units.iter().cloned());
        before = Some(own);
    }
    logical(units).trim().to_owned()
}
