//! Numbers of twice double precision, as an unevaluated sum of two doubles.
//!
//! T. J. Dekker, "A floating-point technique for extending the available precision", *Numer. Math.* 18 (1971) 224–242.
//! Without a fused multiply-add, which not every machine has: the same bits everywhere.

/// `high + low`, where `low` is below the last digit of `high`.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Double {
    high: f64,
    low: f64,
}

impl From<f64> for Double {
    fn from(value: f64) -> Self {
        Self { high: value, low: 0.0 }
    }
}

impl Double {
    /// The product of two doubles, exactly; neither may be above 1e299.
    #[inline]
    pub(super) fn product(a: f64, b: f64) -> Self {
        let (a1, a2) = halves(a);
        let (b1, b2) = halves(b);
        let high = a * b;
        Self { high, low: a2 * b2 - (((high - a1 * b1) - a2 * b1) - a1 * b2) }
    }

    #[inline]
    pub(super) fn plus(self, other: Self) -> Self {
        let high = self.high + other.high;
        let part = high - self.high;
        let rest = (self.high - (high - part)) + (other.high - part);
        Self::normal(high, rest + (self.low + other.low))
    }

    #[inline]
    pub(super) fn times(self, factor: f64) -> Self {
        let product = Self::product(self.high, factor);
        Self::normal(product.high, product.low + self.low * factor)
    }

    #[inline]
    pub(super) fn by(self, other: Self) -> Self {
        let product = Self::product(self.high, other.high);
        Self::normal(product.high, product.low + (self.high * other.low + self.low * other.high))
    }

    #[inline]
    pub(super) fn over(self, divisor: Self) -> Self {
        let quotient = self.high / divisor.high;
        let rest = self.plus(divisor.times(-quotient));
        Self::normal(quotient, rest.value() / divisor.high)
    }

    #[inline]
    pub(super) fn value(self) -> f64 {
        self.high + self.low
    }

    #[inline]
    fn normal(high: f64, low: f64) -> Self {
        let sum = high + low;
        Self { high: sum, low: low - (sum - high) }
    }
}

/// The upper and lower 26 bits.
#[inline]
fn halves(value: f64) -> (f64, f64) {
    let shifted = 134_217_729.0 * value;
    let upper = shifted - (shifted - value);
    (upper, value - upper)
}
