// How large the mirror of this run is: 5,000 rows in `npm test`, 100,000 in `npm run test:large`.
import { inject } from 'vitest';

declare module 'vitest' {
  interface ProvidedContext {
    rows: number;
  }
}

/** Numbers, and as many orders. */
export const size = inject('rows');
