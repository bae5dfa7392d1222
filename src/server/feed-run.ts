// One execution of a subscription, event by event, as frames: results made text, with their place in the log. It belongs
// to no client: readers share a run, or have one of their own while they catch up.
import {
  createSourceEventStream,
  type DocumentNode,
  type ExecutionArgs,
  type ExecutionResult,
  execute,
  type FieldNode,
  type GraphQLError,
  type GraphQLSchema,
  Kind,
} from 'graphql';
import type { Context } from '../context.ts';
import { rootFieldsOf } from './root-fields.ts';

export type Frame = {
  /** Every entry of the log up to here is told by this frame and those before it. Null: the run has failed. */
  readonly position: number | null;
  /** The newest entry that this frame tells of. */
  readonly covers: number;
  readonly mark: string | null;
  /** The result as JSON; null for a mark that only the server needs. */
  readonly text: string | null;
  /** When it was made, by `performance.now()`. */
  readonly madeAtMs: number;
};

/** What a client asks for. `resumeAfter` is what its transport says (Last-Event-ID), before any argument. */
export type Operation = {
  document: DocumentNode;
  operationName?: string | null;
  variables: Readonly<Record<string, unknown>>;
  resumeAfter: string | null;
  /** Whether its items can say marks: those of the feed can, frames of state cannot. */
  hasMarks: boolean;
  /** The cursor after which the whole feed is asked for, and no selection of it; null for anything else. */
  wholeAfter: string | null;
};

export interface Run {
  /** The next frame; null at the end. Never rejects: a failure is a frame with errors, and the last one. */
  next(): Promise<Frame | null>;
  close(): void;
}

export interface RunSource {
  /** Begins after `after`, or as the operation says. A refusal is the result with its errors. */
  open(operation: Operation, after: string | null): Promise<Run | ExecutionResult>;
  /** A frame that no log has: a mark, in the words of the operation. */
  render(operation: Operation, mark: Mark): Promise<Frame>;
}

export type Mark = { mark: string; position: number; [field: string]: unknown };

export type RunSourceOptions = {
  schema: GraphQLSchema;
  createContext(): Context;
  maskError(error: unknown): Error;
};

/** The subscription whose items include marks. */
const feedField = 'transitions';
/** So many events are executed together: their loaders read in one statement. */
const aheadMax = 50;

export function createRunSource({ schema, createContext, maskError }: RunSourceOptions): RunSource {
  const argsOf = ({ document, operationName, variables }: Operation, after: string | null): ExecutionArgs => ({
    schema,
    document,
    operationName,
    variableValues: variables,
    contextValue: { ...createContext(), resume: { after } },
  });
  const mask = (result: ExecutionResult) => maskErrors(result, maskError);
  const toFrame = async (args: ExecutionArgs, event: unknown): Promise<Frame> => {
    const place = { ...placeOf(event), madeAtMs: performance.now() };
    if (place.isSilent) return { ...place, text: null };
    const result = mask(await execute({ ...args, rootValue: event }));
    // What cannot be read now can be read later: with its place, the reader would pass by what it was not told.
    const passing = result.errors?.filter(isPassing) ?? [];
    if (passing.length > 0) return makeFailure(passing);
    return { ...place, text: JSON.stringify(result) };
  };
  const toFailure = (error: unknown) => makeFailure([maskError(error)]);
  return {
    async open(operation, after) {
      const args = argsOf(operation, after);
      const events = await createSourceEventStream(args);
      if (!(Symbol.asyncIterator in events)) return mask(events);
      return createRun(events[Symbol.asyncIterator](), (event) => toFrame(args, event).catch(toFailure), toFailure);
    },
    render: (operation, mark) => toFrame(argsOf(operation, null), mark),
  };
}

/** A run of frames that are made already. */
export function createReadyRun(frames: readonly Frame[]): Run {
  let waiting = frames.values();
  return {
    next: async () => waiting.next().value ?? null,
    close() {
      waiting = [].values();
    },
  };
}

