package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"whodid/audit"
)

// requestedFile is what the API says of a requested download, or of its receipt.
type requestedFile struct {
	ID, State, Code, Why string
	SHA256               string `json:"sha256"`
	Bytes                int64
	Expected             int `json:"rows_expected"`
	Written              int `json:"rows_written"`
	Before               uint64
	RequestedBy          string `json:"requested_by"`
}

// requestFile requests a download of all events.
func requestFile(t *testing.T, addr, body string) (j requestedFile) {
	t.Helper()
	status, answer := api(t, "POST", addr, "/api/v1/exports", body)
	if err := json.Unmarshal([]byte(answer), &j); status != http.StatusAccepted || err != nil {
		t.Fatalf("status %d: %s", status, answer)
	}
	return j
}

// readyFile waits for a download and gives it.
func readyFile(t *testing.T, addr, id string) (j requestedFile) {
	t.Helper()
	until(t, "file", func() bool {
		_, answer := api(t, "GET", addr, "/api/v1/exports/"+id, "")
		if err := json.Unmarshal([]byte(answer), &j); err != nil {
			t.Fatalf("%v: %s", err, answer)
		}
		if j.State == "failed" || j.State == "canceled" {
			t.Fatalf("the download is %s: %s", j.State, j.Why)
		}
		return j.State == "ready"
	})
	return j
}

// wholeFile fetches a ready download and holds it against the job and the receipt.
func wholeFile(t *testing.T, addr string, j requestedFile, rows int) string {
	t.Helper()
	status, file := api(t, "GET", addr, "/api/v1/exports/"+j.ID+"/file", "")
	if status != http.StatusOK {
		t.Fatalf("status %d: %.300s", status, file)
	}
	_, text := api(t, "GET", addr, "/api/v1/exports/"+j.ID+"/receipt", "")
	var receipt requestedFile
	if err := json.Unmarshal([]byte(text), &receipt); err != nil {
		t.Fatalf("%v: %s", err, text)
	}
	sum := sha256.Sum256([]byte(file))
	for name, of := range map[string]requestedFile{"the download": j, "the receipt": receipt} {
		if of.SHA256 != hex.EncodeToString(sum[:]) || of.Bytes != int64(len(file)) || of.Expected != rows || of.Written != rows {
			t.Errorf("the file has %d bytes, %x, of %d rows; %s says %+v", len(file), sum, rows, name, of)
		}
	}
	return file
}

// However often the server is killed while it writes a requested download: in the end the file
// is whole, of the moment of its request, and the receipt proves it.
func TestKilledDownloadIsWholeInTheEnd(t *testing.T) {
	t.Parallel()
	rows := auditDownload(t)
	data := t.TempDir()
	imported(t, "--data-dir", data, save(t, rows))
	srv := serve(t, data, "127.0.0.1:0")
	want := onceEach(t, search(t, srv.addr))
	began := time.Now()
	first := requestFile(t, srv.addr, `{"format":"ndjson","compression":"none"}`)
	calm := wholeFile(t, srv.addr, readyFile(t, srv.addr, first.ID), len(rows))
	whole := time.Since(began)

	seed := uint64(time.Now().UnixNano())
	random := rand.New(rand.NewPCG(seed, 0))
	t.Logf("seed %d, undisturbed %v", seed, whole)
	j := requestFile(t, srv.addr, `{"format":"ndjson","compression":"none"}`)
	// What comes now is not in the file.
	if status := post(srv.addr, fmt.Sprintf(`{"time":%q,"user":{"name":"late"},"task":"view_group"}`, time.Now().UTC().Format(time.RFC3339))); status != http.StatusOK {
		t.Fatalf("status %d", status)
	}
	for range 6 {
		<-time.After(time.Duration(random.Int64N(int64(whole))))
		srv.kill()
		srv = serve(t, data, "127.0.0.1:0")
	}
	file := wholeFile(t, srv.addr, readyFile(t, srv.addr, j.ID), len(rows))
	if file != calm {
		t.Error("the file is another than the one that nobody disturbed")
	}
	got := make(map[audit.EventID]bool)
	for _, e := range eventsOf(t, file) {
		if got[e.ID] {
			t.Errorf("%s comes twice", e.ID)
		}
		got[e.ID] = true
	}
	sameIDs(t, want, got)

	// Stopped in order it is kept too, and the folder is nothing that check stumbles over.
	srv.end(t, syscall.SIGTERM)
	if code, stdout, stderr := whodid(t, "check", "--data-dir", data); code != exitDone {
		t.Errorf("check: exit code %d: %s%s", code, stdout, stderr)
	}
	onDisk, err := filepath.Glob(filepath.Join(data, "downloads", j.ID, "*.ndjson"))
	if err != nil || len(onDisk) != 1 {
		t.Fatalf("%v, %v", onDisk, err)
	}
	if text, err := os.ReadFile(onDisk[0]); err != nil || !bytes.Equal(text, []byte(file)) {
		t.Errorf("on disk it is another: %v", err)
	}
}

