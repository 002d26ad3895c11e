/** Where a file goes while it comes in: into a file that the reader chose, or into memory where that can't be. */

export type Sink = {
  write: (piece: Uint8Array<ArrayBuffer>) => Promise<void>;
  /** Ends the file; gives it where it is not on the disk yet. */
  finish: () => Promise<Blob | null>;
  /** Throws away what came, so that nobody takes it for the file. */
  discard: () => Promise<void>;
};

/** The file could not be written: no room, or it may no longer be written to. */
export class StorageError extends Error {
  override readonly name = "StorageError";
}

// Pieces are handed to the browser in lumps of this size, which it may keep on its disk.
const lumpBytes = 4 << 20;

export function memorySink(type: string): Sink {
  const lumps: Blob[] = [];
  let pieces: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  const lump = () => {
    if (pieces.length > 0) lumps.push(new Blob(pieces));
    pieces = [];
    size = 0;
  };
  return {
    write: (piece) => {
      pieces.push(piece);
      size += piece.length;
      if (size >= lumpBytes) lump();
      return Promise.resolve();
    },
    finish: () => {
      lump();
      return Promise.resolve(new Blob(lumps, { type }));
    },
    discard: () => {
      lumps.length = 0;
      pieces = [];
      return Promise.resolve();
    },
  };
}

/** A chosen file is empty, or what it was before, until it is whole. */
export async function diskSink(handle: FileSystemFileHandle): Promise<Sink> {
  const file = await attempt(() => handle.createWritable());
  return {
    write: (piece) => attempt(() => file.write(piece)),
    finish: async () => {
      await attempt(() => file.close());
      return null;
    },
    discard: async () => {
      await file.abort().catch(() => undefined); // it broke by itself
      await removeEmpty(handle);
    },
  };
}

async function attempt<T>(act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    throw new StorageError("the file could not be written", { cause: error });
  }
}

// Choosing a name makes an empty file, which would look like a download of nothing. Not every browser can take it away.
async function removeEmpty(handle: FileSystemFileHandle & { remove?: () => Promise<void> }): Promise<void> {
  try {
    if ((await handle.getFile()).size === 0) await handle.remove?.();
  } catch {
    // then it stays, empty
  }
}

type Picker = (options: {
  suggestedName: string;
  types: { accept: Record<string, string[]> }[];
}) => Promise<FileSystemFileHandle>;

const picker = () => (globalThis as { showSaveFilePicker?: Picker }).showSaveFilePicker;

/** Whether this browser can write a file while it comes in. */
export const writesToDisk = () => picker() !== undefined;

/** Asks where to save; null if the reader thought better of it. Only at a click, or a key. */
export async function chooseFile(name: string, type: string): Promise<FileSystemFileHandle | null> {
  const pick = picker();
  if (!pick) return null;
  const ending = name.slice(name.lastIndexOf("."));
  try {
    return await pick.call(globalThis, {
      suggestedName: name,
      types: [{ accept: { [type]: [ending] } }],
    });
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") return null;
    throw new StorageError("no file could be chosen", { cause: error });
  }
}

/** Hands a file to the browser, to be saved as it saves downloads. */
export function saveFile(file: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  // The browser takes hold of the file a moment after the click.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
