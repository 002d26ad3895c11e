/** The columns of a link: `date,user:220,task`, a name and, where it was changed, a width in CSS pixels. Pure. */
import { columnNames, type Column } from "./search-state";

/** No column is narrower, or wider, than one can use. */
export const leastWidth = 48;
export const mostWidth = 900;

/** The columns that a text names, each at most once; null if any of it is no column. */
export function readColumns(text: string): Column[] | null {
  const columns = text.split(",").map(readColumn);
  const known = columns.filter((column) => column !== null);
  const distinct = new Set(known.map(({ name }) => name));
  return known.length === columns.length && distinct.size === known.length ? known : null;
}

function readColumn(text: string): Column | null {
  const [, word = "", digits] = /^([a-z_]+)(?::(\d{1,4}))?$/.exec(text) ?? [];
  const name = columnNames.find((known) => known === word);
  if (!name) return null;
  if (digits === undefined) return { name, width: null };
  return { name, width: Math.min(mostWidth, Math.max(leastWidth, Number(digits))) };
}

export function writeColumns(columns: readonly Column[] | null): string | null {
  if (columns === null || columns.length === 0) return null;
  return columns.map(({ name, width }) => (width === null ? name : `${name}:${width}`)).join(",");
}
