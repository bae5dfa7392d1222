// How a write of the graph is asked for and answered: mistakes of its input, all of them, or its outcome.
import { GraphQLError } from 'graphql';
import type { Context } from '../../context.ts';
import type { WriteOptionsShape, WritePayload } from '../../schema/write.ts';
import { WriteInterruptedError } from '../../writes/perform-write.ts';
import type { WriteError, WriteErrorCode } from '../../writes/write-error.ts';
import type { Preparation, WriteKind, WriteTools } from '../../writes/write-kind.ts';
import type { Complaint } from './rules.ts';

/** Collects what is wrong with an input. */
export type InputCheck = {
  readonly errors: readonly WriteError[];
  /** Applies a rule to a value that is given; true when there is a value and it is sound. */
  check<Value>(
    path: readonly string[],
    value: Value | null | undefined,
    rule: (value: Value) => Complaint | null,
  ): value is Value;
  add(path: readonly string[], message: string, code?: WriteErrorCode): void;
};

/** Begins a check without errors. */
export function beginInputCheck(): InputCheck {
  const errors: WriteError[] = [];
  const add: InputCheck['add'] = (path, message, code = 'INVALID_INPUT') => {
    const field = path.join('.');
    errors.push({ type: 'INPUT', code, path, message: field ? `${field}: ${message}` : message });
  };
  return {
    errors,
    add,
    check<Value>(
      path: readonly string[],
      value: Value | null | undefined,
      rule: (value: Value) => Complaint | null,
    ): value is Value {
      if (value === null || value === undefined) return false;
      const complaint = rule(value);
      if (complaint) add(path, complaint.message, complaint.code);
      return complaint === null;
    },
  };
}

/** A write of the graph. */
export type AskedMutation<Request, Secret, Row> = {
  input: { options?: WriteOptionsShape | null };
  /** Place in a bulk write. */
  row?: number;
  /** Checks values, then state, and says what is to be done. May be called twice: see AskedWrite. */
  prepare(tools: WriteTools): Promise<Preparation<Request, Secret>>;
  /** The record for the payload, read from the mirror. */
  load(sid: string, context: Context): Promise<Row | null>;
};

/** Performs a write and gives its payload. Throws SERVICE_UNAVAILABLE when the database fails under it. */
export async function answerWrite<Request extends Record<string, unknown>, Secret, Row>(
  kind: WriteKind<Request, Secret>,
  asked: AskedMutation<Request, Secret, Row>,
  context: Context,
): Promise<WritePayload<Row>> {
  const { options, ...input } = asked.input;
  const keyCheck = beginInputCheck();
  const key = options?.idempotencyKey ?? null;
  const isKeySound = keyCheck.check(['options', 'idempotencyKey'], key, complainOfKey);
  const outcome = await context.services.writes
    .perform(kind, {
      input,
      idempotencyKey: isKeySound ? key : null,
      row: asked.row,
      dryRun: options?.dryRun ?? false,
      requestId: context.requestId,
      async prepare(tools) {
        const prepared = await asked.prepare(tools);
        if (keyCheck.errors.length === 0) return prepared;
        return { errors: [...('errors' in prepared ? prepared.errors : []), ...keyCheck.errors] };
      },
    })
    .catch((error: unknown) => {
      throw error instanceof WriteInterruptedError ? interrupted(error, context) : error;
    });
  // What the loaders have read before the write is old now.
  context.loaders.clear();
  const record = outcome.targetSid === null ? null : await asked.load(outcome.targetSid, context);
  const { report, errors: userErrors } = outcome;
  return { clientMutationId: options?.clientMutationId ?? null, record, report, userErrors };
}

function interrupted(error: WriteInterruptedError, { services, requestId }: Context): GraphQLError {
  services.log.error({ requestId, source: 'mutation', intent: error.intentId, err: error }, error.message);
  return new GraphQLError(
    'The write may have happened, but its outcome could not be stored. It is looked for: see `writeIntents`, or send it again with the same idempotency key.',
    { extensions: { code: 'SERVICE_UNAVAILABLE' } },
  );
}

/** The rule on idempotency keys. */
export function complainOfKey(key: string): Complaint | null {
  return /^[\x20-\x7e]{1,255}$/.test(key) ? null : { message: 'must have 1 to 255 printable ASCII characters' };
}
