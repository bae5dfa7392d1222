// What the telephone network says of a number. Some line numbers always behave the same, so that every refusal can be
// provoked without preparation; anything else can be set through the control routes.
import type { LineRow } from './entities.ts';
import type { Store } from './store.ts';

/** What the last four digits of a number mean, in the manner of Twilio's own test numbers. */
export const specialLines = {
  '9901': 'mobile: cannot be hosted (22110 on create)',
  '9902': 'voip: cannot be hosted (22110 on create)',
  '9903': 'already messaging enabled: the order fails in processing',
  '9904': 'no carrier information: the order goes to action-required in processing',
  '9905': 'the carrier refuses: the order goes to action-required in carrier processing',
  '9911': 'not in stock: cannot be bought (21452)',
  '9912': 'needs a verified identity document to be bought (21650)',
  '9913': 'needs an address to be bought (21631)',
} as const;

/** The stored line of a number, or the one its last digits stand for. */
export function readLine(store: Store, phoneNumber: string): LineRow {
  const stored = store.lines.get(phoneNumber);
  if (stored) return stored;
  const ending = phoneNumber.slice(-4);
  return {
    sid: phoneNumber,
    accountSid: '',
    position: 0,
    lineType: ending === '9901' ? 'mobile' : ending === '9902' ? 'voip' : 'landline',
    messagingEnabled: ending === '9903',
    registeredUntil: null,
    callerIdOf: [],
  };
}

/** Changes what is known of a line. */
export function updateLine(
  store: Store,
  phoneNumber: string,
  changes: Partial<Omit<LineRow, 'sid' | 'position'>>,
): LineRow {
  const before = readLine(store, phoneNumber);
  const row = { ...before, ...changes, position: before.position || store.nextPosition() };
  store.lines.put(row);
  return row;
}
