// Global ids, read. They are opaque to clients; an id that cannot be read is like one of a record that is not there.
import { decodeGlobalID } from '@pothos/core';

/** The type and the key that an id names; null when it cannot be read. */
export function readNodeId(id: string): { typename: string; key: string } | null {
  try {
    const { typename, id: key } = decodeGlobalID(id);
    return { typename, key };
  } catch {
    return null;
  }
}
