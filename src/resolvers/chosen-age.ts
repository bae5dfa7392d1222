// `maxAge`: how old an answer may be. What the mirror has is read from Twilio first where it is older, as far as the budget
// of the operation goes, and then the mirror is asked again: its second word is the answer.
import type { Context } from '../context.ts';
import { parseDuration } from '../db/filters-values.ts';
import type { Loader } from '../db/loaders.ts';
import { type AgedRow, recordsMax, waitMaxMs } from '../mirror/read-through.ts';
import type { Resource } from '../mirror/record-reader.ts';
import { builder } from '../schema/builder.ts';
import { badUserInput } from './bad-input.ts';

const promise = `An operation reads at most ${recordsMax} records so and waits ${waitMaxMs / 1000} seconds at most; what is not read by then, or because Twilio is down, is answered as the mirror has it, without an error: \`freshness\` tells. Without \`maxAge\`, Twilio is not asked.`;

/** The argument of the lookups. */
export const lookupAgeFields = builder.args((t) => ({
  maxAge: t.field({
    type: 'Duration',
    description: `How old the answer may be when the operation begins, e.g. \`PT30S\`: an older record is read from Twilio first, with \`PT0S\` always. What the mirror does not have is not looked for. ${promise}`,
  }),
}));

/** The argument of the root lists. */
export const listAgeFields = builder.args((t) => ({
  maxAge: t.field({
    type: 'Duration',
    description: `How old the records of the page may be when the operation begins, e.g. \`PT10M\`: older ones are read from Twilio first, with \`PT0S\` all of them, and those that no longer satisfy the filter leave the page, before \`totalCount\` is counted. Records that the mirror does not have, or has elsewhere in the list, are not looked for. ${promise}`,
  }),
}));

/** Reads what is too old among rows of one field, each record once; true: ask the mirror again. */
export type Refresh = (rows: readonly AgedRow[]) => Promise<boolean>;

/** Null without `maxAge`. Throws BAD_USER_INPUT at once, and reads nothing yet. */
export function chosenAge(resource: Resource, maxAge: string | null | undefined, context: Context): Refresh | null {
  if (maxAge === null || maxAge === undefined) return null;
  const maxAgeMs = parseDuration(maxAge);
  if (maxAgeMs === null) throw badUserInput('maxAge', 'must be an ISO 8601 duration of PT0S to P36500D', maxAge);
  const asked = new Set<string>();
  return (rows) => {
    const unasked = rows.filter(({ sid }) => !asked.has(sid));
    for (const { sid } of unasked) asked.add(sid);
    return context.reads.refresh(resource, unasked, maxAgeMs);
  };
}

/** What `find` finds, as young as it is wanted. Found anew after reading, since a name may have gone to another record. */
export async function findThrough<Row extends AgedRow>(
  refresh: Refresh | null,
  loader: Loader<string, Row>,
  find: () => Promise<Row | null>,
): Promise<Row | null> {
  const found = await find();
  if (refresh === null || found === null || !(await refresh([found]))) return found;
  loader.clear(found.sid);
  return find();
}

/** A page whose records are as young as they are wanted. Others may move up when some leave it, and are read in their turn. */
export async function readPageThrough<Row, Page extends { rows: readonly Row[] }>(
  refresh: (rows: readonly Row[]) => Promise<boolean>,
  readPage: () => Promise<Page>,
): Promise<Page> {
  for (;;) {
    const page = await readPage();
    if (!(await refresh(page.rows))) return page;
  }
}
