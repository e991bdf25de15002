/** What PDF files are made of (ISO 32000-2, 7.3). Names, and keys of dictionaries, are one character a byte. */

export class Name {
  constructor(readonly name: string) {}
}

/** Which object. */
export class Reference {
  constructor(
    readonly number: number,
    readonly generation = 0,
  ) {}
}

export type Dictionary = Map<string, PdfObject>;

export class Stream {
  constructor(
    readonly dictionary: Dictionary,
    /** Where its bytes stand in the file. */
    readonly start: number,
    readonly end: number,
    /** Whose key encrypts it. */
    readonly id: Reference,
  ) {}
}

/** Bytes are a string of the file. */
export type PdfObject = null | boolean | number | Name | Reference | Stream | Uint8Array | Dictionary | PdfObject[];

export const isName = (value: PdfObject | undefined, name: string): boolean =>
  value instanceof Name && value.name === name;

/** As a count or an index. */
export const index = (value: PdfObject | undefined): number | undefined =>
  Number.isSafeInteger(value) && (value as number) >= 0 ? (value as number) : undefined;

export const dictionary = (entries: Record<string, PdfObject>): Dictionary => new Map(Object.entries(entries));
