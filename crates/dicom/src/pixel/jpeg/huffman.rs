use super::bits::BitReader;
use crate::pixel::fault::{Fault, Result};

/// Codes up to this long are looked up; longer ones are rare.
const LOOKUP: u32 = 10;

/// A Huffman table (T.81 Annex C, F.2.2.3).
pub(super) struct Table {
    /// By the next bits: the length of the code (0 for a longer one), and its symbol.
    short: Box<[(u8, u8); 1 << LOOKUP]>,
    /// By the next bits, where a whole coefficient fits into them: its value, the zeros before it, all its bits; 0 bits
    /// where it does not.
    coefficients: Box<[(i8, u8, u8); 1 << LOOKUP]>,
    /// Of each length: the first code that is too great for it, aligned to 16 bits, and what leads from a code to its
    /// symbol.
    ends: [(u32, i32); 17],
    symbols: Vec<u8>,
}

impl Table {
    pub(super) fn new(lengths: &[u8; 16], symbols: &[u8]) -> Result<Self> {
        let mut ends = [(0, 0); 17];
        let mut short = vec![(0, 0); 1 << LOOKUP];
        let mut code = 0_u32;
        let mut index = 0;
        for (length, count) in (1_u32..).zip(lengths.iter().map(|count| usize::from(*count))) {
            let offset = index as i32 - code as i32;
            for symbol in symbols.get(index..index + count).ok_or(Fault::Corrupt)? {
                if length <= LOOKUP {
                    let first = (code << (LOOKUP - length)) as usize;
                    let entries =
                        short.get_mut(first..first + (1 << (LOOKUP - length))).ok_or(Fault::Corrupt)?;
                    entries.fill((length as u8, *symbol));
                }
                code += 1;
            }
            index += count;
            if code > 1 << length {
                return Err(Fault::Corrupt);
            }
            ends[length as usize] = (code << (16 - length), offset);
            code <<= 1;
        }
        let coefficients = short.iter().enumerate().map(|(bits, (length, symbol))| {
            let (run, size) = (symbol >> 4, symbol & 15);
            let total = length + size;
            if *length == 0 || size == 0 || u32::from(total) > LOOKUP {
                return (0, 0, 0);
            }
            let magnitude = (bits as u32 >> (LOOKUP - u32::from(total))) & ((1 << size) - 1);
            // What does not fit into a byte is left to the long way.
            i8::try_from(extend(magnitude, size.into())).map_or((0, 0, 0), |value| (value, run, total))
        });
        let fixed = "it has an entry for every pattern of bits";
        Ok(Self {
            coefficients: coefficients.collect::<Vec<_>>().try_into().expect(fixed),
            short: short.try_into().expect(fixed),
            ends,
            symbols: symbols.to_vec(),
        })
    }

    /// The next symbol. There must be 16 bits in the reader.
    #[inline]
    pub(super) fn symbol(&self, bits: &mut BitReader<'_>) -> Result<u8> {
        let (length, symbol) = self.short[bits.peek(LOOKUP) as usize];
        if length > 0 {
            bits.skip(length.into());
            return Ok(symbol);
        }
        self.long_symbol(bits)
    }

    #[cold]
    fn long_symbol(&self, bits: &mut BitReader<'_>) -> Result<u8> {
        let code = bits.peek(16);
        let mut lengths = (1..).zip(&self.ends[1..]);
        let (length, (_, offset)) = lengths.find(|(_, (end, _))| code < *end).ok_or(Fault::Corrupt)?;
        bits.skip(length);
        let index = (code >> (16 - length)) as i32 + offset;
        usize::try_from(index).ok().and_then(|index| self.symbols.get(index)).copied().ok_or(Fault::Corrupt)
    }

    /// The next coefficient, if it is a short one: its value, and the zeros before it. There must be 16 bits.
    #[inline]
    pub(super) fn short_coefficient(&self, bits: &mut BitReader<'_>) -> Option<(i32, u8)> {
        let (value, run, length) = self.coefficients[bits.peek(LOOKUP) as usize];
        if length == 0 {
            return None;
        }
        bits.skip(length.into());
        Some((value.into(), run))
    }

    /// The next difference of a DC coefficient: a magnitude of up to `most` bits, and those bits. There must be 32 bits.
    #[inline]
    pub(super) fn difference(&self, bits: &mut BitReader<'_>, most: u8) -> Result<i32> {
        let size = self.symbol(bits)?;
        if size > most {
            return Err(Fault::Corrupt);
        }
        Ok(extend(bits.take(size.into()), size.into()))
    }
}

/// The number that `size` bits stand for: with a first bit of 0, a negative one (F.2.2.1).
#[inline]
pub(super) fn extend(bits: u32, size: u32) -> i32 {
    let number = bits as i32;
    if size > 0 && bits >> (size - 1) == 0 { number - (1 << size) + 1 } else { number }
}
