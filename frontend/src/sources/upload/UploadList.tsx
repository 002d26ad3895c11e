import { useWords } from "../words";
import { UploadItem } from "./UploadItem";
import styles from "./UploadList.module.css";
import { useUploadList } from "./useUploads";
import { stateText } from "./stateText";

/** The files that this page sends and sent, in their order; each end is said aloud. */
export function UploadList() {
  const words = useWords().imports;
  const uploads = useUploadList();
  const ended = uploads.findLast(({ state }) => state !== "waiting" && state !== "sending");
  return (
    <>
      <p className="visually-hidden" role="status">
        {ended && words.announce(ended.request.file.name, stateText(ended, words))}
      </p>
      {uploads.length > 0 && (
        <section className={styles.uploads} aria-labelledby="sources-uploads">
          <h2 id="sources-uploads" className={styles.heading}>
            {words.uploads}
          </h2>
          <ul className={styles.list}>
            {uploads.map((upload) => (
              <li key={upload.id} className={styles.entry}>
                <UploadItem upload={upload} />
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}
