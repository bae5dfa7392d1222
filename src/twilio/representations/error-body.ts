// The body of a refusal, classic (`code`, `message`, `more_info`) or RFC 9457 (`code`, `title`, `detail`, `type`).
import { z } from 'zod';
import { cleanText, count, isObject, text } from './wire-values.ts';

const messageLengthMax = 500;
const wireError = z.object({ code: count, message: text, more_info: text, title: text, detail: text, type: text });

/** What a refusal says of itself; null where it says nothing. The message is Twilio's own, cut to 500 characters. */
export type ErrorBody = { code: number | null; message: string | null; moreInfo: string | null };

/** Reads a refusal's body; anything but a JSON object (a proxy's HTML, an empty body: undefined) has no details. */
export function readErrorBody(json: unknown): ErrorBody {
  const wire = wireError.parse(isObject(json) ? json : {});
  const message = wire.message ?? wire.detail ?? wire.title;
  const moreInfo = wire.more_info ?? wire.type;
  return {
    code: wire.code,
    message: message === null ? null : cleanText(message.slice(0, messageLengthMax)),
    moreInfo: moreInfo !== null && /^https?:\/\//.test(moreInfo) ? moreInfo : null,
  };
}
