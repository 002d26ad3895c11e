import { useEffect, useEffectEvent, useState } from "react";

type Dropped = { files: File[]; folders: boolean };

/** The whole page takes files that are dropped on it, while this is used; true while some are held over it. */
export function useFileDrop(onDrop: (dropped: Dropped) => void): boolean {
  const [over, setOver] = useState(false);
  const drop = useEffectEvent(onDrop);
  useEffect(() => {
    const carriesFiles = (event: DragEvent) => event.dataTransfer?.types.includes("Files") ?? false;
    const onOver = (event: DragEvent) => {
      if (!carriesFiles(event)) return;
      event.preventDefault(); // or the browser would open the file in place of the page
      setOver(true);
    };
    // Left for good only where nothing of the page is entered instead.
    const onLeave = (event: DragEvent) => event.relatedTarget === null && setOver(false);
    const onDropped = (event: DragEvent) => {
      if (!event.dataTransfer || !carriesFiles(event)) return;
      event.preventDefault();
      setOver(false);
      drop(filesOf(event.dataTransfer));
    };
    window.addEventListener("dragover", onOver);
    window.addEventListener("dragleave", onLeave);
    window.addEventListener("drop", onDropped);
    return () => {
      window.removeEventListener("dragover", onOver);
      window.removeEventListener("dragleave", onLeave);
      window.removeEventListener("drop", onDropped);
    };
  }, []);
  return over;
}

/** A folder comes as a file that can't be read. */
function filesOf({ items }: DataTransfer): Dropped {
  const given = [...items].filter(({ kind }) => kind === "file");
  const files = given.flatMap((item) => {
    const file = item.webkitGetAsEntry()?.isDirectory ? null : item.getAsFile();
    return file ? [file] : [];
  });
  return { files, folders: files.length < given.length };
}
