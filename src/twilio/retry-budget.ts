// How many reads may be tried again: a share of those that succeed, so that an upstream that fails everything is not
// asked several times over by everyone.

/** Sustains reads of which one in three fails. */
const earnedPerSuccess = 0.5;
/** What an outage can cost in all beyond the calls themselves, since nothing is earned in it. */
const savedMax = 10;

export interface RetryBudget {
  /** A read has succeeded. */
  earn(): void;
  /** Whether one more attempt may be made; it is then paid for. */
  spend(): boolean;
}

/** Makes a full budget. */
export function createRetryBudget(): RetryBudget {
  let saved = savedMax;
  return {
    earn() {
      saved = Math.min(saved + earnedPerSuccess, savedMax);
    },
    spend() {
      if (saved < 1) return false;
      saved -= 1;
      return true;
    },
  };
}
