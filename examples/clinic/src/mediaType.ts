/** A media type with its parameters (RFC 9110 section 8.3.1), as it stands in `Content-Type` and `Accept`. */
export interface MediaType {
  /** In lower case, such as `multipart/related`. */
  type: string;
  /** By their names in lower case; quotes are taken off the values. */
  parameters: Map<string, string>;
}

const TOKEN = "[\\w!#$%&'*+.^`|~-]+";
const TYPE = new RegExp(`^\\s*(${TOKEN}/${TOKEN})\\s*`);
/** A value in quotes may hold anything; without them DICOMweb's clients write media types and `*`, which are no tokens. */
const PARAMETER = new RegExp(`^;\\s*(?:(${TOKEN})=(?:"((?:[^"\\\\]|\\\\.)*)"|([^\\s;,"]*)))?\\s*`);

/** Reads the media types of a header, of which `Accept` may have several; `undefined` if it does not follow its grammar. */
export function parseMediaTypes(header: string): MediaType[] | undefined {
  const found: MediaType[] = [];
  let rest = header;
  do {
    const [start, type] = TYPE.exec(rest) ?? [];
    if (start === undefined || type === undefined) return undefined;
    rest = rest.slice(start.length);
    const parameters = new Map<string, string>();
    for (let match = PARAMETER.exec(rest); match; match = PARAMETER.exec(rest)) {
      const [whole, name, quoted, plain] = match;
      if (name) parameters.set(name.toLowerCase(), quoted?.replace(/\\(.)/g, '$1') ?? plain ?? '');
      rest = rest.slice(whole.length);
    }
    found.push({ type: type.toLowerCase(), parameters });
    if (rest === '') return found;
    if (!rest.startsWith(',')) return undefined;
    rest = rest.slice(1);
  } while (found.length < 100);
  return undefined;
}

/** What a client accepts, what it likes best first; everything if it does not say. */
export function acceptedTypes(header: string | undefined): MediaType[] {
  const types = header === undefined || header.trim() === '' ? [ANYTHING] : (parseMediaTypes(header) ?? []);
  const quality = ({ parameters }: MediaType) => Number(parameters.get('q') ?? 1);
  return types.filter((type) => quality(type) > 0).sort((a, b) => quality(b) - quality(a));
}

const ANYTHING: MediaType = { type: '*/*', parameters: new Map() };

/** Whether a range such as `image/*` covers a type. */
export const covers = (range: string, type: string): boolean =>
  range === '*/*' || range === type || (range.endsWith('/*') && type.startsWith(range.slice(0, -1)));
