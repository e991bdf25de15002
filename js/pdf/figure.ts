import type { AlignMessage } from '../contract/pdf';
import { type Fields, invalid, oneOf } from '../validate';
import { label } from './text';

const ALIGNS = ['start', 'end', 'left', 'right', 'center'] as const;

/** What all have that show something: where it stands, and what it shows for those who cannot see it. */
export function figure(fields: Fields): { align: AlignMessage; alt: string } {
  return {
    align: fields.optional('align', 'start', (value, path) => oneOf(value, path, ALIGNS)),
    alt: fields.get('alt', (value, path) => {
      if (value === undefined) invalid(path, "a text that says what it shows, or '' for mere decoration", value);
      return label(value, path, 2_000);
    }),
  };
}
