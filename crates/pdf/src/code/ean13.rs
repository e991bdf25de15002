//! EAN-13 bar codes (ISO/IEC 15420).

use crate::code::{Modules, bars};

/// 11 free modules are asked for on the left and 7 on the right (GS1 General Specifications, 5.2.3.4).
const QUIET: usize = 11;

/// The seven modules of each digit in number set A, dark ones 1. Set C is its complement, set B is C mirrored.
const SET_A: [u8; 10] = [
    0b000_1101, 0b001_1001, 0b001_0011, 0b011_1101, 0b010_0011, 0b011_0001, 0b010_1111, 0b011_1011,
    0b011_0111, 0b000_1011,
];
/// Which of the second to seventh digit are of set B, by the first digit, which has no bars of its own.
const OF_SET_B: [u8; 10] = [
    0b00_0000, 0b00_1011, 0b00_1101, 0b00_1110, 0b01_0011, 0b01_1001, 0b01_1100, 0b01_0101, 0b01_0110,
    0b01_1010,
];

/// The code of 12 digits, or of 13 with the right check digit.
pub(super) fn modules(value: &str) -> Result<Modules, &'static str> {
    let mut digits: Vec<u8> = value.bytes().map(|byte| byte.wrapping_sub(b'0')).collect();
    if !matches!(digits.len(), 12 | 13) || digits.iter().any(|&digit| digit > 9) {
        return Err("be 12 or 13 digits");
    }
    let sum: u32 = digits[..12]
        .iter()
        .zip([1, 3].iter().cycle())
        .map(|(&digit, weight)| u32::from(digit) * weight)
        .sum();
    let check = u8::try_from((10 - sum % 10) % 10).expect("a digit");
    match digits.get(12) {
        None => digits.push(check),
        Some(&given) if given == check => {}
        Some(_) => return Err("end in its check digit"),
    }
    let mut line = Vec::with_capacity(95);
    let mut draw =
        |pattern: u8, modules: u32| line.extend((0..modules).rev().map(|bit| pattern >> bit & 1 == 1));
    let complement = |digit: u8| !SET_A[usize::from(digit)] & 0b111_1111;
    draw(0b101, 3);
    for (place, &digit) in (1..=6).zip(&digits[1..7]) {
        let is_of_set_b = OF_SET_B[usize::from(digits[0])] >> (6 - place) & 1 == 1;
        draw(if is_of_set_b { complement(digit).reverse_bits() >> 1 } else { SET_A[usize::from(digit)] }, 7);
    }
    draw(0b0_1010, 5);
    for &digit in &digits[7..] {
        draw(complement(digit), 7);
    }
    draw(0b101, 3);
    let text = digits.iter().map(|digit| char::from(b'0' + digit)).collect();
    Ok(Modules { text: Some(text), ..bars(&line, QUIET) })
}
