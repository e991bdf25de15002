/** What numbers are by the styles of their cells (ECMA-376 part 1, 18.8). */
import { builtin, type Class, classOf } from '../number-format';
import type { Part } from '../part';
import { Token, Xml } from '../xml';

/** The class of each cell format, in the order in which cells count them. */
export async function readStyles(part: Part): Promise<Class[]> {
  const xml = new Xml(part);
  const codes = new Map<number, Class>();
  const ids: number[] = [];
  let isInFormats = false;
  for (;;) {
    const token = await xml.token();
    if (token === Token.over) return ids.map((id) => codes.get(id) ?? builtin(id));
    if (token === Token.end && xml.name === 'cellXfs') isInFormats = false;
    if (token !== Token.start) continue;
    if (xml.name === 'numFmt') {
      const [id, code] = [xml.number('numFmtId'), xml.text('formatCode')];
      if (id !== undefined && code !== undefined && !codes.has(id)) codes.set(id, classOf(code));
    } else if (xml.name === 'cellXfs') isInFormats = !xml.isEmpty;
    else if (xml.name === 'xf' && isInFormats) ids.push(xml.number('numFmtId') ?? 0);
  }
}
