/** A page of one file on the pages of another. */
import type { PlacementMessage } from '../../../contract/pdf-files';
import type { Steps } from '../pace';
import { Copier } from './copy';
import type { PdfFile } from './file';
import { isPassable, malformed, within } from './limits';
import { type Dictionary, dictionary, Name, type PdfObject, Reference, Stream } from './object';
import { Output } from './output';
import { type Page, pagesOf, type Rectangle } from './page';
import { Parser, Word } from './parse';
import { selected } from './selection';

export type Matrix = [number, number, number, number, number, number];

/** Draws the first page of `mark` on pages of `file`; everything else of it stays. */
export function* stamped(file: PdfFile, mark: PdfFile, placement: PlacementMessage): Steps<Uint8Array> {
  const all = yield* pagesOf(file);
  const chosen = new Set(selected(placement.pages, all.length, file.work, 'options.pages'));
  const output = new Output();
  const form = yield* within('stamp', formOf(mark, output));
  const state = output.add(dictionary({ ca: placement.opacity, CA: placement.opacity }));
  const copier = new Copier(file, output);
  const ids = all
    .filter((_, index) => chosen.has(index))
    .map((page) => {
      if (page.number === 0) throw malformed('a page is no object of its own');
      const id = output.reserve();
      copier.redirect(page.number, id);
      return { page, id };
    });
  for (const [done, { page, id }] of ids.entries()) {
    output.put(id, stampedPage(page, copier, form, state, placement));
    file.work.pace.reach(done);
    if (file.work.pace.due()) yield;
  }
  const root = copier.copied(file.trailer.get('Root') ?? null);
  if (!(root instanceof Reference)) throw malformed('its catalog is no object');
  const old = file.trailer.get('Info');
  const info = old instanceof Reference ? copier.copied(old) : null;
  yield* copier.finish();
  return output.finish(root, info instanceof Reference ? info : undefined);
}

/** A page that can be drawn as a picture is. */
interface Form {
  id: Reference;
  width: number;
  height: number;
}

function* formOf(file: PdfFile, output: Output): Steps<Form> {
  const page = (yield* pagesOf(file))[0] as Page;
  const bounds = page.visible(file);
  const view = viewOf(bounds, page.turns(file));
  const content = page.content(file);
  const copier = new Copier(file, output);
  const head = dictionary({
    Type: new Name('XObject'),
    Subtype: new Name('Form'),
    BBox: bounds,
    // From the page's own directions to those in which it is seen, from its lower left corner.
    Matrix: inverse(view.matrix),
    Resources: copier.copied(file.get(page.dictionary, 'Resources')),
    // Drawn as one, so that opacity does not let its parts show through each other.
    Group: dictionary({ S: new Name('Transparency') }),
  });
  const id = output.addPlain(head, content);
  yield* copier.finish();
  return { id, width: view.width, height: view.height };
}

/** How a page is seen: its size, and the way from there to the page's own coordinates. */
export function viewOf([left, bottom, right, top]: Rectangle, turns: number) {
  const matrices: Matrix[] = [
    [1, 0, 0, 1, left, bottom],
    [0, 1, -1, 0, right, bottom],
    [-1, 0, 0, -1, right, top],
    [0, -1, 1, 0, left, top],
  ];
  const size = [right - left, top - bottom] as const;
  const [width, height] = turns % 2 === 1 ? [size[1], size[0]] : size;
  return { width, height, matrix: matrices[turns] as Matrix };
}

/** First `a`, then `b`. */
export const product = (a: Matrix, b: Matrix): Matrix => [
  a[0] * b[0] + a[1] * b[2],
  a[0] * b[1] + a[1] * b[3],
  a[2] * b[0] + a[3] * b[2],
  a[2] * b[1] + a[3] * b[3],
  a[4] * b[0] + a[5] * b[2] + b[4],
  a[4] * b[1] + a[5] * b[3] + b[5],
];

