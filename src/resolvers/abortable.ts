// An async generator that can be ended while it waits. A bare one answers `return` only after its pending step, and a
// subscriber who leaves a silent feed would be listened for until the next event.

/** Runs a generator under a signal that `return` and `throw` abort. The generator must end when the signal does. */
export function createAbortable<Item>(
  start: (signal: AbortSignal) => AsyncGenerator<Item, void>,
): AsyncIterableIterator<Item> {
  const controller = new AbortController();
  const items = start(controller.signal);
  const abortable: AsyncIterableIterator<Item> = {
    next: () => items.next(),
    return() {
      controller.abort();
      return items.return(undefined);
    },
    throw(error) {
      controller.abort();
      return items.throw(error);
    },
    [Symbol.asyncIterator]: () => abortable,
  };
  return abortable;
}
