/** The sum of a window's values, with what rounding lost of it (Neumaier 1974), and how many of them are missing. */
export class Sliding {
  #sum = 0;
  #lost = 0;
  #missing = 0;

  /** Lets a value in. */
  add(value: number): void {
    if (Number.isNaN(value)) this.#missing++;
    else this.#shift(value);
  }

  /** Lets a value out that was let in. */
  remove(value: number): void {
    if (Number.isNaN(value)) this.#missing--;
    else this.#shift(-value);
  }

  /** The mean of the `m` values that are in; NaN if one is missing. */
  mean(m: number): number {
    return this.#missing > 0 ? Number.NaN : (this.#sum + this.#lost) / m;
  }

  #shift(by: number): void {
    const sum = this.#sum + by;
    this.#lost += Math.abs(this.#sum) >= Math.abs(by) ? this.#sum - sum + by : by - sum + this.#sum;
    this.#sum = sum;
  }
}