/** Of one that only turns and moves. */
export const inverse = ([a, b, c, d, e, f]: Matrix): Matrix => [a, c, b, d, -(e * a + f * b), -(e * c + f * d)];

function stampedPage(
  page: Page,
  copier: Copier,
  form: Form,
  state: Reference,
  placement: PlacementMessage,
): Dictionary {
  const { file, output } = copier;
  const old = file.dictionary(page.dictionary.get('Resources')) ?? new Map<string, PdfObject>();
  const resources = copier.dictionary(old);
  /** Adds a resource under a name that is free. */
  const added = (kind: string, id: Reference) => {
    const all = copier.dictionary(file.dictionary(old.get(kind)) ?? new Map());
    let name = 'Stamp';
    for (let count = 2; all.has(name); count++) name = `Stamp${count}`;
    resources.set(kind, all.set(name, id));
    return name;
  };
  const drawn = added('XObject', form.id);
  const faded = added('ExtGState', state);
  const matrix = placed(page, file, form, placement).map((value) => Math.round(value * 1e6) / 1e6);
  const draw = `/Artifact BMC\nq\n/${faded} gs\n${matrix.join(' ')} cm\n/${drawn} Do\nQ\nEMC\n`;

  const value = page.dictionary.get('Contents');
  const contents = file.resolve(value);
  const streams = Array.isArray(contents) ? contents : contents instanceof Stream ? [value as PdfObject] : [];
  const parts = streams.map((stream) => copier.copied(stream));
  const part = (text: string) => output.addPlain(new Map(), Buffer.from(text));
  const own = copier.dictionary(page.dictionary).set('Resources', resources);
  if (!placement.over) return own.set('Contents', [part(draw), ...parts]);
  // What is there may leave its states open, or close more than it opened.
  const { missing, open } = balance(page, file);
  return own.set('Contents', [part('q\n'.repeat(missing + 1)), ...parts, part(`\n${'Q\n'.repeat(open + 1)}${draw}`)]);
}

/** How many states the page's content closes without having opened them, and how many it leaves open. */
function balance(page: Page, file: PdfFile): { missing: number; open: number } {
  let missing = 0;
  let open = 0;
  try {
    const parser = new Parser(page.content(file), 0, file.work, false);
    for (let token = parser.next(); token !== undefined; token = parser.next()) {
      if (!(token instanceof Word)) continue;
      if (token.word === 'q') open++;
      else if (token.word === 'Q' && open > 0) open--;
      else if (token.word === 'Q') missing++;
      else if (token.word === 'ID') parser.skipPicture();
    }
  } catch (error) {
    // What is damaged is not drawn either.
    if (!isPassable(error)) throw error;
  }
  return { missing, open };
}

function placed(page: Page, file: PdfFile, form: Form, placement: PlacementMessage): Matrix {
  const view = viewOf(page.visible(file), page.turns(file));
  const { across, down, right, below, margin, angle } = placement;
  const [sine, cosine] = [Math.sin((angle * Math.PI) / 180), Math.cos((angle * Math.PI) / 180)];
  // What it takes when it is turned.
  const { width, height } = form;
  const wide = Math.abs(width * cosine) + Math.abs(height * sine);
  const high = Math.abs(width * sine) + Math.abs(height * cosine);
  const room = (length: number) => Math.max(1, length - 2 * margin);
  const scale = placement.scale ?? Math.min(room(view.width) / wide, room(view.height) / high);
  const middle = (part: number, length: number, own: number) => margin + own / 2 + part * (length - 2 * margin - own);
  const x = middle(across, view.width, wide * scale) + right;
  const y = view.height - middle(down, view.height, high * scale) - below;
  const centred: Matrix = [1, 0, 0, 1, -width / 2, -height / 2];
  const turned: Matrix = [scale * cosine, scale * sine, -scale * sine, scale * cosine, x, y];
  return product(product(centred, turned), view.matrix);
}
