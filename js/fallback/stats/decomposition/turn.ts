/**
 * Sine and cosine of `part` of the `whole` parts of a turn, by + − × ÷ alone: V8's library and that of the native backend
 * differ in last bits, which a robust STL may make as large as the series. Written alike in both backends (see the Rust
 * crate's `decomposition/turn.rs`), they agree to the bit.
 */
export function sineAndCosine(part: number, whole: number): [sine: number, cosine: number] {
  // From the nearest quarter of a turn on, at most an eighth to either side.
  const quarter = Math.floor((8 * part + whole) / (2 * whole));
  const x = (Math.PI / 2) * ((4 * part - quarter * whole) / whole);
  const series = (last: number, first: number) => {
    let sum = 1;
    for (let n = last; n >= first; n -= 2) sum = 1 - ((x * x) / (n * (n - 1))) * sum;
    return sum;
  };
  const [sine, cosine] = [x * series(17, 3), series(18, 2)];
  switch (quarter % 4) {
    case 0:
      return [sine, cosine];
    case 1:
      return [cosine, -sine];
    case 2:
      return [-sine, -cosine];
    default:
      return [-cosine, sine];
  }
}