// oddLines are events as NDJSON whose names, addresses, ids and types are what files and spreadsheets like to take for
// something else.
func oddLines(t *testing.T) string {
	t.Helper()
	at := audit.DayOf(time.Now()).Start().Add(-time.Minute)
	var b strings.Builder
	for _, odd := range []string{
		"=1+2", `=cmd|' /C calc'!A0`, "+82 10", "-5", "@SUM(A1)", "'quoted", "''", "'=1", "007", "1e5", "12345678901234567890", "0x1F", "2026-11-22", "11/22", "TRUE", "#N/A", "NULL",
		`say "hi", she said`, `"`, "a\nb", "a\r\nb", "\ttab", " space ", "semi;colon", "שלום עולם", "مرحبا", "\u202eevil\u202c", "👩‍👩‍👧", "ｋｉｍ", "김민준", "name (x@y.example)", "(brackets)", "（全角）", "a@b",
	} {
		line, err := json.Marshal(map[string]any{
			"time": at.Format(time.RFC3339Nano), "user": map[string]string{"name": odd, "email": "-odd@acme.example", "id": odd}, "task": "edit_group",
			"target": map[string]string{"name": odd, "type": odd}, "status": "success", "service_type": "pc_web",
		})
		if err != nil {
			t.Fatal(err)
		}
		b.Write(append(line, '\n'))
		at = at.Add(-time.Second)
	}
	return b.String()
}

// A requested file, imported into an empty store, gives back the same events under the same ids, and every
// question the same answer.
func TestRequestedFileReadsBack(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	imported(t, "--data-dir", data, save(t, auditDownload(t)))
	srv := serve(t, data, "127.0.0.1:0")
	if status := post(srv.addr, oddLines(t)); status != http.StatusOK {
		t.Fatalf("status %d", status)
	}
	want := search(t, srv.addr)
	for i := range want {
		want[i].Seq = 0 // a store's own
	}
	for name, body := range map[string]string{
		"contacts.csv":       `{"format":"csv"}`,
		"contacts-ko.csv.gz": `{"format":"csv","compression":"gzip","language":"ko","file_tz":"America/New_York","sort":"time"}`,
		"contacts.ndjson.gz": `{"format":"ndjson","compression":"gzip"}`,
	} {
		t.Run(name, func(t *testing.T) {
			j := readyFile(t, srv.addr, requestFile(t, srv.addr, body).ID)
			file := filepath.Join(t.TempDir(), name)
			if err := os.WriteFile(file, []byte(wholeFile(t, srv.addr, j, len(want))), 0o600); err != nil {
				t.Fatal(err)
			}
			empty := t.TempDir()
			imported(t, "--data-dir", empty, file)
			again := serve(t, empty, "127.0.0.1:0")
			got := search(t, again.addr)
			for i := range got {
				got[i].Seq = 0
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Fatalf("%.4000s", diff)
			}
			for _, q := range []string{
				"", "kim", "edit group by kim", "김민준", "민준", "-view", "not kim", "status:failure", "failed via api", "min*", "*jun", `"seoul sales"`,
				"kim or lee", "(garcia or kim) -task:edit_group", "user:kimberly@acme.example", "target:seoul", "by kim", "via:scim", "그룹 수정", "delete* status:failure",
			} {
				if want, got := counts(t, srv.addr, q), counts(t, again.addr, q); want != got {
					t.Errorf("%q: %s\nbefore: %s", q, got, want)
				}
			}
		})
	}
}

// counts gives all numbers of a search.
func counts(t *testing.T, addr, q string) string {
	t.Helper()
	status, answer := api(t, "GET", addr, "/api/v1/search?limit=0&include=total,facets,histogram&q="+url.QueryEscape(q), "")
	var screen struct{ Total, Facets, Histogram json.RawMessage }
	if err := json.Unmarshal([]byte(answer), &screen); status != http.StatusOK || err != nil {
		t.Fatalf("status %d, %v: %s", status, err, answer)
	}
	return string(screen.Total) + string(screen.Facets) + string(screen.Histogram)
}
