//! How numbers are printed: plain rules, so that the same table gives the same text everywhere.

use std::num::NonZeroU8;

use crate::former::money::{Decimal, split_digits};

/// What stands before and after a number.
#[derive(Debug, Clone, PartialEq, Eq, serde::Deserialize)]
pub struct Affixes {
    /// Before the digits, such as `€`.
    pub prefix: String,
    /// After the digits, such as ` %`.
    pub suffix: String,
}

/// The marks between digits.
#[derive(Debug, Clone, PartialEq, Eq, serde::Deserialize)]
pub struct Separators {
    /// Between whole and fraction.
    pub decimal: String,
    /// Between groups of digits; empty for none.
    pub group: String,
}

/// The number format of a language and currency.
#[derive(Debug, Clone, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct NumberFormat {
    /// Of quantities and rates.
    pub plain: Separators,
    /// Of amounts; some locales write money with other marks.
    pub amount: Separators,
    /// Digits in the group next to the decimal mark: 3.
    pub primary_group: NonZeroU8,
    /// Digits in the other groups: 3, or 2 in India.
    pub secondary_group: NonZeroU8,
    /// Digits that must stand before the first mark: 1, or 2 where 1234 is written without one.
    pub minimum_grouping: u8,
    /// Digits of the currency's minor unit: 2 for EUR, 0 for JPY, 3 for KWD.
    pub currency_digits: u8,
    /// Around an amount with its currency.
    pub money: Affixes,
    /// Around a negative amount with its currency, the sign included.
    pub negative_money: Affixes,
    /// Around a percentage.
    pub percent: Affixes,
}

const THREE: NonZeroU8 = NonZeroU8::new(3).expect("three is not zero");

/// English, with two digits for the minor unit and no currency sign.
impl Default for NumberFormat {
    fn default() -> Self {
        let affixes =
            |prefix: &str, suffix: &str| Affixes { prefix: prefix.to_owned(), suffix: suffix.to_owned() };
        let separators = Separators { decimal: ".".to_owned(), group: ",".to_owned() };
        Self {
            plain: separators.clone(),
            amount: separators,
            primary_group: THREE,
            secondary_group: THREE,
            minimum_grouping: 1,
            currency_digits: 2,
            money: affixes("", ""),
            negative_money: affixes("-", ""),
            percent: affixes("", "%"),
        }
    }
}

impl NumberFormat {
    /// An amount in minor units, without its currency.
    pub(crate) fn amount(&self, minor: i64) -> String {
        let (whole, fraction) = split_digits(minor.unsigned_abs(), self.currency_digits.into());
        self.signed(minor < 0, &whole, &fraction, &self.amount)
    }

    /// An amount in minor units with its currency.
    pub(crate) fn money(&self, minor: i64) -> String {
        let Affixes { prefix, suffix } = if minor < 0 { &self.negative_money } else { &self.money };
        format!("{prefix}{}{suffix}", self.amount(minor.saturating_abs()))
    }

    /// A decimal number with as many decimals as it needs.
    pub(crate) fn decimal(&self, value: Decimal) -> String {
        let (whole, fraction) = value.digits();
        self.signed(value.is_negative(), &whole, &fraction, &self.plain)
    }

    /// A percentage.
    pub(crate) fn percent(&self, value: Decimal) -> String {
        format!("{}{}{}", self.percent.prefix, self.decimal(value), self.percent.suffix)
    }

    fn signed(&self, negative: bool, whole: &str, fraction: &str, marks: &Separators) -> String {
        let mut text = String::from(if negative { "-" } else { "" });
        text += &self.groups(whole).join(&marks.group);
        if !fraction.is_empty() {
            text += &marks.decimal;
            text += fraction;
        }
        text
    }

    fn groups<'a>(&self, whole: &'a str) -> Vec<&'a str> {
        let [primary, secondary] =
            [self.primary_group, self.secondary_group].map(|size| usize::from(size.get()));
        if whole.len() < primary + usize::from(self.minimum_grouping.max(1)) {
            return vec![whole];
        }
        let (mut head, last) = whole.split_at(whole.len() - primary);
        let mut groups = vec![last];
        while head.len() > secondary {
            let (rest, group) = head.split_at(head.len() - secondary);
            groups.push(group);
            head = rest;
        }
        groups.push(head);
        groups.reverse();
        groups
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn format(group: &str, secondary_group: u8, minimum_grouping: u8, currency_digits: u8) -> NumberFormat {
        NumberFormat {
            amount: Separators { decimal: ".".into(), group: group.into() },
            secondary_group: secondary_group.try_into().expect("a group has digits"),
            minimum_grouping,
            currency_digits,
            negative_money: Affixes { prefix: "-$".into(), suffix: String::new() },
            ..NumberFormat::default()
        }
    }

    #[test]
    fn amounts_follow_the_currencys_digits() {
        assert_eq!(format(",", 3, 1, 2).amount(5), "0.05");
        assert_eq!(format(",", 3, 1, 0).amount(1234), "1,234");
        assert_eq!(format(",", 3, 1, 3).amount(-1_234_567), "-1,234.567");
        assert_eq!(format(",", 3, 1, 2).money(-1_234_567), "-$12,345.67");
    }

    #[test]
    fn quantities_and_rates_have_their_own_separators() {
        // CLDR fr-CH: numbers have a decimal comma, money a point.
        let comma = Separators { decimal: ",".into(), group: " ".into() };
        let fr_ch = NumberFormat { plain: comma, ..format("'", 3, 1, 2) };
        let number = |text| Decimal::parse(text, 9, 6).expect("a decimal");
        assert_eq!(fr_ch.decimal(number("1234567.5")), "1 234 567,5");
        assert_eq!(fr_ch.percent(number("7.7")), "7,7%");
        assert_eq!(fr_ch.amount(123_456_789), "1'234'567.89");
    }

    #[test]
    fn groups_follow_the_language() {
        assert_eq!(format(",", 2, 1, 0).amount(12_345_678), "1,23,45,678"); // CLDR hi-IN
        assert_eq!(format(".", 3, 2, 0).amount(1234), "1234"); // CLDR es
        assert_eq!(format(".", 3, 2, 0).amount(12_345), "12.345");
    }
}
