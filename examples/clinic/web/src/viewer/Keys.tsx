const KEYS: [keys: string, what: string][] = [
  ['Drag', 'Window: across its width, up and down its center'],
  ['Shift drag', 'Move'],
  ['Wheel', 'Frames; with Ctrl, zoom'],
  ['← → ↑ ↓', 'Frames; with Shift, move'],
  ['Home End', 'First frame, last frame'],
  ['C W', 'Window: center, width; with Shift, less'],
  ['R A I', 'Reset, all values, invert'],
  ['+ − 0', 'Zoom, fit'],
  ['Space', 'Play'],
];

/** What mouse and keys do on the stage. */
export function Keys({ id }: { id: string }) {
  return (
    <details className="keys">
      <summary>Mouse and keys</summary>
      <dl id={id}>
        {KEYS.map(([keys, what]) => (
          <div key={keys}>
            <dt>{keys}</dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
