/** The first of a list, and how many there are besides: `a, b, c and 4 more`. */
export function firstOf(count: number, items: readonly string[], separator = ', '): string {
  const shown = items.slice(0, count).join(separator);
  return items.length > count ? `${shown} and ${items.length - count} more` : shown;
}

/** A number with its noun: `1 binding`, `3 bindings`. */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
