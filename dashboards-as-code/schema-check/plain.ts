/** Types of JSON, made from types of the objects that become that JSON. */

/** An enum's members become their values and functions disappear, as they do in a file. */
export type Plain<T> = 0 extends 1 & T
  ? T
  : T extends string
    ? `${T}`
    : T extends readonly (infer Item)[]
      ? Plain<Item>[]
      : T extends object
        ? { [Key in keyof T as T[Key] extends AnyFunction ? never : Key]: Plain<T[Key]> }
        : T;

/** The same where everything may be left out: Grafana fills in its own defaults. Nothing may be added. */
export type Draft<T> = 0 extends 1 & T
  ? T
  : T extends string
    ? `${T}`
    : T extends readonly (infer Item)[]
      ? Draft<Item>[]
      : T extends object
        ? { [Key in keyof T as T[Key] extends AnyFunction ? never : Key]?: Draft<T[Key]> }
        : T;

type AnyFunction = (...args: never[]) => unknown;
