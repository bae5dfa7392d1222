// The form bodies that Twilio takes, encoded as its helper library does: names in PascalCase, lists as repeated names,
// booleans as words.

/** Form fields in the order to send; a list is a name that is repeated. */
export type Form = readonly (readonly [name: string, value: string])[];

type Parameter = string | number | boolean | readonly string[] | undefined;
/** What a form is made of, under its names in camelCase. */
export type Parameters = Readonly<Record<string, Parameter>>;

/** The form of parameters in camelCase: `smsUrl` is sent as `SmsUrl`. Undefined and empty lists are not sent. */
export function formOf(parameters: Parameters): Form {
  return Object.entries(parameters).flatMap(([name, value]) =>
    valuesOf(value).map((one) => [name.charAt(0).toUpperCase() + name.slice(1), one] as const),
  );
}

/**
 * The form of changes. Unlike a new resource's, its empty lists say something: each is sent as one empty value. A form
 * has no other way to say it, and not sending it would look like a change that was made.
 */
export function changesFormOf(parameters: Parameters): Form {
  return Object.entries(parameters).flatMap(([name, value]) =>
    formOf({ [name]: typeof value === 'object' && value.length === 0 ? '' : value }),
  );
}

/** `application/x-www-form-urlencoded`, in UTF-8. */
export function formBodyOf(form: Form): string {
  const body = new URLSearchParams();
  for (const [name, value] of form) body.append(name, value);
  return body.toString();
}

function valuesOf(value: Parameter): readonly string[] {
  if (value === undefined) return [];
  return typeof value === 'object' ? value : [String(value)];
}
