'use strict';

const { readFileSync } = require('node:fs');
const { join } = require('node:path');

/** The files of a family, by the name they begin with. */
const FILES = {
  'Noto Sans Arabic': 'NotoSansArabic',
  'Noto Sans Bengali': 'NotoSansBengali',
  'Noto Sans Devanagari': 'NotoSansDevanagari',
  'Noto Sans Hebrew': 'NotoSansHebrew',
  'Noto Sans Thai': 'NotoSansThai',
};

const read = (file) => readFileSync(join(__dirname, 'fonts', file));

for (const [family, file] of Object.entries(FILES)) {
  /** @type {{ regular: Buffer, bold: Buffer } | undefined} */
  let files;
  // Read when it is asked for: few services need all.
  Object.defineProperty(exports, family, {
    enumerable: true,
    get: () => {
      files ??= { regular: read(`${file}-Regular.ttf`), bold: read(`${file}-Bold.ttf`) };
      return files;
    },
  });
}
