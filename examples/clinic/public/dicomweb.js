/** The clinic's studies over DICOMweb. */
import { request } from './session.js';

export const search = async (path) => (await request(path, { headers: { accept: 'application/dicom+json' } })).json();

/** A frame's samples, as they are in explicit VR little endian. */
export async function samplesOf(instance, number, signal) {
  const headers = { accept: 'application/octet-stream' };
  return (await request(`${instance}/frames/${number}`, { headers, signal })).arrayBuffer();
}

/** A frame as the clinic renders it. */
export async function pictureOf(instance, number, signal) {
  const headers = { accept: 'image/png' };
  return createImageBitmap(await (await request(`${instance}/frames/${number}/rendered`, { headers, signal })).blob());
}

/** The values of an attribute in DICOM JSON, and the first of them. */
export const values = (json, tag) => json?.[tag]?.Value ?? [];
export const first = (json, tag) => values(json, tag)[0];

/** A person's name as people write it: the family name, then the given ones. */
export function nameOf(json, tag = '00100010') {
  const { Alphabetic, Ideographic } = first(json, tag) ?? {};
  const [family, given, middle] = (Alphabetic ?? '').split('^');
  const written = [family, [given, middle].filter(Boolean).join(' ')].filter(Boolean).join(', ');
  return [written, Ideographic?.replaceAll('^', ' ')].filter(Boolean).join(' · ') || 'No name';
}

/** A date of DICOM (`20251127`) as people here write it. */
export function dateOf(json, tag) {
  const [, year, month, day] = /^(\d{4})(\d\d)(\d\d)$/.exec(first(json, tag) ?? '') ?? [];
  if (!year) return '';
  const date = new Date(Number(year), Number(month) - 1, Number(day));
  return date.toLocaleDateString('en-GB', { day: 'numeric', month: 'short', year: 'numeric' });
}

/** Where something that was found is, on this server. */
export const pathOf = (json) => new URL(first(json, '00081190')).pathname;
