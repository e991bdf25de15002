/**
 * The straight line through the points by least squares, in closed form about the means: `leastSquares` of one column with
 * an intercept, as the contract lays it out. Nothing where an item is no finite number, or where all `x` are the same.
 */
export function line(x: ArrayLike<unknown>, y: ArrayLike<unknown>): number[] | undefined {
  const n = y.length;
  const [x0, y0] = [x[0], y[0]];
  if (typeof x0 !== 'number' || typeof y0 !== 'number') return undefined;
  // About the first point, then about the means: a large offset costs no digits.
  let [sumX, sumY] = [0, 0];
  for (let i = 0; i < n; i++) {
    const [xi, yi] = [x[i], y[i]];
    if (typeof xi !== 'number' || typeof yi !== 'number') return undefined;
    sumX += xi - x0;
    sumY += yi - y0;
  }
  const [meanX, meanY] = [sumX / n, sumY / n];
  let [sxx, sxy, syy] = [0, 0, 0];
  for (let i = 0; i < n; i++) {
    const dx = (x[i] as number) - x0 - meanX;
    const dy = (y[i] as number) - y0 - meanY;
    sxx += dx * dx;
    sxy += dx * dy;
    syy += dy * dy;
  }
  const slope = sxy / sxx;
  let rss = 0;
  for (let i = 0; i < n; i++) {
    const residual = (y[i] as number) - y0 - meanY - slope * ((x[i] as number) - x0 - meanX);
    rss += residual * residual;
  }
  const [centreX, centreY] = [x0 + meanX, y0 + meanY];
  const [error, root] = [1 / Math.sqrt(sxx), 1 / Math.sqrt(n)];
  const intercept = centreY - slope * centreX;
  // Infinite or NaN, where anything was; so is the error, where no x differs.
  const sum = rss + syy + intercept + error * centreX;
  if (sum - sum !== 0 || sxx < 1e-280) return undefined;
  const interceptError = Math.sqrt(1 / n + (centreX * error) ** 2);
  return [rss, syy, intercept, slope, interceptError, error, centreY, slope, centreX, 1, root, 0, 0, error];
}
