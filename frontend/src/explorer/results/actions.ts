/** What can be done with an event in the list: copy it, filter by its values. Pure. */
import type { AuditEvent } from "../../api/schema";
import { valueLabel, type Messages } from "../../messages";
import { filterNames, type ColumnName, type FilterName } from "../../state/search-state";
import type { TimeFormat } from "../../time/format";
import { targetValue, userValue } from "../detail/parties";

/** What the filter of a field takes: user and target by e-mail, or by name where there is none; "" where there is nothing. */
export function filterValue(event: AuditEvent, name: FilterName): string {
  if (name === "user") return userValue(event);
  return name === "target" ? targetValue(event) : event[name];
}

/** The filter that a column is of, if any. */
export function filterOf(column: string | null): FilterName | null {
  return filterNames.find((name) => name === column) ?? null;
}

export const jsonOf = (event: AuditEvent) => JSON.stringify(event, null, 2);

/** The text of a cell, as it is copied. */
export function cellText(
  event: AuditEvent,
  column: ColumnName,
  messages: Messages,
  times: TimeFormat,
): string {
  switch (column) {
    case "date":
      return times.full(new Date(event.time));
    case "user":
    case "target": {
      const { name, email } = event[column];
      return name !== "" && email !== "" ? `${name} (${email})` : name || email;
    }
    case "task":
    case "status":
    case "service_type":
      return event[column] === "" ? "" : valueLabel(messages, column, event[column]);
    case "user_id":
      return event.user.id;
    case "target_type":
      return messages.targetTypes[event.target.type] ?? event.target.type;
    case "id":
      return event.id;
  }
}

/** The row as a spreadsheet takes it from the clipboard: tabs between cells, and no cell that it would calculate. */
export function rowOf(
  event: AuditEvent,
  columns: readonly ColumnName[],
  messages: Messages,
  times: TimeFormat,
): string {
  return columns.map((column) => plain(cellText(event, column, messages, times))).join("\t");
}

function plain(text: string): string {
  const line = text.replace(/[\t\r\n]+/g, " ");
  return /^[=+\-@']/.test(line) ? `'${line}` : line;
}
