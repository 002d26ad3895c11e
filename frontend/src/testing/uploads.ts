/** A browser's XMLHttpRequest for tests of uploads: it sends nothing, and says what a test says. */
import { vi } from "vitest";

type Sent = {
  url: URL;
  file: File;
  /** So many bytes are on the way. */
  progress: (bytes: number) => void;
  answer: (status: number, body: unknown) => void;
  /** The connection is lost. */
  lose: () => void;
  aborted: boolean;
};

/** Takes the place of XMLHttpRequest; what was sent so far. */
export function fakeUploads(): Sent[] {
  const sent: Sent[] = [];
  class FakeRequest {
    upload: { onprogress: ((event: { loaded: number }) => void) | null } = { onprogress: null };
    onload: (() => void) | null = null;
    onerror: (() => void) | null = null;
    onabort: (() => void) | null = null;
    status = 0;
    responseText = "";
    private url = "";
    private sent: Sent | null = null;
    open(_: string, url: string) {
      this.url = url;
    }
    setRequestHeader() {
      return undefined;
    }
    send(file: File) {
      this.sent = {
        url: new URL(this.url, "http://page.example"),
        file,
        progress: (loaded) => this.upload.onprogress?.({ loaded }),
        answer: (status, body) => {
          this.status = status;
          this.responseText = JSON.stringify(body);
          this.onload?.();
        },
        lose: () => this.onerror?.(),
        aborted: false,
      };
      sent.push(this.sent);
    }
    abort() {
      if (this.sent) this.sent.aborted = true;
      this.onabort?.();
    }
  }
  vi.stubGlobal("XMLHttpRequest", FakeRequest);
  return sent;
}
