//! Arithmetic on several candidates in lockstep.
//!
//! One recursion waits for its own last step; several at once fill the time. The loops are plain, of a length known to
//! the compiler, which makes vector instructions of them on every target. Each lane does exactly what a scalar would.

// Left to itself the compiler may keep these tiny functions apart, and each lane a number in memory.
#![allow(clippy::inline_always)]

#[cfg(target_arch = "x86_64")]
use fearless_simd::{Level, Simd};
use std::array::from_fn;
use std::ops::{Add, AddAssign, Div, Mul, Neg, Sub, SubAssign};

/// Does `work` with vectors of four numbers where the processor has them (AVX2; x86-64 promises two), which takes 0.6 of
/// the time. The numbers are the same: nothing is fused or reordered.
#[inline(always)]
pub(super) fn widened<R>(work: impl FnOnce() -> R) -> R {
    #[cfg(target_arch = "x86_64")]
    if let Some(avx2) = Level::new().as_avx2() {
        return avx2.vectorize(work);
    }
    work()
}

/// One number a lane.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Lanes<const L: usize>(pub [f64; L]);

impl<const L: usize> Lanes<L> {
    pub const ZERO: Self = Self([0.0; L]);
    pub const ONE: Self = Self([1.0; L]);

    /// `value` in every lane.
    #[inline(always)]
    pub fn all(value: f64) -> Self {
        Self([value; L])
    }

    /// A function of each lane.
    #[inline(always)]
    pub fn map(self, f: impl Fn(f64) -> f64) -> Self {
        Self(from_fn(|j| f(self.0[j])))
    }

    /// `self` where `value` is not missing (NaN), 0 elsewhere.
    #[inline(always)]
    #[allow(clippy::eq_op, clippy::float_cmp)] // NaN alone differs from itself
    pub fn where_observed(self, value: Self) -> Self {
        Self(from_fn(|j| if value.0[j] == value.0[j] { self.0[j] } else { 0.0 }))
    }

    /// `self` where `value` is not missing (NaN), 1 elsewhere.
    #[inline(always)]
    #[allow(clippy::eq_op, clippy::float_cmp)] // as above
    pub fn or_one(self, value: Self) -> Self {
        Self(from_fn(|j| if value.0[j] == value.0[j] { self.0[j] } else { 1.0 }))
    }

    /// `self` where `flag` is 1, `other` where it is 0.
    #[inline(always)]
    pub fn where_set(self, flag: Self, other: Self) -> Self {
        Self(from_fn(|j| if flag.0[j] > 0.5 { self.0[j] } else { other.0[j] }))
    }

    /// The lesser of each pair; `self` where they do not compare.
    #[inline(always)]
    pub fn least(self, other: Self) -> Self {
        Self(from_fn(|j| if other.0[j] < self.0[j] { other.0[j] } else { self.0[j] }))
    }
}

macro_rules! lanewise {
    ($($trait:ident $method:ident $op:tt),*) => {$(
        impl<const L: usize> $trait for Lanes<L> {
            type Output = Self;
            #[inline(always)]
            fn $method(self, other: Self) -> Self {
                Self(from_fn(|j| self.0[j] $op other.0[j]))
            }
        }
    )*};
}
lanewise!(Add add +, Sub sub -, Mul mul *, Div div /);

impl<const L: usize> Neg for Lanes<L> {
    type Output = Self;
    #[inline(always)]
    fn neg(self) -> Self {
        self.map(|x| -x)
    }
}

impl<const L: usize> AddAssign for Lanes<L> {
    #[inline(always)]
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

impl<const L: usize> SubAssign for Lanes<L> {
    #[inline(always)]
    fn sub_assign(&mut self, other: Self) {
        *self = *self - other;
    }
}
