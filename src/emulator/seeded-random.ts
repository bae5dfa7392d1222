// Deterministic randomness: the same seed and name give the same values in every run. No state is kept here.
import { type SidKind, sidPrefixes } from '../vocabulary.ts';

/** A stream of numbers in [0, 1). */
export type Random = () => number;

/** A generator (sfc32) whose stream depends on nothing but `seed` and `name`. */
export function createRandom(seed: number, name: string): Random {
  let [a, b, c, d] = mix(seed, name);
  const next = (): number => {
    const t = (((a + b) | 0) + d) | 0;
    d = (d + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + t;
    return (t >>> 0) / 4_294_967_296;
  };
  for (let round = 0; round < 12; round += 1) next();
  return next;
}

/** A whole number from 0 to `endExclusive` - 1. */
export function pickIndex(random: Random, endExclusive: number): number {
  return Math.floor(random() * endExclusive);
}

/** One of `values`, which must not be empty. */
export function pick<T>(random: Random, values: readonly T[]): T {
  const value = values[pickIndex(random, values.length)];
  if (value === undefined) throw new RangeError('pick from an empty list');
  return value;
}

/** The sid of the `index`-th resource of a kind: two letters and 32 hexadecimal digits, fixed by the three arguments. */
export function makeSid(seed: number, kind: SidKind, index: number): string {
  return sidPrefixes[kind] + makeHex(seed, sidPrefixes[kind], index);
}

/** 32 hexadecimal digits fixed by the three arguments; also used for auth tokens. */
export function makeHex(seed: number, name: string, index: number): string {
  let text = '';
  for (let word = 0; word < 4; word += 1) {
    let h = Math.imul(seed ^ (0x9e3779b9 * (word + 1)), 0x85ebca6b) ^ Math.imul(index + 1, 0xc2b2ae35);
    h = Math.imul(h ^ (h >>> 15), 0x2c1b3c6d) ^ (name.charCodeAt(0) * 251 + name.charCodeAt(name.length - 1));
    h = Math.imul(h ^ (h >>> 12) ^ Math.imul(index, 0x27d4eb2f + word * 2), 0x297a2d39);
    h ^= h >>> 15;
    text += (h >>> 0).toString(16).padStart(8, '0');
  }
  return text;
}

function mix(seed: number, name: string): [number, number, number, number] {
  let h = seed | 0;
  for (let i = 0; i < name.length; i += 1) h = Math.imul(h ^ name.charCodeAt(i), 0x01000193);
  return [h, h ^ 0x9e3779b9, Math.imul(h, 0x85ebca6b), 1];
}
