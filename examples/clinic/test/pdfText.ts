import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';

/** What Firefox's PDF reader finds in a file. */
export async function pdfText(file: ArrayBuffer): Promise<{ pages: number; text: string }> {
  const document = await getDocument({ data: new Uint8Array(file), verbosity: 0 }).promise;
  try {
    const texts: string[] = [];
    for (let number = 1; number <= document.numPages; number++) {
      const { items } = await (await document.getPage(number)).getTextContent();
      texts.push(items.map((item) => ('str' in item ? item.str : '')).join(' '));
    }
    return { pages: document.numPages, text: texts.join('\n') };
  } finally {
    await document.destroy();
  }
}
