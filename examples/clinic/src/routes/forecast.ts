import { forecastChart } from 'clinicore/stats';
import type { RequestHandler } from 'express';
import { z } from 'zod';
import type { Database } from '../database/connect.js';
import { forecastSales } from '../forecasts.js';
import { hangUpSignal } from '../hangUp.js';
import { check } from '../problem.js';

const parameters = z.object({ sku: z.string().regex(/^[A-Z0-9-]{1,32}$/, 'must be a SKU such as LE-SV15-AR') });

/** `GET /products/:sku/forecast`: what the product will sell on each of the next 28 days; nothing on closed ones. */
export function forecast(database: Database): RequestHandler {
  return async (request, response) => {
    const { sku } = check(parameters, request.params);
    const { product, days, closed, result, anomalies } = await forecastSales(database, sku, hangUpSignal(response));
    const past = result.values.length;
    response.json({
      sku,
      name: product.name,
      method: result.method,
      history: { from: days[0], to: days[past - 1], openDays: closed.slice(0, past).filter((day) => !day).length },
      forecast: Array.from(result.forecast, (quantity, i) =>
        closed[past + i]
          ? { date: days[past + i], quantity: null }
          : {
              date: days[past + i],
              quantity,
              intervals: result.intervals.map(({ level, lower, upper }) => ({
                level,
                lower: lower[i],
                upper: upper[i],
              })),
            },
      ),
      anomalies: anomalies.map(({ index, value, expected }) => ({ date: days[index], quantity: value, expected })),
    });
  };
}

/** `GET /products/:sku/forecast.svg`: the same as a picture, with the last quarter of the history. */
export function forecastPicture(database: Database): RequestHandler {
  return async (request, response) => {
    const { sku } = check(parameters, request.params);
    const { product, days, closed, result, anomalies } = await forecastSales(database, sku, hangUpSignal(response));
    const picture = forecastChart(result, {
      width: 672,
      height: 360,
      title: product.name,
      valueTitle: 'Pieces a day',
      start: days[0] as string,
      last: 13 * 7,
      closed,
      anomalies,
    });
    // A picture has nothing to fetch or run, even when it is opened by itself.
    response.set('Content-Security-Policy', "default-src 'none'; frame-ancestors 'none'");
    response.type('image/svg+xml').send(picture);
  };
}
