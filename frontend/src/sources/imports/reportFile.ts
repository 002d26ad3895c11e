/** A report as a file: for whoever mends the rows that were not taken. */
import type { Import, RejectedRow } from "../../api/imports";

const header = ["line", "code", "field", "value", "message"] as const;

/** A line for each row, to be opened in a spreadsheet; what a stranger wrote there runs as no formula. */
export function asCSV(rows: RejectedRow[]): string {
  const cell = (value: string | number) => {
    const text = String(value);
    const safe = typeof value === "string" && /^[=+\-@'\t\r]/.test(text) ? `'${text}` : text;
    return /[",\r\n]|^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  };
  const lines = [header.join(","), ...rows.map((row) => header.map((name) => cell(row[name])).join(","))];
  return `\uFEFF${lines.join("\r\n")}\r\n`;
}

/** All that is known of the import, as the server said it. */
export function asJSON(report: Import): string {
  return `${JSON.stringify(report, null, 2)}\n`;
}

/** Hands the report to the browser, named after the file that it is about. */
export function saveReport({ file }: Pick<Import, "file">, format: "csv" | "json", text: string): void {
  const type = format === "csv" ? "text/csv" : "application/json";
  const address = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement("a");
  link.href = address;
  link.download = `${file}.report.${format}`;
  link.click();
  // The browser takes the file when it gets to it.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
