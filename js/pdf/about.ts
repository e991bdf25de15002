/** What a file says of itself, and the files inside it. */
import type { AboutMessage, AttachmentMessage } from '../contract/pdf';
import { ClinicoreError } from '../errors';
import { bytes, day, type Fields, invalid, items, matching, oneOf, record } from '../validate';
import { language } from './locale';
import type { Pictures } from './picture';
import { label, name } from './text';

export function about(document: Fields): AboutMessage {
  return {
    title: document.get('title', name, 200),
    author: document.optional('author', '', label, 200),
    subject: document.optional('subject', '', label, 1_000),
    keywords: document.optional('keywords', [], (value, path) =>
      items(value, path, 100, (one, at) => name(one, at, 100)),
    ),
    language: document.optional('language', 'en', language),
    created: document.optional('created', null, time),
  };
}

/** A day, or a time in UTC to the second; as numbers. */
export function time(value: unknown, path: string): NonNullable<AboutMessage['created']> {
  const must = "a day such as '2026-03-01' or a time in UTC such as '2026-03-01T09:30:00Z'";
  const text = matching(value, path, /^\d{4}-\d\d-\d\d(T([01]\d|2[0-3]):[0-5]\d:[0-5]\dZ)?$/, must);
  day(text.slice(0, 10), path);
  const at = new Date(text);
  return [
    at.getUTCFullYear(),
    at.getUTCMonth() + 1,
    at.getUTCDate(),
    at.getUTCHours(),
    at.getUTCMinutes(),
    at.getUTCSeconds(),
  ];
}

const MAX_ATTACHMENTS = 100;
const MAX_ATTACHED_BYTES = 256 << 20;
const RELATIONSHIPS = ['Alternative', 'Data', 'Source', 'Supplement', 'Unspecified'] as const;
/** RFC 6838, 4.2. */
const MIME_TYPE = /^[a-z0-9][a-z0-9!#$&^_.+-]{0,126}\/[a-z0-9][a-z0-9!#$&^_.+-]{0,126}$/i;

export function attachments(document: Fields, pictures: Pictures): AttachmentMessage[] {
  let total = 0;
  const names = new Set<string>();
  const one = (value: unknown, path: string): AttachmentMessage => {
    const fields = record(value, path).only(['name', 'data', 'mimeType', 'description', 'relationship']);
    const data = fields.get('data', bytes);
    total += data.length;
    if (total > MAX_ATTACHED_BYTES) {
      const message = `document.attachments must have at most ${MAX_ATTACHED_BYTES} bytes in all, got ${total}`;
      const details = { argument: 'document.attachments', limit: MAX_ATTACHED_BYTES, given: total };
      throw new ClinicoreError('ERR_LIMIT_EXCEEDED', message, details);
    }
    return {
      name: fields.get('name', fileName, names),
      mimeType: fields.get('mimeType', matching, MIME_TYPE, "a media type such as 'text/csv'"),
      description: fields.optional('description', '', label, 1_000),
      relationship: fields.optional('relationship', 'Supplement', (given, at) => oneOf(given, at, RELATIONSHIPS)),
      data: pictures.add(data),
    };
  };
  return document.optional('attachments', [], (value, path) => items(value, path, MAX_ATTACHMENTS, one));
}

/** A name that no other attachment has, and that leads nowhere. */
function fileName(value: unknown, path: string, names: Set<string>): string {
  const given = name(value, path, 100);
  if (/[\\/:]/.test(given)) invalid(path, 'a file name without a path', value);
  if (names.has(given)) invalid(path, 'a name that no other attachment has', value);
  names.add(given);
  return given;
}
