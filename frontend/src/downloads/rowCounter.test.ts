import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { rowCounter, type FileFormat } from "./rowCounter";

function count(format: FileFormat, pieces: Uint8Array[]) {
  const counter = rowCounter(format);
  pieces.forEach((piece) => counter.push(piece));
  return { rows: counter.rows(), ended: counter.ended() };
}

const bytes = (text: string) => new TextEncoder().encode(text);

describe("rowCounter", () => {
  it.each<[string, FileFormat, string, { rows: number; ended: boolean }]>([
    ["a header alone", "csv", "Date,User\r\n", { rows: 0, ended: true }],
    ["rows", "csv", "Date,User\r\n1,Kim\r\n2,Lee\r\n", { rows: 2, ended: true }],
    [
      "line ends and doubled quotes in a cell",
      "csv",
      'D,U\r\n1,"Kim ""MJ""\r\n,\nMinjun"\r\n',
      { rows: 1, ended: true },
    ],
    ["a last row without its end", "csv", "D,U\r\n1,Kim\r\n2,Le", { rows: 1, ended: false }],
    ["cut off within quotes, at a line end", "csv", 'D,U\r\n1,"Kim\r\n', { rows: 0, ended: false }],
    ["nothing at all, not even a header", "csv", "", { rows: 0, ended: false }],
    [
      "lines of JSON, whose quotes are another matter",
      "ndjson",
      '{"a":"x\\"y"}\n{"a":"\\n"}\n',
      { rows: 2, ended: true },
    ],
    ["no event", "ndjson", "", { rows: 0, ended: true }],
    ["a torn line of JSON", "ndjson", '{"a":1}\n{"a"', { rows: 1, ended: false }],
  ])("%s", (_, format, text, want) => {
    expect(count(format, [bytes(text)])).toEqual(want);
  });

  it("counts the same wherever the pieces are cut", () => {
    const cell = fc.stringMatching(/^[a",\r\n김]{0,6}$/).map((text) => `"${text.replaceAll('"', '""')}"`);
    const rows = fc.array(fc.array(cell, { minLength: 1, maxLength: 3 }), { maxLength: 8 });
    fc.assert(
      fc.property(rows, fc.array(fc.nat(200), { maxLength: 6 }), (cells, cuts) => {
        const file = bytes(["h", ...cells.map((row) => row.join(","))].map((line) => `${line}\r\n`).join(""));
        const at = [0, ...cuts.map((cut) => Math.min(cut, file.length)).sort((a, b) => a - b), file.length];
        const pieces = at.slice(1).map((end, index) => file.slice(at[index], end));
        expect(count("csv", pieces)).toEqual({ rows: cells.length, ended: true });
      }),
    );
  });
});
