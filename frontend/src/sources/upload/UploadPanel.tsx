import { FileUp } from "lucide-react";
import { useRef, useState, type Ref } from "react";
import { Button } from "../../ui/Button";
import { Notice } from "../../ui/Notice";
import { useWords } from "../words";
import { UploadForm } from "./UploadForm";
import styles from "./UploadPanel.module.css";
import { useFileDrop } from "./useFileDrop";

/** Takes files, by the button or dropped anywhere on the screen; they are sent once it is said how to read them. */
export function UploadPanel() {
  const words = useWords().imports;
  const [files, setFiles] = useState<File[]>([]);
  const [folders, setFolders] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const take = (more: File[]) => setFiles((before) => [...before, ...more]);
  const over = useFileDrop((dropped) => {
    take(dropped.files);
    setFolders(dropped.folders);
  });
  const done = () => {
    setFiles([]);
    button.current?.focus();
  };
  return (
    <section className={styles.panel} aria-labelledby="sources-import">
      <h2 id="sources-import" className={styles.heading}>
        {words.title}
      </h2>
      <p className={styles.explain}>{words.explain}</p>
      {folders && <Notice kind="warning">{words.folders}</Notice>}
      <div className={styles.target}>
        <FileUp size={20} aria-hidden />
        <span className={styles.words}>{words.dropAnywhere}</span>
        <FileButton ref={button} onFiles={take} />
      </div>
      {files.length > 0 && <UploadForm files={files} onDone={done} />}
      {over && (
        <div className={styles.over} aria-hidden>
          <p>
            <FileUp size={28} />
            {words.drop}
          </p>
        </div>
      )}
    </section>
  );
}

type FileButtonProps = { ref: Ref<HTMLButtonElement>; onFiles: (files: File[]) => void };

function FileButton({ ref, onFiles }: FileButtonProps) {
  const words = useWords().imports;
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <Button ref={ref} onPress={() => input.current?.click()}>
        {words.choose}
      </Button>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        onChange={({ currentTarget }) => {
          onFiles([...(currentTarget.files ?? [])]);
          currentTarget.value = ""; // the same file may be chosen again
        }}
      />
    </>
  );
}
