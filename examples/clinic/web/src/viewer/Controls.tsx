import { useState } from 'react';
import { Button } from '../ui/Button';
import { Field } from '../ui/Field';
import type { FrameView } from './frameView';
import type { Image } from './useImage';

/** What the keys do, to be pressed and typed. */
export function Controls({ image, view, zoomStep }: { image: Image; view: FrameView | undefined; zoomStep: number }) {
  const { count, number, window, isInverted, isPlaying, go, setWindow } = image;
  return (
    <form className="controls" aria-label="How the image is shown" onSubmit={(event) => event.preventDefault()}>
      {count > 1 && (
        <div className="frames">
          <label htmlFor="frame">Frame</label>
          <input
            id="frame"
            type="range"
            min={1}
            max={count}
            value={number}
            aria-valuetext={`Frame ${number} of ${count}`}
            onChange={({ target }) => go(() => target.valueAsNumber)}
          />
          <output htmlFor="frame">
            {number} / {count}
          </output>
          <Button type="button" aria-pressed={isPlaying} onClick={() => image.setPlaying(!isPlaying)}>
            Play
          </Button>
        </div>
      )}
      <fieldset disabled={!window}>
        <legend>Window</legend>
        <Amount label="Center" value={window?.center} onSet={(center) => setWindow((now) => ({ ...now, center }))} />
        <Amount
          label="Width"
          least={1}
          value={window?.width}
          onSet={(width) => setWindow((now) => ({ ...now, width }))}
        />
        <Button type="button" title="R" onClick={image.reset}>
          Reset
        </Button>
        <Button type="button" title="A" onClick={() => setWindow((_, full) => full)}>
          All values
        </Button>
        <Button type="button" title="I" aria-pressed={isInverted} onClick={image.invert}>
          Invert
        </Button>
      </fieldset>
      <fieldset>
        <legend>Zoom</legend>
        <Button type="button" title="−" aria-label="Smaller" onClick={() => view?.zoomBy(1 / zoomStep)}>
          −
        </Button>
        <Button type="button" title="0" onClick={() => view?.fit()}>
          Fit
        </Button>
        <Button type="button" title="+" aria-label="Larger" onClick={() => view?.zoomBy(zoomStep)}>
          +
        </Button>
      </fieldset>
    </form>
  );
}

interface AmountProps {
  label: string;
  value: number | undefined;
  least?: number;
  onSet: (value: number) => void;
}

/** A number that changes elsewhere, too: what is typed stays as it was typed until the field is left. */
function Amount({ label, value, least = -1e9, onSet }: AmountProps) {
  const [typed, setTyped] = useState<string>();
  return (
    <Field
      label={label}
      name={label.toLowerCase()}
      type="number"
      step="any"
      value={typed ?? (value === undefined ? '' : String(Math.round(value)))}
      onChange={({ target }) => {
        setTyped(target.value);
        if (target.valueAsNumber >= least) onSet(target.valueAsNumber);
      }}
      onBlur={() => setTyped(undefined)}
    />
  );
}
