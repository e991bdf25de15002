/** What is refused because it has no room. */
import { ClinicoreError } from '../../../errors';

/** Columns of fixed width that together are wider than the room they stand in. */
export function tooWide(argument: string, wide: number, room: number): ClinicoreError {
  const [given, limit] = [Math.ceil(wide), Math.floor(room)];
  const message = `${argument} is ${given} points wide where there are ${limit}`;
  return new ClinicoreError('ERR_INVALID_ARGUMENT', message, { argument, given, limit });
}

/** What takes more height than any page has. */
export const doesNotFit = (argument: string) =>
  new ClinicoreError('ERR_LIMIT_EXCEEDED', `${argument} takes more room than a page has`, { argument });
