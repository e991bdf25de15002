/** What a PDF says, as pdf.js reads it. */

/** Its letters and digits, sorted: layouts order and break them differently. */
export async function letters(file) {
  const { getDocument } = await import('pdfjs-dist/legacy/build/pdf.mjs');
  const document = await getDocument({ data: new Uint8Array(file), verbosity: 0 }).promise;
  const texts = [];
  for (let number = 1; number <= document.numPages; number++) {
    const { items } = await (await document.getPage(number)).getTextContent();
    texts.push(...items.map(({ str }) => str));
  }
  return [...texts.join('').matchAll(/[\p{L}\p{N}]/gu)].flat().sort().join('');
}

/** How often its first page paints an image or a path. */
export async function painted(file) {
  const { getDocument, OPS } = await import('pdfjs-dist/legacy/build/pdf.mjs');
  const document = await getDocument({ data: new Uint8Array(file), verbosity: 0 }).promise;
  const { fnArray } = await (await document.getPage(1)).getOperatorList();
  const count = (...names) => fnArray.filter((name) => names.some((one) => OPS[one] === name)).length;
  return { images: count('paintImageXObject', 'paintInlineImageXObject'), paths: count('constructPath') };
}
