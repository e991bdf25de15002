/** A picture on a canvas, which can be made larger and moved. */
export class FrameView {
  #canvas;
  #picture;
  #zoom = 1;
  #x = 0;
  #y = 0;
  #isDrawn = false;

  constructor(canvas) {
    this.#canvas = canvas;
    new ResizeObserver(() => this.draw()).observe(canvas);
  }

  /** Shows a picture: a canvas or bitmap. */
  show(picture) {
    this.#picture = picture;
    this.draw();
  }

  /** How many times larger than what fits. */
  get zoom() {
    return this.#zoom;
  }

  /** Makes it larger or smaller, keeping what is at a point of the page where it is; by default the middle. */
  zoomBy(factor, clientX, clientY) {
    const zoom = Math.min(16, Math.max(0.25, this.#zoom * factor));
    const { left, top, width, height } = this.#canvas.getBoundingClientRect();
    const [dx, dy] = clientX === undefined ? [0, 0] : [clientX - left - width / 2, clientY - top - height / 2];
    this.#x = dx - ((dx - this.#x) * zoom) / this.#zoom;
    this.#y = dy - ((dy - this.#y) * zoom) / this.#zoom;
    this.#zoom = zoom;
    this.draw();
  }

  moveBy(dx, dy) {
    this.#x += dx;
    this.#y += dy;
    this.draw();
  }

  /** All of it again. */
  fit() {
    [this.#zoom, this.#x, this.#y] = [1, 0, 0];
    this.draw();
  }

  /** The pixel of the picture at a point of the canvas, if there is one. */
  pixelAt(offsetX, offsetY) {
    if (!this.#picture) return undefined;
    const { width, height } = this.#picture;
    const { clientWidth, clientHeight } = this.#canvas;
    const scale = Math.min(clientWidth / width, clientHeight / height) * this.#zoom;
    const column = Math.floor((offsetX - this.#x - clientWidth / 2) / scale + width / 2);
    const row = Math.floor((offsetY - this.#y - clientHeight / 2) / scale + height / 2);
    return column >= 0 && row >= 0 && column < width && row < height ? { column, row } : undefined;
  }

  /** Draws before the next picture of the screen, however often it is asked to. */
  draw() {
    if (this.#isDrawn) return;
    this.#isDrawn = true;
    requestAnimationFrame(() => {
      this.#isDrawn = false;
      this.#drawNow();
    });
  }

  #drawNow() {
    const canvas = this.#canvas;
    const ratio = window.devicePixelRatio;
    const [width, height] = [canvas.clientWidth * ratio, canvas.clientHeight * ratio].map(Math.round);
    if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
    const context = canvas.getContext('2d');
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
