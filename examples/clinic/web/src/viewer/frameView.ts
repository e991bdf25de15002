import type { Picture } from './frames';

const [LEAST_ZOOM, MOST_ZOOM] = [0.25, 16];

/** A picture on a canvas, which can be made larger and moved. */
export class FrameView {
  readonly #canvas: HTMLCanvasElement;
  readonly #onZoom: (zoom: number) => void;
  readonly #resized: ResizeObserver;
  #picture: Picture | undefined;
  #zoom = 1;
  #x = 0;
  #y = 0;
  #next: number | undefined;

  /** @param onZoom told how many times larger than what fits it is, when that changes */
  constructor(canvas: HTMLCanvasElement, onZoom: (zoom: number) => void) {
    this.#canvas = canvas;
    this.#onZoom = onZoom;
    this.#resized = new ResizeObserver(() => this.#draw());
    this.#resized.observe(canvas);
  }

  close(): void {
    this.#resized.disconnect();
    if (this.#next !== undefined) cancelAnimationFrame(this.#next);
  }

  show(picture: Picture): void {
    this.#picture = picture;
    this.#draw();
  }

  /** Makes it larger or smaller, keeping what is at a point of the page where it is; by default the middle. */
  zoomBy(factor: number, at?: { clientX: number; clientY: number }): void {
    const zoom = Math.min(MOST_ZOOM, Math.max(LEAST_ZOOM, this.#zoom * factor));
    const { left, top, width, height } = this.#canvas.getBoundingClientRect();
    const [dx, dy] = at ? [at.clientX - left - width / 2, at.clientY - top - height / 2] : [0, 0];
    this.#x = dx - ((dx - this.#x) * zoom) / this.#zoom;
    this.#y = dy - ((dy - this.#y) * zoom) / this.#zoom;
    this.#setZoom(zoom);
  }

  moveBy(dx: number, dy: number): void {
    this.#x += dx;
    this.#y += dy;
    this.#draw();
  }

  /** All of it again. */
  fit(): void {
    [this.#x, this.#y] = [0, 0];
    this.#setZoom(1);
  }

  /** The pixel of the picture at a point of the canvas, if there is one. */
  pixelAt(offsetX: number, offsetY: number): { column: number; row: number } | undefined {
    if (!this.#picture) return undefined;
    const { width, height } = this.#picture;
    const { clientWidth, clientHeight } = this.#canvas;
    const scale = Math.min(clientWidth / width, clientHeight / height) * this.#zoom;
    const column = Math.floor((offsetX - this.#x - clientWidth / 2) / scale + width / 2);
    const row = Math.floor((offsetY - this.#y - clientHeight / 2) / scale + height / 2);
    return column >= 0 && row >= 0 && column < width && row < height ? { column, row } : undefined;
  }

  #setZoom(zoom: number): void {
    this.#zoom = zoom;
    this.#onZoom(zoom);
    this.#draw();
  }

  /** Draws before the next picture of the screen, however often it is asked to. */
  #draw(): void {
    this.#next ??= requestAnimationFrame(() => {
      this.#next = undefined;
      this.#drawNow();
    });
  }

  #drawNow(): void {
    const canvas = this.#canvas;
    const ratio = window.devicePixelRatio;
    const width = Math.round(canvas.clientWidth * ratio);
    const height = Math.round(canvas.clientHeight * ratio);
    if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
    const context = canvas.getContext('2d') as CanvasRenderingContext2D;
    context.clearRect(0, 0, width, height);
    if (!this.#picture) return;
    const { width: columns, height: rows } = this.#picture;
    const scale = Math.min(width / columns, height / rows) * this.#zoom;
    // Single pixels are shown as what they are.
    context.imageSmoothingEnabled = scale < 4;
    context.imageSmoothingQuality = 'high';
    const [w, h] = [columns * scale, rows * scale];
    context.drawImage(this.#picture, (width - w) / 2 + this.#x * ratio, (height - h) / 2 + this.#y * ratio, w, h);
  }
}
