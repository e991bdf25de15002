import type { Source } from './findings';
import { PERCENT, POSITIVE } from './plausible';
import { type EyeRecord, given } from './record';
import { type Refraction, refractionIn } from './refraction';
import { readSides } from './sides';

/** A spectacle lens as a lensometer measures it. */
export interface Lens extends Refraction {
  /** What kind of lens it is. */
  segment?: 'progressive' | 'nonprogressive';
  /** How much light passes, in percent. */
  transmittance?: number;
  /** Width of a progressive lens's channel, in millimetres. */
  channelWidth?: number;
}

/**
 * Spectacles that were measured (SOP class 1.2.840.10008.5.1.4.1.1.78.1). A lens of unknown side is `unspecified`.
 *
 * @see PS3.3 C.8.25.8
 */
export interface Lensometry extends EyeRecord<'lensometry', Lens> {
  /** Which spectacles they are, in the words of whoever measured. */
  description?: string;
}

const SEQUENCES = {
  right: 'RightLensSequence',
  left: 'LeftLensSequence',
  unspecified: 'UnspecifiedLateralityLensSequence',
};

const SEGMENTS = { PROGRESSIVE: 'progressive', NONPROGRESSIVE: 'nonprogressive' } as const;

export function lensometry(file: Source) {
  const sides = readSides(file, SEQUENCES, (eye) =>
    given({
      ...refractionIn(eye),
      segment: eye.term('LensSegmentType', 'segment', SEGMENTS),
      transmittance: eye.number('OpticalTransmittance', 'transmittance', PERCENT),
      channelWidth: eye.number('ChannelWidth', 'channelWidth', POSITIVE),
    }),
  );
  return {
    kind: 'lensometry' as const,
    ...sides,
    ...given({ description: file.text('LensDescription', 'description') }),
  };
}
