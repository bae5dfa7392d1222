// The funnel of onboarding: how orders move through its stages. What is counted, and when, is said here; the SQL is in
// db/funnel, what puts the two halves together in resolvers/funnel.
import type { FunnelStageName, StageFlow } from '../db/funnel.ts';
import { builder } from './builder.ts';
import { OnboardingStageEnum, stageNames } from './enums.ts';

export type FunnelStageShape = StageFlow & { waiting: number };

/** Whole milliseconds first: a quantile between two visits may be a hair below the second that it means. */
const duration = (ms: number | null) => (ms === null ? null : `PT${Math.floor(Math.round(ms) / 1000)}S`);

const FunnelStage = builder.objectRef<FunnelStageShape>('FunnelStage').implement({
  description:
    'One stage of the funnel. A visit begins when an order enters a status of the stage from a status of another, and ends when it enters one of another stage or is gone; statuses of one stage are one visit. An order that comes again makes another visit.',
  fields: (t) => ({
    stage: t.expose('stage', {
      type: OnboardingStageEnum,
      description: 'The stage; UNKNOWN stands for all statuses that the gateway does not know.',
    }),
    entered: t.exposeInt('entered', {
      description:
        'How many visits began in the window. An order that was in the stage when the gateway first saw it did not enter it then, unless it was made then: the order as Twilio created it.',
    }),
    waiting: t.exposeInt('waiting', {
      description: 'How many orders are in the stage now, whatever the window: those that Twilio still has.',
    }),
    left: t.exposeInt('left', {
      description: 'How many visits ended in the window, be it by a next stage or because the order is gone.',
    }),
    p50: t.field({
      type: 'Duration',
      nullable: true,
      description:
        'Half of the visits that ended in the window took at most so long, in whole seconds. Of visits only whose beginning and end were both seen or dated by Twilio: not of what was there before the gateway looked, nor of what is `inferred`. Null when there is none.',
      resolve: ({ p50Ms }) => duration(p50Ms),
    }),
    p95: t.field({
      type: 'Duration',
      nullable: true,
      description: 'So long took at most 95 of 100 of the same visits, in whole seconds. Null when there is none.',
      resolve: ({ p95Ms }) => duration(p95Ms),
    }),
  }),
});

export const OnboardingFunnel = builder.objectRef<readonly FunnelStageShape[]>('OnboardingFunnel').implement({
  description:
    'How orders move through the stages of onboarding, from the log of transitions. The time of a transition is its `effectiveAt`, else its `observedAt`.',
  fields: (t) => ({
    stages: t.field({
      type: [FunnelStage],
      description: 'Every stage in its order, also where nothing is; UNKNOWN at the end, and only where something is.',
      resolve: (stages) => stages,
    }),
  }),
});

/** Every stage, and UNKNOWN where something is. */
export function toFunnelStages(
  flows: readonly StageFlow[],
  waiting: ReadonlyMap<FunnelStageName, number>,
): FunnelStageShape[] {
  const none = { entered: 0, left: 0, p50Ms: null, p95Ms: null };
  const stages = [...stageNames(), 'UNKNOWN' as const].map((stage) => ({
    ...(flows.find((flow) => flow.stage === stage) ?? { ...none, stage }),
    waiting: waiting.get(stage) ?? 0,
  }));
  return stages.filter(({ stage, entered, left, waiting }) => stage !== 'UNKNOWN' || entered + left + waiting > 0);
}
