// Hands out valid North American numbers, each once: a fixed permutation of the seven digits of every area code.

/** Line numbers 9900 to 9919 behave specially (lines.ts), so nothing is handed out there. */
const specialLineMin = 9900;
const specialLineMax = 9919;
/** Exchanges 200 to 989. */
const spaceSize = 7_900_000;
/** Coprime to the size of the space, so that stepping by it visits every number once. */
const stride = 3_571_429;

export type NumberSpace = { next(areaCode: string): string };

/** A space whose order of numbers is fixed by `seed`. */
export function createNumberSpace(seed: number): NumberSpace {
  const counters = new Map<string, number>();
  return {
    next(areaCode) {
      for (;;) {
        const counter = counters.get(areaCode) ?? 0;
        counters.set(areaCode, counter + 1);
        const local = (Math.abs(seed * 7919) + Number(areaCode) * 104_729 + counter * stride) % spaceSize;
        const exchange = 200 + Math.floor(local / 10_000);
        const line = local % 10_000;
        const special = line >= specialLineMin && line <= specialLineMax;
        if (exchange % 100 !== 11 && exchange !== 555 && !special)
          return `+1${areaCode}${exchange}${String(line).padStart(4, '0')}`;
      }
    },
  };
}
