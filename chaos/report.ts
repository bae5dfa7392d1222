// The end of a run: a table of every promise, what was asked, what was reached, and whether it held.
import { type Outcome, type PromiseName, promises } from './promises.ts';

/** Every promise once, in their order; those without an outcome as not run. The worst of several outcomes counts. */
export function completeOutcomes(outcomes: readonly Outcome[]): Outcome[] {
  return (Object.keys(promises) as PromiseName[]).map((promise) => {
    const own = outcomes.filter((outcome) => outcome.promise === promise);
    const worst = own.find((outcome) => outcome.verdict === 'red') ?? own[0];
    if (!worst)
      return { promise, goal: promises[promise], figure: 'not in this form of the suite', verdict: 'not run' };
    return { ...worst, figure: own.map((outcome) => outcome.figure).join('; ') };
  });
}

/** Lines for a terminal. */
export function renderTable(outcomes: readonly Outcome[]): string {
  const lines = outcomes.flatMap(({ promise, goal, figure, verdict }) => [
    `${promise.padEnd(4)} ${verdict.toUpperCase().padEnd(8)} ${goal}`,
    `${''.padEnd(13)} ${figure}`,
  ]);
  const counts = (['green', 'red', 'not run'] as const).map(
    (verdict) => `${outcomes.filter((outcome) => outcome.verdict === verdict).length} ${verdict}`,
  );
  return [...lines, '', counts.join(', ')].join('\n');
}
