// SQL expressions that draw a value for row `n`: the same value for the same row and name, on every run and on both
// databases. The distribution is said by whoever draws.

/** SQL that gives a whole number from 0 to `below` - 1. */
export function draw(name: string, below: number): string {
  return `mod(hashint8extended(n, ${saltOf(name)}) & 4611686018427387903, ${below})`;
}

/** SQL that gives one of the expressions, each with its share in percent; the last one takes what is left. */
export function oneOf(name: string, choices: readonly (readonly [expression: string, percent: number])[]): string {
  let sum = 0;
  const cases = choices.slice(0, -1).map(([expression, percent]) => {
    sum += percent * 1000;
    return `when ${draw(name, 100_000)} < ${Math.round(sum)} then ${expression}`;
  });
  return `case ${cases.join(' ')} else ${choices.at(-1)?.[0]} end`;
}

/** The same for texts, of which null is one. */
export function word(name: string, choices: readonly (readonly [text: string | null, percent: number])[]): string {
  return oneOf(
    name,
    choices.map(([text, percent]) => [text === null ? 'null' : literal(text), percent]),
  );
}

/** The expression, or null in so many rows of a hundred. */
export function withNulls(name: string, percent: number, expression: string): string {
  return `case when ${draw(`${name} is null`, 100)} >= ${percent} then ${expression} end`;
}

/** A yes or no that is nearly always the same: so many percent null, the other answer in ten rows. */
export function flag(name: string, rows: number, usual: boolean, nullPercent: number): string {
  return inTenRows(name, rows, String(!usual), withNulls(name, nullPercent, String(usual)));
}

/** One expression in ten rows, however many there are, and another in the rest. Never a row of another tenant or a gone one. */
export function inTenRows(name: string, rows: number, expression: string, otherwise: string): string {
  return `case when mod(n, ${Math.max(1, Math.floor(rows / 10))}) = ${saltOf(name) % 49} then ${expression} else ${otherwise} end`;
}

/** A sid: the same for the same thing. */
export function sidOf(prefix: string, kind: string, number: string): string {
  return `'${prefix}' || md5('${kind}' || (${number})::text)`;
}

/** A skewed number from 0 to `below` - 1: the first of 10,000 has a hundred times the rows of the middle ones. */
export function skewed(name: string, below: number): string {
  return `floor(${below} * power(${draw(name, 1_000_000)} / 1000000.0::float8, 2))::bigint`;
}

/** One of the texts by number. */
export function pick(texts: readonly string[], number: string): string {
  return `(array[${texts.map(literal).join(', ')}])[1 + mod(${number}, ${texts.length})]`;
}

export function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** FNV-1a over the name, 31 bits. */
function saltOf(name: string): number {
  let hash = 0x811c9dc5;
  for (const letter of name) hash = Math.imul(hash ^ (letter.codePointAt(0) ?? 0), 0x01000193);
  return hash & 0x7fffffff;
}
