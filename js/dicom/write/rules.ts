/** What the values of a text VR may be (PS3.5 table 6.2-1). */
import { isDay } from '../day';
import type { DicomVr } from '../vr';

/** A text VR. */
export interface TextRule {
  /** Whether a backslash parts its values. */
  isList: boolean;
  /** The most characters of a value. */
  longest: number;
  /** What a value may be. */
  allows: (text: string) => boolean;
  /** The same in words. */
  must: string;
}

const code = (
  must: string,
  allows: RegExp | ((text: string) => boolean),
  longest: number,
  isList = true,
): TextRule => ({
  isList,
  longest,
  allows: allows instanceof RegExp ? (text) => allows.test(text) : allows,
  must,
});

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what a line must not hold
const LINE = /^[^\x00-\x1f\x7f\\]*$/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: all but TAB, LF, FF and CR
const TEXT = /^[^\x00-\x08\x0b\x0e-\x1f\x7f]*$/;

const line = (longest: number): TextRule => ({
  isList: true,
  longest,
  allows: (text) => LINE.test(text),
  must: 'a line without backslashes',
});

const text = (longest: number): TextRule => ({
  isList: false,
  longest,
  allows: (value) => TEXT.test(value),
  must: 'text without control characters other than TAB, LF, FF and CR',
});

/** By UIDs' rules (PS3.5 9.1). */
export const UID = /^(?:0|[1-9]\d*)(?:\.(?:0|[1-9]\d*))+$/;

const TIME = /^([01]\d|2[0-3])(?:([0-5]\d)(?:([0-5]\d|60)(?:\.\d{1,6})?)?)?$/;
const OFFSET = /[+-](?:0\d|1[0-4])[0-5]\d$/;

function isDate(value: string): boolean {
  if (!/^\d{8}$/.test(value)) return false;
  return isDay(`${value.slice(0, 4)}-${value.slice(4, 6)}-${value.slice(6)}`);
}

function isDateTime(value: string): boolean {
  const [offset = ''] = OFFSET.exec(value) ?? [];
  const local = value.slice(0, value.length - offset.length);
  if (/^\d{4}$/.test(local)) return true;
  if (/^\d{6}$/.test(local)) return isDate(`${local}01`);
  return isDate(local.slice(0, 8)) && (local.length === 8 || TIME.test(local.slice(8)));
}

const isInteger32 = (value: string): boolean =>
  /^ *[+-]?\d+ *$/.test(value) && Number(value) >= -(2 ** 31) && Number(value) < 2 ** 31;

export const TEXT_RULES: Partial<Record<DicomVr, TextRule>> = {
  AE: code('1 to 16 ASCII characters without backslashes, not only spaces', /^(?=.*[^ ])[ -[\]-~]+$/, 16),
  AS: code('an age such as 018M or 045Y', /^\d{3}[DWMY]$/, 4),
  CS: code('upper-case letters, digits, spaces and underscores', /^[A-Z0-9_ ]+$/, 16),
  DA: code('a date such as 20260301', isDate, 8),
  DS: code('a decimal number', /^ *[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)? *$/, 16),
  DT: code('a date and time such as 20260301143000.5+0100', isDateTime, 26),
  IS: code('an integer of 32 bits', isInteger32, 12),
  LO: line(64),
  LT: text(10_240),
  PN: line(3 * 64 + 2),
  SH: line(16),
  ST: text(1024),
  TM: code('a time such as 143000.5', TIME, 13),
  UC: line(0xffff_fffe),
  UI: code('a UID', UID, 64),
  UR: code('a URI', /^[!#$%&'()*+,\-./0-9:;=?@A-Z[\]_a-z~]+$/, 0xffff_fffe, false),
  UT: text(0xffff_fffe),
};
