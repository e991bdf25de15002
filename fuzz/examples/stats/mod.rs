//! Seeds of the target of `clinicore-stats`.

use std::io::Result;

use clinicore_fuzz::series;

use super::keep;

pub fn seeds() -> Result<()> {
    let weekly =
        |day: u32| [20.0, 22.0, 25.0, 24.0, 30.0, 41.0, 12.0][day as usize % 7] + 0.1 * f64::from(day);
    let kinds: [Vec<f64>; 6] = [
        (0..56).map(weekly).collect(),
        (0..40).map(|day| if day % 9 == 4 { f64::NAN } else { weekly(day) }).collect(),
        // Intermittent demand.
        (0..40).map(|day| if day % 5 == 0 { f64::from(day % 3) } else { 0.0 }).collect(),
        vec![5.0; 20],
        (0..30).map(|at| f64::from(at - 15) * 1e100).collect(),
        vec![1.0, f64::MIN_POSITIVE, -0.0, 5e-324, f64::MAX, 0.5, 1e-160, 3.0, f64::INFINITY, 1.0],
    ];
    for values in &kinds {
        for task in 0..=8 {
            for choice in 0..13_u8 {
                let choices = [choice, choice * 5 % 7, choice.wrapping_mul(37), 4];
                keep("stats", &series::of(task, 7, 20, choices, values))?;
            }
        }
    }
    Ok(())
}
