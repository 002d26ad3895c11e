import type { ReactNode } from "react";
import type { Export } from "../api/schema";
import { languageNames, useMessages } from "../messages";
import { useOwnZone } from "../session/ownZone";
import { timeFormat } from "../time/format";
import { cx } from "../ui/cx";
import styles from "./DownloadDetails.module.css";
import { useWords } from "./schedules/words";

/** All that is known of a download. */
export function DownloadDetails({ download }: { download: Export }) {
  const messages = useMessages();
  const words = useWords().details;
  const times = timeFormat(messages.timeLocale, useOwnZone());
  const at = (time: string | undefined) => time && times.full(new Date(time));
  const { query, format, compression, split, language, spreadsheet_safe } = download;
  const csv = format === "csv";
  const inWords = csv || format === "xlsx";
  const form = [
    words.formats[format] ?? format,
    format !== "xlsx" && (words.packings[compression] ?? compression),
    split !== "none" && (words.splits[split] ?? split),
  ].filter(Boolean);
  return (
    <dl className={styles.fields}>
      <Field name={words.requested}>{words.requestedBy(at(download.created) ?? "", download.owner)}</Field>
      <Field name={words.written}>{at(download.finished)}</Field>
      <Field name={words.expires}>{at(download.expires_at)}</Field>
      <Field name={words.rows}>
        {messages.downloads.progress(download.rows_written, download.rows_expected)}
      </Field>
      <Field name={words.order}>{query.sort?.[0] === "time" ? words.oldestFirst : words.newestFirst}</Field>
      <Field name={words.periodZone}>{query.tz?.[0]}</Field>
      <Field name={words.form}>{form.join(", ")}</Field>
      {inWords && <Field name={words.zone}>{download.time_zone}</Field>}
      {inWords && <Field name={words.language}>{languages[language] ?? language}</Field>}
      {csv && <Field name={words.safe}>{spreadsheet_safe ? words.on : words.off}</Field>}
      <Field name={words.bytes}>{download.bytes !== undefined && messages.number(download.bytes)}</Field>
      <Field name={words.hash} code>
        {download.sha256}
      </Field>
      <Field name={words.id} code>
        {download.id}
      </Field>
    </dl>
  );
}

const languages: Record<string, string> = languageNames;

/** A line of them, unless there is nothing to say. */
function Field({ name, code = false, children }: { name: string; code?: boolean; children: ReactNode }) {
  if (!children) return null;
  return (
    <div className={styles.field}>
      <dt className={styles.name}>{name}</dt>
      <dd className={cx(code && styles.code)}>{children}</dd>
    </div>
  );
}
