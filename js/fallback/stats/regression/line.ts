/**
 * The straight line through the points by least squares, in closed form: `leastSquares` of one column with an intercept, as
 * the contract lays it out. Nothing where an item is no finite number, or a weight not above 0, where all `x` or all `y`
 * are the same, or where squares leave the range of double precision.
 *
 * Sums are taken about a point, at first the first one, and moved to the means: where that would cost more than two digits,
 * they are taken again, about the means.
 */
export function line(
  x: ArrayLike<unknown>,
  y: ArrayLike<unknown>,
  weights?: ArrayLike<unknown>,
  x0: unknown = x[0],
  y0: unknown = y[0],
): number[] | undefined {
  const n = y.length;
  if (typeof x0 !== 'number' || typeof y0 !== 'number') return undefined;
  let sum = 0;
  let sumX = 0;
  let sumY = 0;
  let sxx = 0;
  let sxy = 0;
  let syy = 0;
  for (let i = 0; i < n; i++) {
    const xi = x[i];
    const yi = y[i];
    const weight = weights === undefined ? 1 : weights[i];
    if (typeof xi !== 'number' || typeof yi !== 'number' || typeof weight !== 'number' || weight <= 0) return undefined;
    const dx = xi - x0;
    const dy = yi - y0;
    const [wdx, wdy] = [weight * dx, weight * dy];
    sum += weight;
    sumX += wdx;
    sumY += wdy;
    sxx += wdx * dx;
    sxy += wdx * dy;
    syy += wdy * dy;
  }
  const meanX = sumX / sum;
  const meanY = sumY / sum;
  sxx -= sumX * meanX;
  sxy -= sumX * meanY;
  syy -= sumY * meanY;
  if (sumX * meanX > 100 * sxx || sumY * meanY > 100 * syy) {
    return line(x, y, weights, x0 + meanX, y0 + meanY);
  }

  const slope = sxy / sxx;
  let rss = 0;
  for (let i = 0; i < n; i++) {
    const residual = (y[i] as number) - y0 - meanY - slope * ((x[i] as number) - x0 - meanX);
    rss += (weights === undefined ? 1 : (weights[i] as number)) * residual * residual;
  }
  const centreX = x0 + meanX;
  const centreY = y0 + meanY;
  const intercept = centreY - slope * centreX;
  const error = 1 / Math.sqrt(sxx);
  // Infinite or NaN, where anything was; so is the error, where no x differs.
  const all = rss + syy + intercept + error * centreX;
  if (all - all !== 0 || sxx < 1e-280 || sxx === Infinity || syy < 1e-280) return undefined;
  const interceptError = Math.sqrt(1 / sum + (centreX * error) ** 2);
  return [
    rss,
    syy,
    1,
    intercept,
    slope,
    interceptError,
    error,
    centreY,
    slope,
    centreX,
    1,
    1 / Math.sqrt(sum),
    0,
    0,
    error,
  ];
}
