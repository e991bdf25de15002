/** How `console.log` and `util.inspect` show objects whose content is private, or computed when it is asked for. */
import { inspect } from 'node:util';

/** Shows instances as what `content` makes of them. (A method of the class would be part of its public type.) */
export function showAs<T extends object>(type: { prototype: T }, content: (instance: T) => object): void {
  Object.defineProperty(type.prototype, inspect.custom, {
    value(this: T) {
      return content(this);
    },
  });
}

/** An object with these properties that is shown by this name. */
export function named(name: string, properties: object): object {
  const Named = { [name]: class {} }[name] as new () => object;
  return Object.assign(new Named(), properties);
}

/** Shows instances by the name their type has in public, not by that of the class. */
export function showAsNamed(type: { prototype: object }, name: string): void {
  Object.defineProperty(type, 'name', { value: name });
}
