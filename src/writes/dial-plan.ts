// The extension of a verification call as steps in time. Each `w` waits half a second (quickstart and FAQ).

/** One of the two is null. */
export type DialStep = { waitMs: number | null; digits: string | null };

const waitMsPerW = 500;

/** The steps in their order; none without an extension. What is no `w` is dialled as it stands, `*` and `#` too. */
export function planDialling(extension: string | null): DialStep[] {
  return (extension ?? '').match(/w+|[^w]+/g)?.map(toStep) ?? [];
}

function toStep(run: string): DialStep {
  if (run.startsWith('w')) return { waitMs: run.length * waitMsPerW, digits: null };
  return { waitMs: null, digits: run };
}
