//! The taxonomy of exponential smoothing: error, trend and season by letters, as in `ETS(M,Ad,M)`.
//!
//! Source: R. J. Hyndman, A. B. Koehler, J. K. Ord, R. D. Snyder, *Forecasting with Exponential Smoothing* (Springer 2008),
//! chapter 2.

use std::fmt;
use std::str::FromStr;

use crate::Error;

/// How a component joins the others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Component {
    /// Not there: `N`. The error is never so.
    None,
    /// Added: `A`.
    Additive,
    /// Multiplied: `M`. Needs values above 0.
    Multiplicative,
}

/// One of the 30 ETS models.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Model {
    /// How the error joins the forecast: additive or multiplicative.
    pub error: Component,
    /// How the trend joins the level.
    pub trend: Component,
    /// Whether the trend fades by the factor φ a step.
    pub damped: bool,
    /// How the season joins level and trend.
    pub season: Component,
}

/// A set of models: a letter of which each model has, or any (`Z`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Pattern {
    /// The error, or any.
    pub error: Option<Component>,
    /// The trend, or any.
    pub trend: Option<Component>,
    /// Whether a trend is damped, or either.
    pub damped: Option<bool>,
    /// The season, or any.
    pub season: Option<Component>,
}

/// The closed forms for forecast variances: Hyndman et al. (2008), section 6.2, and R's `forecast.ets`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// Linear, with additive errors.
    Linear,
    /// Linear, with multiplicative errors.
    Scaled,
    /// Multiplicative errors and season, the trend not multiplicative.
    Seasonal,
    /// No closed form: simulated.
    Simulated,
}

impl Component {
    const ALL: [Self; 3] = [Self::None, Self::Additive, Self::Multiplicative];

    /// `N`, `A` or `M`.
    #[must_use]
    pub fn letter(self) -> char {
        match self {
            Self::None => 'N',
            Self::Additive => 'A',
            Self::Multiplicative => 'M',
        }
    }
}

impl Model {
    /// Every model, in R's order: errors, then trends, seasons, and the undamped before the damped.
    pub fn all() -> impl Iterator<Item = Self> {
        let with = |error, trend, season| {
            [false, true]
                .into_iter()
                .filter(move |damped| !damped || trend != Component::None)
                .map(move |damped| Self { error, trend, damped, season })
        };
        [Component::Additive, Component::Multiplicative].into_iter().flat_map(move |error| {
            Component::ALL.into_iter().flat_map(move |trend| {
                Component::ALL.into_iter().flat_map(move |season| with(error, trend, season))
            })
        })
    }

    /// Whether some component is multiplicative, so that values must be above 0.
    #[must_use]
    pub fn is_multiplicative(self) -> bool {
        [self.error, self.trend, self.season].contains(&Component::Multiplicative)
    }

    /// Whether R leaves it out of automatic choice, because division by states near 0 makes its forecasts unstable: an
    /// additive error with a multiplicative component, or a multiplicative error and trend with an additive season.
    #[must_use]
    pub fn is_unstable(self) -> bool {
        use Component::{Additive, Multiplicative};
        match self.error {
            Additive => self.trend == Multiplicative || self.season == Multiplicative,
            _ => self.trend == Multiplicative && self.season == Additive,
        }
    }

    /// How its forecast variance is computed.
    #[must_use]
    pub fn class(self) -> Class {
        use Component::Multiplicative;
        match (self.error, self.trend, self.season) {
            (_, Multiplicative, _) => Class::Simulated,
            (Multiplicative, _, Multiplicative) => Class::Seasonal,
            (_, _, Multiplicative) => Class::Simulated,
            (Multiplicative, _, _) => Class::Scaled,
            _ => Class::Linear,
        }
    }
}

/// The letters without separators: `MAdM`.
impl fmt::Display for Model {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let damped = if self.damped { "d" } else { "" };
        write!(f, "{}{}{damped}{}", self.error.letter(), self.trend.letter(), self.season.letter())
    }
}

impl Pattern {
    /// Whether the model is one of the set.
    #[must_use]
    pub fn matches(self, model: Model) -> bool {
        self.error.is_none_or(|error| error == model.error)
            && self.trend.is_none_or(|trend| trend == model.trend)
            && self.season.is_none_or(|season| season == model.season)
            && (model.trend == Component::None || self.damped.is_none_or(|damped| damped == model.damped))
    }
}

impl From<Model> for Pattern {
    fn from(model: Model) -> Self {
        Self {
            error: Some(model.error),
            trend: Some(model.trend),
            damped: Some(model.damped),
            season: Some(model.season),
        }
    }
}

/// Three of the letters `N`, `A`, `M`, `Z` (any), a `d` after the second for a damped trend: `MAdM`, `ZZZ`, `ANN`.
/// Without the `d` a trend may be damped or not.
impl FromStr for Pattern {
    type Err = Error;

    fn from_str(letters: &str) -> Result<Self, Error> {
        let refused = Error::InvalidParameter { name: "model" };
        let (letters, damped): (Vec<char>, _) = match letters.chars().collect::<Vec<_>>()[..] {
            [error, trend, 'd', season] if trend != 'N' => (vec![error, trend, season], Some(true)),
            [error, trend, season] => (vec![error, trend, season], None),
            _ => return Err(refused),
        };
        let component = |letter| match letter {
            'N' => Ok(Some(Component::None)),
            'A' => Ok(Some(Component::Additive)),
            'M' => Ok(Some(Component::Multiplicative)),
            'Z' => Ok(None),
            _ => Err(refused.clone()),
        };
        let [error, trend, season] = [component(letters[0])?, component(letters[1])?, component(letters[2])?];
        if error == Some(Component::None) {
            return Err(refused);
        }
        Ok(Self { error, trend, damped, season })
    }
}
