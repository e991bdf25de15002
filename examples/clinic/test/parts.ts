/** A body in parts (RFC 2046 section 5.1.1), taken apart by searching for its boundary. */
export async function partsOf(response: Response): Promise<{ type: string; body: Buffer }[]> {
  const [, boundary] =
    /^multipart\/related; type="[^"]+"; boundary=([\w-]+)$/.exec(response.headers.get('content-type') ?? '') ?? [];
  if (boundary === undefined) throw new Error(`not in parts: ${response.status} ${await response.text()}`);
  const text = Buffer.from(await response.arrayBuffer()).toString('latin1');
  const [before, ...pieces] = text.split(`\r\n--${boundary}`);
  if (before !== '' || pieces.pop() !== '--\r\n') throw new Error('the parts do not begin or end as they should');
  return pieces.map((piece) => {
    const end = piece.indexOf('\r\n\r\n');
    const [, type = ''] = /^Content-Type: (.*)$/m.exec(piece.slice(0, end).replaceAll('\r', '')) ?? [];
    return { type, body: Buffer.from(piece.slice(end + 4), 'latin1') };
  });
}
