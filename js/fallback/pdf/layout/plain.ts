/** Lines across and free room. */
import type { BlockMessage } from '../../../contract/pdf';
import { ready, type Steps } from '../pace';
import type { Block, Place } from './block';
import { group, NOTHING, SLACK, type Taken } from './marks';

type Message<T extends BlockMessage['type']> = Extract<BlockMessage, { type: T }>;

/** A line across. */
export class Rule implements Block {
  constructor(
    readonly message: Message<'rule'>,
    readonly place: Place,
  ) {}

  take(room: number, fresh: boolean): Steps<Taken> {
    const { thickness: height, color } = this.message;
    if (height > room + SLACK && !fresh) return ready(NOTHING);
    const line = { kind: 'rectangle', x: 0, y: 0, width: this.place.width, height, color } as const;
    return ready({ marks: [group(0, 0, [line], { artifact: true })], height, finished: true });
  }

  height(): Steps<number> {
    return ready(this.message.thickness);
  }

  least(): Steps<number> {
    return this.height();
  }
}

/** Free room. */
export class Space implements Block {
  constructor(readonly message: Message<'space'>) {}

  take(room: number, fresh: boolean): Steps<Taken> {
    const { height } = this.message;
    return ready(height > room + SLACK && !fresh ? NOTHING : { marks: [], height, finished: true });
  }

  height(): Steps<number> {
    return ready(this.message.height);
  }

  least(): Steps<number> {
    return this.height();
  }
}
