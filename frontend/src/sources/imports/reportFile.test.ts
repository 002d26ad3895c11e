import { expect, it } from "vitest";
import { asCSV } from "./reportFile";

it("writes rows that a spreadsheet opens as they are, and runs none of them", () => {
  const rows = [
    { line: 17, code: "invalid_time", field: "time", value: 'the "22nd", at ten', message: "No." },
    { line: 18, code: "missing_user", field: "user", value: "=1+1", message: "두 줄\r\n이상" },
    { line: 19, code: "missing_user", field: "", value: " ", message: "-" },
  ];
  expect(asCSV(rows)).toBe(
    [
      "\uFEFFline,code,field,value,message",
      '17,invalid_time,time,"the ""22nd"", at ten",No.',
      '18,missing_user,user,\'=1+1,"두 줄\r\n이상"',
      '19,missing_user,," ",\'-',
      "",
    ].join("\r\n"),
  );
});