/** A run in place of one that was refused: it says why, and has ended. */
export function createRefusedRun({ errors = [] }: ExecutionResult): Run {
  return createReadyRun([makeFailure(errors)]);
}

/** An operation as it came; `resumeAfter` from its transport. */
export function toOperation(args: ExecutionArgs, resumeAfter: string | null): Operation {
  const { document, operationName, variableValues } = args;
  const fields = rootFieldsOf(document, operationName).filter((field) => field.name.value === feedField);
  const variables = variableValues ?? {};
  const [field] = fields;
  const hasMarks = field !== undefined;
  const wholeAfter = field && isWhole(field) ? (resumeAfter ?? afterOf(field, variables)) : null;
  return { document, operationName, variables, resumeAfter, hasMarks, wholeAfter };
}

/** What a selection leaves out is judged when it is sent, and a directive may leave out all of it. */
function isWhole({ arguments: given = [], directives = [] }: FieldNode): boolean {
  return directives.length === 0 && given.every((argument) => argument.name.value === 'after');
}

/** Null also where only GraphQL itself could tell: for a variable with a default. */
function afterOf({ arguments: given = [] }: FieldNode, variables: Operation['variables']): string | null {
  const value = given[0]?.value;
  if (value?.kind === Kind.STRING) return value.value;
  const cursor = value?.kind === Kind.VARIABLE ? variables[value.name.value] : null;
  return typeof cursor === 'string' ? cursor : null;
}

function createRun(
  events: AsyncIterator<unknown>,
  toFrame: (event: unknown) => Promise<Frame>,
  toFailure: (error: unknown) => Frame,
): Run {
  const ahead: Promise<Frame>[] = [];
  let isPulling = false;
  let hasEnded = false;
  let arrived = () => {};
  /** What comes after the end is left out: the run may be closed while an event is on its way. */
  const add = (frame: Promise<Frame>) => {
    if (!hasEnded) ahead.push(frame);
  };
  const pull = async () => {
    isPulling = true;
    while (ahead.length < aheadMax && !hasEnded) {
      try {
        const event = await events.next();
        if (event.done === true) hasEnded = true;
        else add(toFrame(event.value));
      } catch (error) {
        add(Promise.resolve(toFailure(error)));
        hasEnded = true;
      }
      arrived();
    }
    isPulling = false;
  };
  const close = () => {
    hasEnded = true;
    ahead.length = 0;
    arrived();
    void events.return?.().catch(() => {});
  };
  return {
    async next() {
      if (!isPulling && ahead.length < aheadMax / 2) void pull();
      while (ahead.length === 0 && !hasEnded) {
        await new Promise<void>((resolve) => {
          arrived = resolve;
        });
      }
      const frame = (await ahead.shift()) ?? null;
      // Of the events that were executed beside it some may have succeeded: they stand behind what it does not tell.
      if (frame?.position === null) close();
      return frame;
    },
    close,
  };
}

/** The last frame of a run: errors, and no place that a reader could resume from. */
function makeFailure(errors: readonly Error[]): Frame {
  return { position: null, covers: 0, mark: null, text: JSON.stringify({ errors }), madeAtMs: performance.now() };
}

/** Whether the same could be told when the database is back. */
function isPassing({ extensions }: GraphQLError): boolean {
  return extensions['code'] === 'SERVICE_UNAVAILABLE';
}

/** Source events are rows of the log, marks, or frames of state: all of them say where they stand. */
function placeOf(event: unknown) {
  const { position, covers, mark, silent } = event as Partial<Mark> & {
    position: number;
    covers?: number;
    silent?: boolean;
  };
  return { position, covers: covers ?? position, mark: mark ?? null, isSilent: silent === true };
}

function maskErrors(result: ExecutionResult, maskError: (error: unknown) => Error): ExecutionResult {
  if (!result.errors) return result;
  return { ...result, errors: result.errors.map((error) => maskError(error) as GraphQLError) };
}
