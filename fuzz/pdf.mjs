/**
 * Damages PDF files, pictures, fonts and SVG at random for so many seconds, and reads them, or makes documents of them and of any
 * text, on both backends: they must give the same, or refuse it with the same typed error. `node fuzz/pdf.mjs [amount] [seed]
 * [kind]`, after `npm run build:native` and `npm run build:js`. What fails is left in fuzz/artifacts.
 */
import { font, picture, svg, text } from './pdf/documents.mjs';
import { file, signature } from './pdf/files.mjs';
import { run } from './shared/run.mjs';

await run('pdf', { file, signature, picture, font, svg, text });
