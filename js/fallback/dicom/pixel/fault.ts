import type { PixelMessage } from '../../../contract/dicom';
import { frameTooLarge } from '../../../dicom/errors';
import { ClinicoreError, type ErrorDetails } from '../../../errors';

/** Why a frame cannot be decoded, as its codec knows it: not which frame it is. */
export class Fault extends Error {
  /** The error of a frame, whose data are in an encoding of that name. */
  readonly of: (frame: PixelMessage, encoding: string) => ClinicoreError;

  constructor(of: Fault['of']) {
    super();
    this.of = of;
  }
}

const refused = (
  code: 'ERR_MALFORMED_INPUT' | 'ERR_UNSUPPORTED',
  number: number,
  why: string,
  details?: ErrorDetails,
) => new ClinicoreError(code, `Frame ${number} cannot be decoded: ${why}`, details);

/** The attributes contradict each other. */
export const described = (what: string): Fault =>
  new Fault(({ number }) => refused('ERR_MALFORMED_INPUT', number, what));

/** What is there does not follow the codec's format, or ends too early. */
export const corrupt = (): Fault =>
  new Fault(({ number }, encoding) =>
    refused('ERR_MALFORMED_INPUT', number, `its ${encoding} data are corrupt or cut short`),
  );

/** Native pixels, or an overlay or table, are fewer bytes than they should be. */
export const cutShort = (required: number, given: number): Fault =>
  new Fault(({ number }) =>
    refused('ERR_MALFORMED_INPUT', number, `${required} bytes are needed, but only ${given} are given`, {
      required,
      given,
    }),
  );

/** The codec's own header says other dimensions, samples or bits. */
export const differs = (): Fault =>
  new Fault(({ number }, encoding) =>
    refused(
      'ERR_MALFORMED_INPUT',
      number,
      `its ${encoding} data differ from the data set in dimensions, samples or bits`,
    ),
  );

/** It is valid, but of a kind that is not decoded. */
export const unsupported = (what: string): Fault =>
  new Fault(({ number, transferSyntax }) => {
    // It may be any text, also one that does not belong into a message.
    const uid = /^[0-9.]{0,64}$/.test(transferSyntax) ? transferSyntax : '(not a UID)';
    return refused('ERR_UNSUPPORTED', number, `${what} is not supported (transfer syntax ${uid})`);
  });

/** More bytes, decoded, than the limit. */
export const tooLarge = (given: number): Fault =>
  new Fault(({ number, maxFrameBytes }) => frameTooLarge(number, given, maxFrameBytes));
