/** The table's columns: which are shown, in which order, how wide. Pure. */
import { leastWidth, mostWidth } from "../../state/columns";
import { columnNames, type Column, type ColumnName } from "../../state/search-state";

/** The guide's six. */
export const guideColumns: readonly ColumnName[] = columnNames.slice(0, 6);

export const gap = 12;
/** Left of the cells, and right of them, where the row's menu is. */
const sides = 12 + 38;

/** Below this the last of the guide's columns goes: what tells rows apart stays, the rest is in the event. */
const narrow = 780;

/** And below this the target too, beside an opened event that names it. */
const narrower = 520;

/** What a column takes by itself: so many pixels, or a share of what is left and at least so many. */
const own: Record<ColumnName, { least: number; share: number }> = {
  date: { least: 104, share: 0 },
  user: { least: 76, share: 2.1 },
  task: { least: 76, share: 2 },
  target: { least: 76, share: 1.9 },
  status: { least: 84, share: 0 },
  service_type: { least: 116, share: 1 },
  user_id: { least: 96, share: 0.8 },
  target_type: { least: 112, share: 0 },
  id: { least: 236, share: 0 },
};

/** The columns to show in a table of this width: the chosen ones, else the guide's that have room. */
export function shownColumns(chosen: readonly Column[] | null, width: number): readonly Column[] {
  if (chosen) return chosen;
  const left =
    width === 0 || width > narrow ? [] : width > narrower ? ["service_type"] : ["service_type", "target"];
  return guideColumns.filter((name) => !left.includes(name)).map((name) => ({ name, width: null }));
}

/** As grid-template-columns takes it. */
export function templateOf(columns: readonly Column[]): string {
  return columns
    .map(({ name, width }) => {
      const { least, share } = own[name];
      if (width !== null) return `${width}px`;
      return share === 0 ? `${least}px` : `minmax(${least}px, ${share}fr)`;
    })
    .join(" ");
}

/** How wide each comes out in a table of this width, in whole pixels: as the browser lays the template out. */
export function widthsOf(columns: readonly Column[], table: number): number[] {
  const shares = columns.map(({ name, width }) => (width === null ? own[name].share : 0));
  const widths = columns.map(({ name, width }) => width ?? own[name].least);
  // A share that is less than the column's least gives way, and the others share what is left then.
  let open = new Set(shares.flatMap((share, at) => (share > 0 ? [at] : [])));
  while (open.size > 0) {
    const taken = widths.reduce((sum, width, at) => (open.has(at) ? sum : sum + width), 0);
    const left = table - sides - gap * (columns.length - 1) - taken;
    const whole = [...open].reduce((sum, at) => sum + (shares[at] ?? 0), 0);
    const fits = new Set([...open].filter((at) => (left * (shares[at] ?? 0)) / whole >= (widths[at] ?? 0)));
    if (fits.size === open.size) {
      for (const at of open) widths[at] = Math.round((left * (shares[at] ?? 0)) / whole);
      break;
    }
    open = fits;
  }
  return widths;
}

/** What they need at least in all; a narrower table scrolls sideways. */
export function leastTotal(columns: readonly Column[]): number {
  const widths = columns.reduce((sum, { name, width }) => sum + (width ?? own[name].least), 0);
  return widths + gap * Math.max(0, columns.length - 1) + sides;
}

/** The chosen columns for the address: null where they are the guide's. */
export function chosenOf(columns: readonly Column[]): Column[] | null {
  const guides =
    columns.length === guideColumns.length &&
    columns.every(({ name, width }, at) => width === null && name === guideColumns[at]);
  return guides ? null : [...columns];
}

export function withWidth(columns: readonly Column[], name: ColumnName, width: number | null): Column[] {
  const fit = width === null ? null : Math.round(Math.min(mostWidth, Math.max(leastWidth, width)));
  return columns.map((column) => (column.name === name ? { name, width: fit } : column));
}

/** Moves a column by places to the right, or with a negative number to the left, as far as it goes. */
export function moved(columns: readonly Column[], name: ColumnName, by: number): Column[] {
  const from = columns.findIndex((column) => column.name === name);
  const rest = columns.filter((column) => column.name !== name);
  const column = columns[from];
  if (!column) return [...columns];
  const to = Math.min(rest.length, Math.max(0, from + by));
  return [...rest.slice(0, to), column, ...rest.slice(to)];
}

/** Shows a column, at the end, or hides it; the last one stays. */
export function toggled(columns: readonly Column[], name: ColumnName): Column[] {
  const rest = columns.filter((column) => column.name !== name);
  if (rest.length === columns.length) return [...columns, { name, width: null }];
  return rest.length === 0 ? [...columns] : rest;
}

/** What stands where in the line of a burst: what its events share in its own column, the phrase over the others. */
export type BurstCell = { name: "date" | "status" | "service_type" | "phrase" | "nothing"; span: number };

export function burstCells(columns: readonly ColumnName[]): BurstCell[] {
  const cells: BurstCell[] = [];
  for (const name of columns) {
    const before = cells.at(-1);
    if (name === "date" || name === "status" || name === "service_type") cells.push({ name, span: 1 });
    else if (before?.name === "phrase" || before?.name === "nothing") before.span += 1;
    else cells.push({ name: cells.some((cell) => cell.name === "phrase") ? "nothing" : "phrase", span: 1 });
  }
  return cells.some((cell) => cell.name === "phrase") ? cells : [{ name: "phrase", span: columns.length }];
}
