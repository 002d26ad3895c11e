package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"syscall"
	"testing"
)

// A disk that fills up while a download is written: it is failed with a sentence, its file is gone, and once there is room
// it can be requested again.
func TestDownloadOntoAFullDisk(t *testing.T) {
	t.Parallel()
	if !inOwnMounts(t) {
		return
	}
	disk := memoryDisk(t, 64<<20)
	data, filler := filepath.Join(disk, "data"), filepath.Join(disk, "filler")
	rows := auditDownload(t)
	imported(t, "--data-dir", data, save(t, rows))
	for _, body := range []string{`{"format":"csv"}`, `{"format":"xlsx"}`} {
		srv := serve(t, data, "127.0.0.1:0")
		fillUp(t, filler)
		leave(t, filler, 100<<10) // for the state of the job, and a part of the file
		j := requestFile(t, srv.addr, body)
		until(t, "end", func() bool {
			_, answer := api(t, "GET", srv.addr, "/api/v1/exports/"+j.ID, "")
			return json.Unmarshal([]byte(answer), &j) == nil && j.State != "queued" && j.State != "running"
		})
		if j.State != "failed" || j.Code != "disk_full" || j.Why == "" {
			t.Errorf("%s: %+v", body, j)
		}
		if left, err := filepath.Glob(filepath.Join(data, "downloads", j.ID, "*")); err != nil || len(left) != 1 {
			t.Errorf("%s left %v, %v", body, left, err)
		}
		if err := os.Remove(filler); err != nil {
			t.Fatal(err)
		}
		wholeFile(t, srv.addr, readyFile(t, srv.addr, requestFile(t, srv.addr, body).ID), len(rows))
		srv.end(t, syscall.SIGTERM)
	}
}

// leave makes room on a full disk.
func leave(t *testing.T, filler string, bytes int64) {
	t.Helper()
	info, err := os.Stat(filler)
	if err == nil {
		err = os.Truncate(filler, info.Size()-bytes)
	}
	if err != nil {
		t.Fatal(err)
	}
}
