import { type KeyboardEvent, type PointerEvent, useEffect, useId, useRef, useState } from 'react';
import { type DicomJson, first, pathOf, sideOf, titleOf } from '../studies/dicomweb';
import { ErrorNote } from '../ui/ErrorNote';
import { Controls } from './Controls';
import { painted, sizeOf, valueAt } from './frames';
import { FrameView } from './frameView';
import { Keys } from './Keys';
import { type Told, tell } from './tell';
import { useImage } from './useImage';

/** Of the window, or of the stage in pixels, how much a key changes. */
const [WINDOW_STEP, MOVE_STEP, ZOOM_STEP] = [0.05, 40, 1.25];

/** An image, with how it is shown under the mouse, by keys, and by the controls below. */
export function Stage({ instance }: { instance: DicomJson }) {
  const path = pathOf(instance);
  const image = useImage(path, Number(first(instance, '00280008') ?? 1));
  const { shown, window, isInverted, go, setWindow } = image;
  const stage = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const [view, setView] = useState<FrameView>();
  const [zoom, setZoom] = useState(1);
  const [probe, setProbe] = useState('');
  const [told, setTold] = useState<Told>();
  const keys = useId();

  useEffect(() => {
    const own = new FrameView(canvas.current as HTMLCanvasElement, setZoom);
    setView(own);
    return () => own.close();
  }, []);

  const samples = useRef<HTMLCanvasElement>(undefined);
  useEffect(() => {
    if (!view || !shown) return;
    samples.current ??= document.createElement('canvas');
    const now = window ?? { center: 0, width: 1 };
    view.show(painted(shown.frame, now, isInverted, samples.current));
  }, [view, shown, window, isInverted]);

  /** By key, and whether Shift is held: what is done, and what is told of it. */
  const deeds: Record<string, [Told | undefined, (isShifted: boolean) => void]> = {
    arrowright: ['frame', (isShifted) => (isShifted ? view?.moveBy(-MOVE_STEP, 0) : go((number) => number + 1))],
    arrowdown: ['frame', (isShifted) => (isShifted ? view?.moveBy(0, -MOVE_STEP) : go((number) => number + 1))],
    arrowleft: ['frame', (isShifted) => (isShifted ? view?.moveBy(MOVE_STEP, 0) : go((number) => number - 1))],
    arrowup: ['frame', (isShifted) => (isShifted ? view?.moveBy(0, MOVE_STEP) : go((number) => number - 1))],
    pagedown: ['frame', () => go((number) => number + 10)],
    pageup: ['frame', () => go((number) => number - 10)],
    home: ['frame', () => go(() => 1)],
    end: ['frame', () => go(() => image.count)],
    c: ['window', (isShifted) => changeWindow('center', isShifted)],
    w: ['window', (isShifted) => changeWindow('width', isShifted)],
    r: ['window', image.reset],
    a: ['window', () => setWindow((_, full) => full)],
    i: ['inverted', image.invert],
    '+': ['zoom', () => view?.zoomBy(ZOOM_STEP)],
    '-': ['zoom', () => view?.zoomBy(1 / ZOOM_STEP)],
    '0': ['zoom', () => view?.fit()],
    ' ': [undefined, () => image.setPlaying(!image.isPlaying)],
  };

  function changeWindow(end: 'center' | 'width', isLess: boolean) {
    setWindow((now, full) => {
      const step = Math.max(1, Math.round(full.width * WINDOW_STEP)) * (isLess ? -1 : 1);
      return { ...now, [end]: end === 'width' ? Math.max(1, now.width + step) : now.center + step };
    });
  }

  function onKeyDown(event: KeyboardEvent) {
    const [about, act] = (!event.ctrlKey && !event.metaKey && !event.altKey && deeds[event.key.toLowerCase()]) || [];
    if (!act || !shown) return;
    event.preventDefault();
    setTold(about);
    act(event.shiftKey);
  }

  function onPointerMove(event: PointerEvent<HTMLCanvasElement>) {
    if (!shown) return;
    const { offsetX, offsetY, movementX, movementY } = event.nativeEvent;
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) {
      const at = view?.pixelAt(offsetX, offsetY);
      const value = at && valueAt(shown.frame, at.column, at.row);
      setProbe(value === undefined ? '' : `${at?.column}, ${at?.row}\n${value}`);
      return;
    }
    if (event.shiftKey || event.buttons === 4 || !window) {
      view?.moveBy(movementX, movementY);
      return;
    }
    // The whole width of the stage goes once through the values that there are.
    const { clientWidth } = event.currentTarget;
    setWindow((now, full) => ({
      center: now.center + (movementY * full.width) / clientWidth,
      width: Math.max(1, now.width + (movementX * full.width) / clientWidth),
    }));
  }

  useWheel(canvas, (event) => {
    event.preventDefault();
    if (event.ctrlKey || image.count === 1) view?.zoomBy(event.deltaY < 0 ? 1.15 : 1 / 1.15, event);
    else go((number) => number + Math.sign(event.deltaY));
  });

  const said = tell(instance, image, zoom);
  return (
    <section className="image" aria-label="Image">
      <figure>
        <div
          ref={stage}
          className="stage"
          // Its keys are its own.
          role="application"
          aria-label={`${titleOf(instance)}: how it is shown, by keys`}
          aria-describedby={keys}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: it takes keys.
          tabIndex={0}
          onKeyDown={onKeyDown}
        >
          <canvas
            ref={canvas}
            role="img"
            aria-label={said.picture}
            onPointerDown={(event) => {
              if (event.button > 1) return;
              event.preventDefault();
              event.currentTarget.setPointerCapture(event.pointerId);
              stage.current?.focus();
              setTold(undefined);
            }}
            onPointerMove={onPointerMove}
            onPointerLeave={() => setProbe('')}
            onDoubleClick={() => view?.fit()}
          />
          <div className="corners" aria-hidden="true">
            <p>{titleOf(instance)}</p>
            <p>{sideOf(instance)}</p>
            <p>{shown && said.shown(sizeOf(shown.frame)).join('\n')}</p>
            <p>{probe}</p>
          </div>
        </div>
        <figcaption className="paper">{said.picture}</figcaption>
      </figure>
      <p className="unseen" role="status">
        {told && said[told]}
      </p>
      {image.error !== undefined && <ErrorNote error={image.error} onRetry={image.retry} />}
      <Controls image={image} view={view} zoomStep={ZOOM_STEP} />
      <div className="under screen">
        <Keys id={keys} />
        <p className="downloads">
          <a href={path} download>
            Download the file
          </a>
          <a href={`${path}?deidentify`} download>
            … without who it is of
          </a>
        </p>
      </div>
    </section>
  );
}

/** React listens to wheels without being able to keep the page from scrolling. */
function useWheel(canvas: { current: HTMLCanvasElement | null }, onWheel: (event: WheelEvent) => void): void {
  const latest = useRef(onWheel);
  useEffect(() => {
    latest.current = onWheel;
  });
  useEffect(() => {
    const element = canvas.current;
    const listen = (event: WheelEvent) => latest.current(event);
    element?.addEventListener('wheel', listen, { passive: false });
    return () => element?.removeEventListener('wheel', listen);
  }, [canvas]);
}
