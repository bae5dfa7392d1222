// Control of time.
import { z } from 'zod';
import type { ControlDeps, ControlRoute } from './control-route.ts';

const advanceBody = z.union([
  z.strictObject({ ms: z.number().nonnegative() }),
  z.strictObject({ duration: z.string() }),
]);
const paceBody = z.strictObject({
  running: z.boolean().optional(),
  speed: z.number().positive().max(100_000).optional(),
});

export function makeClockRoutes({ context }: ControlDeps): ControlRoute[] {
  const { clock } = context;
  const readState = () => ({ ...clock.state(), date: new Date(clock.now()).toISOString() });
  return [
    { method: 'GET', template: '/clock', help: 'the time, whether it runs, and how many timers wait', run: readState },
    {
      method: 'POST',
      template: '/clock/advance',
      help: 'move the time on and wait for what that causes: {"ms": 60000} or {"duration": "P7DT1H"}',
      run: async ({ body }) => {
        const given = advanceBody.parse(body);
        await clock.advance('ms' in given ? given.ms : parseDuration(given.duration));
        return readState();
      },
    },
    {
      method: 'POST',
      template: '/clock',
      help: 'follow the real time, faster or not, or stand still: {"running": true, "speed": 60}',
      run: ({ body }) => {
        clock.setPace(paceBody.parse(body));
        return readState();
      },
    },
  ];
}

/** ISO 8601 durations of days, hours, minutes and seconds. */
function parseDuration(text: string): number {
  const match = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/.exec(text);
  if (!match || text === 'P' || text.endsWith('T')) {
    throw new z.ZodError([
      { code: 'custom', path: ['duration'], message: 'an ISO 8601 duration such as P7D or PT10M', input: text },
    ]);
  }
  const [days = 0, hours = 0, minutes = 0, seconds = 0] = match
    .slice(1)
    .map((part: string | undefined) => Number(part ?? 0));
  return (((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000;
}
