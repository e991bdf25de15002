/** What shows something: pictures, drawings and codes. */
import type {
  AlignMessage,
  CodeMessage,
  ColorMessage,
  DrawingMessage,
  ImageMessage,
  ShapeMessage,
} from '../../../contract/pdf';
import { type Modules, modules } from '../code';
import type { Picture } from '../image/picture';
import { ready, type Steps } from '../pace';
import type { Block, Place, Setting } from './block';
import { group, type Mark, NOTHING, type PlacedShape, SLACK, type Taken } from './marks';

interface Size {
  width: number;
  height: number;
}

/** A block that is given whole. */
abstract class Figure implements Block {
  constructor(
    readonly figure: { align: AlignMessage; alt: string },
    readonly place: Place,
  ) {}

  /** Its size, where there is enough room. */
  protected abstract size(): Steps<Size>;
  protected abstract marks(size: Size, scale: number): Steps<Mark[]>;

  *take(room: number, fresh: boolean): Steps<Taken> {
    const whole = yield* this.size();
    let scale = this.#scale(whole, this.place.freshRoom);
    if (whole.height * scale > room + SLACK) {
      if (!fresh) return NOTHING;
      // A first page may have less room than the others.
      if (room > 0) scale = this.#scale(whole, room);
    }
    const size = { width: whole.width * scale, height: whole.height * scale };
    const { align, alt } = this.figure;
    const free = this.place.width - size.width;
    const x = align === 'center' ? free / 2 : align === 'end' || align === 'right' ? free : 0;
    const says = alt === '' ? { artifact: true } : { element: { type: 'Figure', alt }, bounds: size };
    // In no room nothing shows, nor is it read.
    const marks = scale > 0 ? yield* this.marks(size, scale) : [];
    return { marks: [group(x, 0, marks, says)], height: size.height, finished: true };
  }

  *height(): Steps<number> {
    const whole = yield* this.size();
    return whole.height * this.#scale(whole, this.place.freshRoom);
  }

  least(): Steps<number> {
    return this.height();
  }

  /** How much smaller it is made where there is less room. */
  #scale({ width, height }: Size, room: number): number {
    return Math.max(Math.min(1, this.place.width / width, room / height), 0);
  }
}

/** A PNG or JPEG. */
export class Image extends Figure {
  readonly #picture: Picture;

  constructor(
    readonly message: ImageMessage,
    setting: Setting,
    place: Place,
  ) {
    super(message, place);
    this.#picture = setting.pictures.get(message.image) as Picture;
  }

  protected size(): Steps<Size> {
    const { width: pixelsAcross, height: pixelsDown } = this.#picture;
    const { width, height } = this.message;
    const across = width === null ? Number.POSITIVE_INFINITY : width / pixelsAcross;
    const down = height === null ? Number.POSITIVE_INFINITY : height / pixelsDown;
    const scale = width === null && height === null ? 1 : Math.min(across, down);
    return ready({ width: pixelsAcross * scale, height: pixelsDown * scale });
  }

  protected marks(size: Size): Steps<Mark[]> {
    return ready([{ kind: 'image', x: 0, y: 0, ...size, image: this.message.image }]);
  }
}

/** Vector shapes. */
export class Drawing extends Figure {
  constructor(
    readonly message: DrawingMessage,
    readonly setting: Setting,
    place: Place,
  ) {
    super(message, place);
  }

  protected size(): Steps<Size> {
    const { width, height } = this.message;
    return ready({ width, height });
  }

  protected *marks(_: Size, scale: number): Steps<Mark[]> {
    const shapes: PlacedShape[] = [];
    for (const shape of this.message.shapes) shapes.push(shape.type === 'path' ? shape : yield* this.#text(shape));
    return [{ kind: 'shapes', x: 0, y: 0, scale, shapes }];
  }

  *#text({ text, style, align, x, y, rotate }: Extract<ShapeMessage, { type: 'text' }>): Steps<PlacedShape> {
    const line = yield* this.setting.typesetter.line(text, style);
    const before = align === 'center' ? line.width / 2 : align === 'end' ? line.width : 0;
    const fragments = line.fragments.map((fragment) => ({ ...fragment, x: fragment.x - before }));
    return { type: 'text', line: { ...line, fragments }, x, y, rotate: rotate ?? 0 };
  }
}

const BLACK: ColorMessage = [0, 0, 0];
const WHITE: ColorMessage = [255, 255, 255];
/** The Swiss cross, in parts of the code's width without quiet zone: the square, its white edge, and the cross's arms. */
const CROSS = { side: 7 / 46, edge: 0.0717, arm: { width: 1 / 6, length: 5 / 9 } };

/** A bar code or matrix code. */
export class Code extends Figure {
  readonly #modules: Modules;

  constructor(
    readonly message: CodeMessage,
    readonly setting: Setting,
    place: Place,
  ) {
    super(message, place);
    this.#modules = modules(message, place.path);
  }

  protected *size(): Steps<Size> {
    const { width, height } = this.message;
    const text = yield* this.#text();
    return { width, height: height === null ? width : height + (text?.height ?? 0) };
  }

  protected *marks({ width }: Size, scale: number): Steps<Mark[]> {
    const { dark, quiet, width: across } = this.#modules;
    const size = width / (across + 2 * quiet);
    const square = this.message.height === null;
    const down = square ? size : (this.message.height as number) * scale;
    const marks: Mark[] = [
      { kind: 'modules', x: quiet * size, y: square ? quiet * size : 0, size, height: down, dark, color: BLACK },
    ];
    if (this.message.cross) marks.push(...cross(width, across * size));
    const text = yield* this.#text();
    if (text) {
      const shape: PlacedShape = { type: 'text', line: text, x: -text.width / 2, y: 0, rotate: 0 };
      marks.push({ kind: 'shapes', x: width / 2, y: down + text.baseline * scale, scale, shapes: [shape] });
    }
    return marks;
  }

  *#text() {
    const { style, value } = this.message;
    return style === undefined ? undefined : yield* this.setting.typesetter.line(this.#modules.text ?? value, style);
  }
}

/** The Swiss cross in the middle of a code `whole` wide, whose modules are `inner` wide. */
function cross(whole: number, inner: number): Mark[] {
  const side = inner * CROSS.side;
  const [width, length] = [side * CROSS.arm.width, side * CROSS.arm.length];
  const centred = (across: number, down: number, color: ColorMessage): Mark => ({
    kind: 'rectangle',
    x: (whole - across) / 2,
    y: (whole - down) / 2,
    width: across,
    height: down,
    color,
  });
  const square = side * (1 - 2 * CROSS.edge);
  return [
    centred(side, side, WHITE),
    centred(square, square, BLACK),
    centred(width, length, WHITE),
    centred(length, width, WHITE),
  ];
}
