//! From the order letters stand in to the order they are read in: UAX #9, turned round as far as it can be.

use std::rc::Rc;

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Left,
    Right,
    Digit,
    Neutral,
}

fn kind(unit: &str) -> Kind {
    for character in unit.chars() {
        match character {
            '0'..='9' | '\u{660}'..='\u{669}' | '\u{6f0}'..='\u{6f9}' => return Kind::Digit,
            _ if is_of_right(character) && character.is_alphabetic() => return Kind::Right,
            _ if !is_of_right(character) && character.is_alphabetic() => return Kind::Left,
            _ => {}
        }
    }
    Kind::Neutral
}

/// Whether it belongs to a script that is read from the right.
fn is_of_right(character: char) -> bool {
    matches!(character, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}')
}

type Unit = (Rc<str>, Kind);

/// A line's units (each some characters in the order they are read), from left to right, as a text.
pub(super) fn logical(units: Vec<Rc<str>>) -> String {
    if !units.iter().any(|unit| unit.chars().any(is_of_right)) {
        return units.concat();
    }
    let all: Vec<Unit> = units.into_iter().map(|unit| (unit.clone(), kind(&unit))).collect();
    let count = |kind| all.iter().filter(|own| own.1 == kind).count();
    let order = if count(Kind::Right) > count(Kind::Left) { from_right(&all) } else { from_left(&all) };
    order.into_iter().map(|(unit, _)| unit).collect::<Vec<_>>().concat()
}

/// A line that is read from the left: turns what begins and ends with letters that are read from the right.
fn from_left(units: &[Unit]) -> Vec<Unit> {
    let mut order = Vec::with_capacity(units.len());
    let mut at = 0;
    while at < units.len() {
        if units[at].1 != Kind::Right {
            order.push(units[at].clone());
            at += 1;
            continue;
        }
        let reach = units[at..].iter().take_while(|unit| unit.1 != Kind::Left);
        let end = at
            + 1
            + reach.enumerate().filter(|(_, unit)| unit.1 == Kind::Right).last().map_or(0, |(last, _)| last);
        order.extend(from_right(&units[at..end]));
        at = end;
    }
    order
}

/// A line that is read from the right: all is turned, but words and numbers that are read from the left are not.
fn from_right(units: &[Unit]) -> Vec<Unit> {
    let mut order: Vec<Unit> = units.iter().rev().cloned().collect();
    let mut open = 0;
    let mut at = 0;
    while at < order.len() {
        let end = end_from_left(&order, at, open);
        if end == at {
            open = (open + bracket(&order[at])).max(0);
            at += 1;
        } else {
            order[at..end].reverse();
            at = end;
        }
    }
    order
}

/// Where what is read from the left ends that begins at a place of a line that is turned; the place itself if nothing does.
/// Its brackets are paired (UAX #9, N0), and one that nothing has opened closes a pair of its own.
fn end_from_left(order: &[Unit], at: usize, open: i64) -> usize {
    let may_begin = match order[at].1 {
        Kind::Left | Kind::Digit => true,
        Kind::Neutral => open == 0 && bracket(&order[at]) == -1,
        Kind::Right => false,
    };
    let mut end = at;
    if !may_begin {
        return end;
    }
    let mut has_letters = false;
    let mut closed = 0;
    for (i, unit) in order.iter().enumerate().skip(at).take_while(|(_, unit)| unit.1 != Kind::Right) {
        closed -= bracket(unit);
        if closed < 0 {
            break;
        }
        if closed > 0 {
            continue;
        }
        if unit.1 == Kind::Left {
            has_letters = true;
            end = i + 1;
        } else if unit.1 == Kind::Digit && (has_letters || is_within(&order[end..i])) {
            end = i + 1;
        }
    }
    end
}

/// 1 for a bracket that opens, -1 for one that closes.
fn bracket((unit, _): &Unit) -> i64 {
    match &**unit {
        "(" | "[" | "{" => 1,
        ")" | "]" | "}" => -1,
        _ => 0,
    }
}

/// Whether it may stand within a number.
fn is_within(units: &[Unit]) -> bool {
    match units {
        [] => true,
        [(unit, _)] => matches!(&**unit, "." | "," | ":" | "/" | "-" | "\u{a0}"),
        _ => false,
    }
}
