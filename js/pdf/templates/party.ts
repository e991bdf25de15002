/** Who sells, buys, orders or prescribes. */
import { type Fields, items, line, record } from '../../validate';
import type { Block, Columns } from '../model';
import { beside, type Look, section } from './look';

/** Who sells or buys. Every text is one line. */
export interface Party {
  /** At most 120 characters. */
  name: string;
  /** The address line by line: at most 6 lines of 100 characters. */
  address: string[];
  /** Tax or VAT number, at most 40 characters. */
  taxId?: string;
  /** At most 254 characters. */
  email?: string;
  /** At most 40 characters. */
  phone?: string;
}

/** A {@link Party} that passed the front door. */
export interface CheckedParty {
  name: string;
  address: string[];
  taxId: string | undefined;
  email: string | undefined;
  phone: string | undefined;
}

/** The names of what {@link partyOf} reads. */
export const PARTY_FIELDS = ['name', 'address', 'taxId', 'email', 'phone'];

export const party = (value: unknown, path: string): CheckedParty => partyOf(record(value, path).only(PARTY_FIELDS));

export function partyOf(fields: Fields): CheckedParty {
  return {
    name: fields.get('name', line, 120),
    address: fields.get('address', addressLines),
    taxId: fields.optional('taxId', undefined, line, 40),
    email: fields.optional('email', undefined, line, 254),
    phone: fields.optional('phone', undefined, line, 40),
  };
}

/** At most 6 lines of 100 characters. */
export const addressLines = (value: unknown, path: string): string[] =>
  items(value, path, 6, (item, itemPath) => line(item, itemPath, 100));

/** A party as it is printed: one of an invoice may have two numbers for taxes. */
type Printed = CheckedParty & { vatId?: string | undefined };

/** The lines under a party's name. */
export function details({ address, taxId, vatId, email, phone }: Printed, taxLabel: string): string[] {
  const numbers = [taxId, vatId].map((number) => number && `${taxLabel} ${number}`);
  return [...address, ...numbers, email, phone].filter((text) => text !== undefined);
}

/** Lines of text, each a paragraph of its own, so that each is read in its own direction. */
export const lines = (look: Look, texts: readonly string[], style?: string): Block[] =>
  texts.map((text) => ({ type: 'paragraph', text, align: look.start, ...(style !== undefined && { style }) }));

/** The top of a document: who sends it on one side, what it is and its data on the other. */
export function letterhead(look: Look, sender: Printed, taxLabel: string, title: string, data: Block[]): Columns {
  const name: Block[] =
    look.logo === undefined
      ? [{ type: 'paragraph', text: sender.name, style: 'name', align: look.start, after: 4 }]
      : [
          { type: 'image', image: 'logo', alt: sender.name, align: look.start, height: 48, after: 8 },
          { type: 'paragraph', text: sender.name, style: 'strong', align: look.start },
        ];
  return {
    ...beside(
      32,
      { width: '1.1*', content: [...name, ...lines(look, details(sender, taxLabel), 'small')] },
      {
        width: '1*',
        content: [{ type: 'heading', level: 1, text: title, style: 'title', align: look.end, after: 10 }, ...data],
      },
    ),
    after: 28,
  };
}

/** Whom a document is for, under a section's name. */
export const addressee = (look: Look, name: string, texts: readonly string[], label: string): Block[] => [
  section(look, label, 0),
  { type: 'paragraph', text: name, style: 'large', align: look.start },
  ...lines(look, texts),
];
