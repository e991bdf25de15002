use crate::pixel::fault::{Fault, Result};

/// Preset coding parameters (T.87 C.2.4.1.1); 0 stands for the default.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Preset {
    greatest: u16,
    thresholds: [u16; 3],
    reset: u16,
}

impl Preset {
    /// Takes in an LSE segment.
    pub(super) fn set(&mut self, segment: &[u8]) -> Result<()> {
        let [kind, parameters @ ..] = segment else { return Err(Fault::Corrupt) };
        match kind {
            1 => {
                let parameters = parameters.as_chunks::<2>().0.iter().map(|two| u16::from_be_bytes(*two));
                let [greatest, t1, t2, t3, reset] = parameters.collect::<Vec<_>>()[..] else {
                    return Err(Fault::Corrupt);
                };
                *self = Self { greatest, thresholds: [t1, t2, t3], reset };
                Ok(())
            }
            _ => Err(Fault::Unsupported("JPEG-LS with mapping tables or more than 65,535 rows or columns")),
        }
    }
}

/// The parameters a scan is decoded by, in T.87's names where it has them.
#[derive(Clone, Debug)]
pub(super) struct Coding {
    /// MAXVAL.
    pub greatest: i32,
    /// NEAR.
    pub near: i32,
    /// RANGE.
    pub range: i32,
    /// Bits of a prediction error that is written plainly.
    pub qbpp: u32,
    /// The longest code.
    pub limit: u32,
    /// RESET.
    pub reset: i32,
    /// Whether it is lossless, of as many values as there are patterns of bits: errors then wrap around by themselves.
    pub is_plain: bool,
    /// Steps between reconstructed values: 2 NEAR + 1.
    pub step: i32,
    /// The third threshold; beyond it all gradients are in the same region.
    t3: i32,
    /// The regions of gradients from -T3 to T3 (A.3.3).
    regions: Vec<i8>,
}

impl Coding {
    pub(super) fn new(precision: u8, near: u8, preset: Preset) -> Result<Self> {
        let most = (1 << precision) - 1;
        let greatest = if preset.greatest == 0 { most } else { preset.greatest.into() };
        let near = i32::from(near);
        if greatest > most || near > greatest / 2 {
            return Err(Fault::Corrupt);
        }
        let step = 2 * near + 1;
        let range = (greatest + 2 * near) / step + 1;
        let defaults = default_thresholds(greatest, near);
        let [t1, t2, t3] = std::array::from_fn(|i| match preset.thresholds[i] {
            0 => defaults[i],
            threshold => threshold.into(),
        });
        let reset = if preset.reset == 0 { 64 } else { preset.reset.into() };
        if !(near < t1 && t1 <= t2 && t2 <= t3 && t3 <= greatest && reset >= 3) {
            return Err(Fault::Corrupt);
        }
        let bits = |values: i32| values.cast_unsigned().next_power_of_two().trailing_zeros();
        let bpp = bits(greatest + 1).max(2);
        let region = |gradient: i32| {
            let size = gradient.abs();
            let region = if size <= near {
                0
            } else {
                1 + i8::from(size >= t1) + i8::from(size >= t2) + i8::from(size >= t3)
            };
            if gradient < 0 { -region } else { region }
        };
        Ok(Self {
            greatest,
            near,
            range,
            qbpp: bits(range),
            limit: 2 * (bpp + bpp.max(8)),
            reset,
            is_plain: near == 0 && (greatest + 1).cast_unsigned().is_power_of_two(),
            step,
            t3,
            regions: (-t3..=t3).map(region).collect(),
        })
    }

    /// The region of a gradient: -4 to 4.
    #[inline]
    pub(super) fn region(&self, gradient: i32) -> i32 {
        self.regions[(gradient.clamp(-self.t3, self.t3) + self.t3) as usize].into()
    }

    /// The sample that a prediction and the error, in steps, give (A.4.5).
    #[inline]
    pub(super) fn reconstructed(&self, prediction: i32, error: i32) -> u16 {
        let mut sample = prediction + error * self.step;
        if sample < -self.near {
            sample += self.range * self.step;
        } else if sample > self.greatest + self.near {
            sample -= self.range * self.step;
        }
        sample.clamp(0, self.greatest) as u16
    }
}

/// C.2.4.1.1.1.
fn default_thresholds(greatest: i32, near: i32) -> [i32; 3] {
    let clamp = |threshold: i32, least: i32| {
        if threshold > greatest || threshold < least { least } else { threshold }
    };
    let basic = if greatest >= 128 {
        let factor = (greatest.min(4095) + 128) / 256;
        [factor + 2, factor * 4 + 3, factor * 17 + 4]
    } else {
        let factor = 256 / (greatest + 1);
        [3 / factor, 7 / factor, 21 / factor]
    };
    let least = if greatest >= 128 { [0, 0, 0] } else { [2, 3, 4] };
    let t1 = clamp((basic[0] + 3 * near).max(least[0]), near + 1);
    let t2 = clamp((basic[1] + 5 * near).max(least[1]), t1);
    let t3 = clamp((basic[2] + 7 * near).max(least[2]), t2);
    [t1, t2, t3]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn defaults_are_those_of_table_c_3() {
        assert_eq!(default_thresholds(255, 0), [3, 7, 21]);
        assert_eq!(default_thresholds(4095, 0), [18, 67, 276]);
        assert_eq!(default_thresholds(65_535, 0), [18, 67, 276]);
        assert_eq!(default_thresholds(255, 3), [12, 22, 42]);
        let coding = Coding::new(8, 0, Preset::default()).expect("valid");
        assert_eq!((coding.range, coding.qbpp, coding.limit, coding.reset), (256, 8, 32, 64));
        let regions = [-21, -20, -7, -6, -3, -2, -1, 0, 1, 2, 3, 6, 7, 20, 21, 255]
            .map(|gradient| coding.region(gradient));
        assert_eq!(regions, [-4, -3, -3, -2, -2, -1, -1, 0, 1, 1, 2, 2, 3, 3, 4, 4]);
    }
}
