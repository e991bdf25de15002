/** PDF files written by hand, for what no writer here makes. */

/** A file of these objects (from number 1 on; the first is the catalog), with a table of where they stand. */
export function written(objects: (string | { head: string; data: Uint8Array })[], trailer = ''): Buffer {
  const pieces: Buffer[] = [Buffer.from('%PDF-1.7\n')];
  let length = pieces[0]?.length ?? 0;
  const places = objects.map((object, at) => {
    const place = length;
    const body =
      typeof object === 'string'
        ? Buffer.from(`${at + 1} 0 obj\n${object}\nendobj\n`, 'latin1')
        : Buffer.concat([
            Buffer.from(`${at + 1} 0 obj\n<<${object.head} /Length ${object.data.length}>>\nstream\n`, 'latin1'),
            object.data,
            Buffer.from('\nendstream\nendobj\n'),
          ]);
    pieces.push(body);
    length += body.length;
    return place;
  });
  const entries = places.map((place) => `${String(place).padStart(10, '0')} 00000 n \n`).join('');
  const size = objects.length + 1;
  pieces.push(
    Buffer.from(
      `xref\n0 ${size}\n0000000000 65535 f \n${entries}trailer\n<</Size ${size} /Root 1 0 R ${trailer}>>\nstartxref\n${length}\n%%EOF\n`,
      'latin1',
    ),
  );
  return Buffer.concat(pieces);
}

/** One page that draws `content`, with these fonts (`/F1 <<…>>`) and further objects from number 5 on. */
export function drawn(content: string | Uint8Array, fonts: string, more: Parameters<typeof written>[0] = []): Buffer {
  return written([
    '<</Type /Catalog /Pages 2 0 R>>',
    '<</Type /Pages /Kids [3 0 R] /Count 1 /MediaBox [0 0 600 800]>>',
    `<</Type /Page /Parent 2 0 R /Contents 4 0 R /Resources <</Font <<${fonts}>>>>>>`,
    { head: '', data: typeof content === 'string' ? Buffer.from(content, 'latin1') : content },
    ...more,
  ]);
}
