import { corrupt } from '../fault';
import type { BitReader } from './bits';
import type { Coding } from './coding';
import { Contexts, RunContext, reconstructed } from './context';

/** J (A.2.1): by how many bits run lengths are told, as runs go well. */
const RUN_BITS = [
  ...[0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 9, 10, 11, 12, 13, 14, 15],
];

/** The lines of a scan's components that are needed to decode the next, and what was learned so far. */
export class Lines {
  readonly #components: Component[];
  readonly #coding: Coding;
  readonly #contexts: Contexts;
  readonly #alike: RunContext;
  readonly #differing: RunContext;

  constructor(coding: Coding, columns: number, components: number) {
    this.#coding = coding;
    this.#contexts = new Contexts(coding);
    this.#differing = new RunContext(coding, 0);
    this.#alike = new RunContext(coding, 1);
    this.#components = Array.from({ length: components }, () => new Component(columns));
  }

  /** The line of a component that was decoded last. */
  current(component: number): Uint16Array {
    return (this.#components[component] as Component).current.subarray(1, -1);
  }

  /** Decodes a line of each component, one after the other. */
  decodeEach(bits: BitReader): void {
    for (const component of this.#components) {
      component.begin();
      this.#decode(component, bits);
    }
  }

  #decode(component: Component, bits: BitReader): void {
    const { previous, current } = component;
    const end = current.length - 1;
    for (let at = 1; ; at++) {
      at = this.#contexts.decode(current, previous, at, end, true, bits);
      if (at === end) return;
      const a = current[at - 1] as number;
      const run = component.readRun(bits, end - at);
      current.fill(a, at, at + run);
      at += run;
      if (at === end) return;
      const b = previous[at] as number;
      const taken = component.takenBits;
      current[at] =
        Math.abs(a - b) <= this.#coding.near
          ? reconstructed(this.#coding, a, this.#alike.decode(bits, taken))
          : this.#interrupted(bits, a, b, taken);
      component.endRun();
    }
  }

  /** Decodes a line of all components, sample by sample; a run is one of all of them. */
  decodeTogether(bits: BitReader): void {
    const components = this.#components;
    const [first] = components as [Component];
    for (const component of components) component.begin();
    const end = first.current.length - 1;
    for (let at = 1; at < end; at++) {
      if (!this.#isRun(at)) {
        for (const { current, previous } of components) {
          this.#contexts.decode(current, previous, at, at + 1, false, bits);
        }
        continue;
      }
      const run = first.readRun(bits, end - at);
      for (const { current } of components) current.fill(current[at - 1] as number, at, at + run);
      at += run;
      if (at === end) return;
      const taken = first.takenBits;
      for (const { current, previous } of components) {
        current[at] = this.#interrupted(bits, current[at - 1] as number, previous[at] as number, taken);
      }
      first.endRun();
    }
  }

  /** Whether the neighbours of all components' samples are so alike that a run begins. */
  #isRun(at: number): boolean {
    const { near } = this.#coding;
    for (const { current, previous } of this.#components) {
      const a = current[at - 1] as number;
      const b = previous[at] as number;
      const c = previous[at - 1] as number;
      const d = previous[at + 1] as number;
      if (Math.abs(d - b) > near || Math.abs(b - c) > near || Math.abs(c - a) > near) return false;
    }
    return true;
  }

  /** The sample that ends a run, where its neighbours differ (A.7.2). */
  #interrupted(bits: BitReader, a: number, b: number, taken: number): number {
    const error = this.#differing.decode(bits, taken);
    return reconstructed(this.#coding, b, b < a ? -error : error);
  }
}

/** Of one component. */
class Component {
  /** The line before and the current one, each with a sample more at both ends. */
  previous: Uint16Array;
  current: Uint16Array;
  /** How well runs go: an index of {@link RUN_BITS}. */
  #state = 0;

  constructor(columns: number) {
    this.previous = new Uint16Array(columns + 2);
    this.current = new Uint16Array(columns + 2);
  }

  /** Begins a line: what is beyond its ends (A.2.1). Left of it stands what is above its first sample. */
  begin(): void {
    [this.previous, this.current] = [this.current, this.previous];
    const last = this.previous.length - 1;
    this.previous[last] = this.previous[last - 1] as number;
    this.current[0] = this.previous[1] as number;
  }

  /** How many samples a run has (A.7.1); `most` if it goes to the line's end. */
  readRun(bits: BitReader, most: number): number {
    let run = 0;
    while (bits.take(1) === 1) {
      const more = 1 << this.takenBits;
      if (more <= most - run) this.#state = Math.min(this.#state + 1, 31);
      run = Math.min(run + more, most);
      if (run === most) return run;
    }
    run += bits.take(this.takenBits);
    // The sample that ends it must be in the line too.
    if (run >= most) throw corrupt();
    return run;
  }

  /** The bits that told how far the last run goes on. */
  get takenBits(): number {
    return RUN_BITS[this.#state] as number;
  }

  /** A run was interrupted. */
  endRun(): void {
    this.#state = Math.max(this.#state - 1, 0);
  }
}
