// The types of columns that more than one file of tables has.
import { customType, timestamp } from 'drizzle-orm/pg-core';

/** Text in byte order: keyset pages compare the same way in SQL and in JavaScript, and LIKE 'x%' uses the index. */
export const word = customType<{ data: string }>({ dataType: () => 'text COLLATE "C"' });
/** Milliseconds, because a JavaScript Date holds no more: a cursor made of microseconds would skip rows. */
export const moment = () => timestamp({ withTimezone: true, precision: 3, mode: 'date' });
