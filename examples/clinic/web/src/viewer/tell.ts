import { type DicomJson, sideOf, titleOf } from '../studies/dicomweb';
import { sizeOf } from './frames';
import type { Image } from './useImage';

/** What may be told of an image when a key has changed it. */
export type Told = 'frame' | 'window' | 'zoom' | 'inverted';

/** What is shown, in words: for who cannot see it, on paper, and in the corners. */
export function tell(instance: DicomJson, { shown, number, count, window, isInverted }: Image, zoom: number) {
  const [center, width] = window ? [Math.round(window.center), Math.round(window.width)] : [];
  const percent = `${Math.round(zoom * 100)} %`;
  const size = shown && sizeOf(shown.frame);
  const picture = [
    titleOf(instance),
    sideOf(instance),
    shown && count > 1 && `frame ${shown.number} of ${count}`,
    size ? `${size.columns} × ${size.rows} pixels` : 'no image yet',
    window && `window center ${center}, width ${width}`,
    isInverted && 'inverted',
  ];
  return {
    picture: picture.filter(Boolean).join(', '),
    frame: `Frame ${number} of ${count}`,
    window: window ? `Center ${center}, width ${width}` : 'A picture in colour has no window',
    zoom: percent,
    inverted: isInverted ? 'Inverted' : 'Not inverted',
    shown: ({ columns, rows }: { columns: number; rows: number }): string[] => [
      `${columns} × ${rows}`,
      ...(window ? [`C ${center}  W ${width}`] : []),
      percent,
    ],
  };
}
