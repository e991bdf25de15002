/** What a file promises to be, and which mixes that rules out. */
import { randomBytes } from 'node:crypto';
import type { AttachmentMessage, ProfileMessage } from '../contract/pdf';
import { boolean, type Fields, invalid, oneOf, record } from '../validate';
import { label } from './text';

/** A file to be kept for decades (PDF/A-3). */
export interface ArchiveProfile {
  /** Which profile it is. */
  name: 'archive';
  /** `'b'` (PDF/A-3b) keeps what it looks like, `'a'` (PDF/A-3a) also how it is built: tagged as `accessible` is. Default `'a'`. */
  level?: 'a' | 'b' | undefined;
  /** The profile of the Factur-X invoice that is attached as `factur-x.xml`. */
  facturX?: 'MINIMUM' | 'BASIC WL' | 'BASIC' | 'EN 16931' | 'EXTENDED' | undefined;
}

/** A file that opens with a password (AES-256, ISO 32000-2). Its bytes differ each time: they hold random numbers. */
export interface ProtectedProfile {
  /** Which profile it is. */
  name: 'protected';
  /** Opens the file. Default none is needed. At most 127 bytes of UTF-8. */
  userPassword?: string | undefined;
  /** Opens it without restrictions. At least one character. */
  ownerPassword: string;
  /** What those may do who have the user's password. Default nothing but to read, which assistive technology always may. */
  permissions?:
    | {
        /** Print it. Default false. */
        print?: boolean | undefined;
        /** Change its content. Default false. */
        modify?: boolean | undefined;
        /** Copy text and pictures out of it. Default false. */
        copy?: boolean | undefined;
        /** Add notes to it. Default false. */
        annotate?: boolean | undefined;
        /** Fill in its forms. Default false. */
        fillForms?: boolean | undefined;
        /** Insert, delete and turn pages. Default false. */
        assemble?: boolean | undefined;
      }
    | undefined;
}

/** See `RenderOptions.profile`. */
export type Profile = 'accessible' | 'archive' | 'einvoice' | 'plain' | ArchiveProfile | ProtectedProfile;

const LEVELS = ['MINIMUM', 'BASIC WL', 'BASIC', 'EN 16931', 'EXTENDED'] as const;

export function profile(value: unknown, path: string): ProfileMessage {
  if (value === 'accessible' || value === 'plain') return { name: value };
  if (value === 'archive') return { name: 'archive-3a', facturX: null };
  if (value === 'einvoice') return { name: 'archive-3b', facturX: 'EN 16931' };
  if (typeof value !== 'object') {
    invalid(path, "'accessible', 'archive', 'einvoice' or 'plain', or a profile with options", value);
  }
  const fields = record(value, path);
  const name = fields.get('name', (given, at) => oneOf(given, at, ['archive', 'protected']));
  return name === 'archive' ? archive(fields) : protection(fields);
}

function archive(fields: Fields): ProfileMessage {
  fields.only(['name', 'level', 'facturX']);
  const level = fields.optional('level', 'a', (given, at) => oneOf(given, at, ['a', 'b']));
  const facturX = fields.optional('facturX', null, (given, at) => oneOf(given, at, LEVELS));
  return { name: `archive-3${level}`, facturX };
}

/** Each permission's bit (ISO 32000-2, table 22, which counts from 1); printing is allowed in full or not at all. */
const PERMISSIONS = {
  print: (1 << 2) | (1 << 11),
  modify: 1 << 3,
  copy: 1 << 4,
  annotate: 1 << 5,
  fillForms: 1 << 8,
  assemble: 1 << 10,
};
/** Bits that are always set: reserved ones, and reading for assistive technology. */
const ALWAYS = 0xfffff2c0 | 0;

function protection(fields: Fields): ProfileMessage {
  fields.only(['name', 'userPassword', 'ownerPassword', 'permissions']);
  const userPassword = fields.optional('userPassword', '', password);
  const ownerPassword = fields.get('ownerPassword', password);
  if (ownerPassword === '') invalid(fields.path('ownerPassword'), 'a password of at least one character', '');
  if (ownerPassword === userPassword) invalid(fields.path('ownerPassword'), "other than the user's", ownerPassword);
  const permissions = fields.optional('permissions', ALWAYS, (value, path) => {
    const said = record(value, path).only(Object.keys(PERMISSIONS));
    const bits = Object.entries(PERMISSIONS).map(([key, bit]) => (said.optional(key, false, boolean) ? bit : 0));
    return bits.reduce((all, bit) => all | bit, ALWAYS);
  });
  return { name: 'protected', userPassword, ownerPassword, permissions, random: randomBytes(48).toString('hex') };
}

/** A password of one line, as long as the standard allows, in the one form in which all readers compare it (SASLprep, RFC 4013). */
function password(value: unknown, path: string): string {
  const given = label(value, path, 127).replace(MAPPED_TO_NOTHING, '').normalize('NFKC');
  if (Buffer.byteLength(given) > 127) invalid(path, 'at most 127 bytes of UTF-8', value);
  return given;
}

/** RFC 3454, table B.1. */
const MAPPED_TO_NOTHING = /\u00ad|\u034f|\u1806|[\u180b-\u180d]|[\u200b-\u200d]|\u2060|[\ufe00-\ufe0f]|\ufeff/g;

/** Refuses what the profile rules out. */
export function fits(profile: ProfileMessage, attachments: readonly AttachmentMessage[], path: string): void {
  const isAttached = attachments.some(({ name, mimeType }) => name === 'factur-x.xml' && /\/xml$/.test(mimeType));
  if ('facturX' in profile && profile.facturX !== null && !isAttached) {
    invalid(path, "no e-invoice's, or 'factur-x.xml' be among the document's attachments as XML", profile.facturX);
  }
}
