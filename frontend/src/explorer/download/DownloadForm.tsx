import { useNavigate } from "@tanstack/react-router";
import { useState, type SubmitEvent } from "react";
import { exportAddress, exportRequest, type FileForm } from "../../api/parameters";
import type { Screen } from "../../api/schema";
import { FileFields, Option } from "../../downloads/FileFields";
import { useRequestDownload } from "../../downloads/useDownloads";
import { useMessages } from "../../messages";
import { Button } from "../../ui/Button";
import { ButtonLink } from "../../ui/ButtonLink";
import { errorText } from "../../ui/errorText";
import { Notice } from "../../ui/Notice";
import { useExplorer } from "../explorer";
import type { ScreenQuery } from "../useScreen";
import styles from "./DownloadDialog.module.css";
import { estimate, excelRows } from "./estimate";

type DownloadFormProps = {
  query: ScreenQuery;
  screen: Screen;
  onDone: () => void;
  onSchedule: () => void;
};

/** What the file will be: how many rows and about how large; how it is to be written; and how one wants to have it. */
export function DownloadForm({ query, screen, onDone, onSchedule }: DownloadFormProps) {
  const messages = useMessages();
  const words = messages.download;
  const navigate = useNavigate();
  const { question, zone, state } = useExplorer();
  const requesting = useRequestDownload();
  const [form, setForm] = useState<FileForm>({
    format: "csv",
    packing: "none",
    split: "none",
    zone,
    language: messages.locale,
    safe: true,
  });
  const [consent, setConsent] = useState(false);
  const change = (part: Partial<FileForm>) => setForm({ ...form, ...part });

  const { total, missing_days: missing } = screen;
  const exact = total.relation === "exact";
  const { bytes, tooLong, atOnce } = estimate(total.value, query.events, form);
  const scope = { partial: !exact, upTo: screen.seq };
  const held = query.outdated || (!exact && !consent);

  const submit = (submitted: SubmitEvent) => {
    submitted.preventDefault();
    requesting.mutate(exportRequest(question, form, scope), {
      onSuccess: ({ id }) => {
        onDone();
        void navigate({ to: "/log-download", hash: id });
      },
    });
  };

  return (
    <form className={styles.dialog} onSubmit={submit}>
      <p className={styles.facts}>
        <strong>{words.rows(total.value, exact)}</strong>
        {bytes !== null && (
          <span>{form.packing === "none" ? words.size(bytes) : words.sizeUnpacked(bytes)}</span>
        )}
      </p>
      <p className={styles.explain}>{words.explain(state.sort === "-time")}</p>
      {tooLong && (
        <Notice
          kind="warning"
          actions={
            <Button look="text" onPress={() => change({ packing: "zip", split: "rows" })}>
              {words.splitForExcel}
            </Button>
          }
        >
          {words.excel(excelRows)}
        </Notice>
      )}
      <FileFields form={form} onChange={change} zone={zone} />
      {!exact && (
        <div className={styles.missing}>
          <Notice kind="warning">{words.missing(missing)}</Notice>
          <Option
            type="checkbox"
            label={words.consent}
            checked={consent}
            onChange={() => setConsent(!consent)}
          />
        </div>
      )}
      {requesting.error && <Notice kind="failure">{errorText(messages, requesting.error)}</Notice>}
      <div className={styles.actions}>
        <Button type="submit" look="primary" isDisabled={held || requesting.isPending}>
          {words.submit(total.value, exact)}
        </Button>
        {atOnce && !held && (
          <ButtonLink look="text" href={exportAddress(question, atOnce, scope)} download="">
            {words.atOnce}
          </ButtonLink>
        )}
      </div>
      <div className={styles.foot}>
        <p className={styles.help}>{words.submitHelp}</p>
        <Button look="text" onPress={onSchedule}>
          {words.schedule}
        </Button>
      </div>
    </form>
  );
}
