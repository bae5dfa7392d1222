// What a control route is and what it may use; apart so that the files of routes need not import the table of them.
import type { Callbacks } from './callbacks.ts';
import type { EmulatorContext } from './context.ts';
import type { Faults } from './faults.ts';
import type { Api } from './http.ts';

export type ControlCall = { parts: Record<string, string>; query: URLSearchParams; body: unknown };

export type ControlRoute = {
  method: 'GET' | 'POST' | 'DELETE';
  template: string;
  /** One line for the list at /_emulator, with an example body. */
  help: string;
  run(call: ControlCall): unknown;
};

export type ControlDeps = { context: EmulatorContext; callbacks: Callbacks; faults: Faults; api: Api };
