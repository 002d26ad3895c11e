/** The bytes that events take in a file, told before there is one. As the server writes them. */
import type { FileForm } from "../api/parameters";
import type { AuditEvent } from "../api/schema";
import en from "../messages/labels/en.json";
import ja from "../messages/labels/ja.json";
import ko from "../messages/labels/ko.json";

/** What of a form decides how long a line is; the rows of a workbook are packed, and nobody can tell. */
export type LineForm = { format: "csv" | "ndjson" } & Pick<FileForm, "language" | "safe">;

const labels: Record<string, Record<string, Record<string, string>>> = { en, ko, ja };
const encoder = new TextEncoder();

/** The bytes of one event's line. */
export function rowBytes(event: AuditEvent, form: LineForm): number {
  return encoder.encode(form.format === "csv" ? csvLine(event, form) : jsonLine(event)).length;
}

/** The bytes of a file of so many rows, by those of them that are known; null if none is. */
export function fileBytes(rows: number, known: readonly AuditEvent[], form: LineForm): number | null {
  if (known.length === 0) return null;
  const measured = known.reduce((sum, event) => sum + rowBytes(event, form), 0);
  return Math.round((measured / known.length) * rows);
}

function csvLine(event: AuditEvent, { language, safe }: LineForm): string {
  const label = (field: string, value: string) => labels[language]?.[field]?.[value] ?? value;
  const cells = [
    "2026-11-22 18:12:33", // every date is as long
    person(event.user),
    label("service_type", event.service_type),
    label("task", event.task),
    person(event.target),
    label("status", event.status),
    event.time,
    event.id,
    event.user.id,
    event.target.type,
  ];
  return `${cells.map((cell) => quoted(cell, safe)).join(",")}\r\n`;
}

function person({ name, email }: { name: string; email: string }): string {
  return name !== "" && email !== "" ? `${name} (${email})` : name || email;
}

function quoted(cell: string, safe: boolean): string {
  const guarded = safe && /^[=+\-@'\t\r]/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]|^\s|\s$/.test(guarded) ? `"${guarded.replaceAll('"', '""')}"` : guarded;
}

function jsonLine({ id, seq, time, user, task, target, status, service_type }: AuditEvent): string {
  const given = (party: object) =>
    Object.fromEntries(Object.entries(party).filter(([, value]) => value !== ""));
  const line = { id, seq, time, user: given(user), task, target: given(target), status, service_type };
  return `${JSON.stringify(line)}\n`;
}
