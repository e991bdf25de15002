//! A series and how it is to be looked at, as an input.

/// Values in a series: what takes the square of them is still done in a moment.
const MOST_VALUES: usize = 160;

/// What the first eight bytes say, and a series of what follows.
#[derive(Debug)]
pub struct Input {
    /// What is done with it.
    pub task: u8,
    /// Observations in a season, 1 to 16.
    pub season: usize,
    /// 0 to 255, for whatever there is to choose.
    pub choices: [u8; 4],
    /// Where the series is cut in two.
    pub cut: usize,
    /// Missing values are NaN.
    pub values: Vec<f64>,
}

/// Values of eight bytes each are any that there are; of two bytes, halves up to 16,000; of one, whole numbers and, for 0x80,
/// a missing value.
#[must_use]
pub fn input_of(input: &[u8]) -> Option<Input> {
    let (&[task, width, season, cut, a, b, c, d], rest) = input.split_first_chunk()?;
    let mut values: Vec<f64> = match width {
        0 => rest.iter().map(|&byte| if byte == 0x80 { f64::NAN } else { f64::from(byte as i8) }).collect(),
        1 => {
            rest.chunks_exact(2).map(|pair| f64::from(i16::from_be_bytes([pair[0], pair[1]])) / 2.0).collect()
        }
        2 => rest
            .chunks_exact(8)
            .map(|eight| f64::from_be_bytes(eight.try_into().expect("eight bytes")))
            .collect(),
        _ => return None,
    };
    values.truncate(MOST_VALUES);
    let cut = usize::from(cut).min(values.len());
    Some(Input { task, season: 1 + usize::from(season % 16), choices: [a, b, c, d], cut, values })
}

/// The input that stands for a task with a series.
#[must_use]
pub fn of(task: u8, season: u8, cut: u8, choices: [u8; 4], values: &[f64]) -> Vec<u8> {
    let mut input = vec![task, 2, season - 1, cut];
    input.extend(choices);
    input.extend(values.iter().flat_map(|value| value.to_be_bytes()));
    input
}
