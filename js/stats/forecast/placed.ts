import { ClinicoreError } from '../../errors';

/** The error, where the value at `index` is that at `place(index)` for the caller. */
export function placed(error: unknown, place: (index: number) => number): unknown {
  if (!(error instanceof ClinicoreError) || error.details.argument !== 'values') return error;
  const { code, message, details } = error;
  if (details.index === undefined) return error;
  const index = place(details.index);
  return new ClinicoreError(code, message.replace(`values[${details.index}]`, `values[${index}]`), {
    ...details,
    index,
  });
}
