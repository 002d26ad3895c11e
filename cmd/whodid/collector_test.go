package main

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// auditAPI is as much of the Audit API as one window needs: a token, a redirect to
// another host, and a file that is refused without the token.
func auditAPI(t *testing.T, csv string) *httptest.Server {
	t.Helper()
	mux := http.NewServeMux()
	works := httptest.NewServer(mux)
	t.Cleanup(works.Close)
	mux.HandleFunc("POST /token", func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprint(w, `{"access_token":"the-token","expires_in":"86400"}`)
	})
	authorized := func(w http.ResponseWriter, r *http.Request) bool {
		if r.Header.Get("Authorization") != "Bearer the-token" {
			w.WriteHeader(http.StatusUnauthorized)
			return false
		}
		return true
	}
	mux.HandleFunc("GET /download", func(w http.ResponseWriter, r *http.Request) {
		if authorized(w, r) {
			w.Header().Set("Location", strings.Replace(works.URL, "127.0.0.1", "localhost", 1)+"/file?signature=of-the-file")
			w.WriteHeader(http.StatusFound)
		}
	})
	mux.HandleFunc("GET /file", func(w http.ResponseWriter, r *http.Request) {
		if authorized(w, r) {
			fmt.Fprint(w, csv)
		}
	})
	return works
}

// What the Audit API has is searchable a moment after the start, and no secret is in
// the log or in the data folder.
func TestServePullsTheAuditAPI(t *testing.T) {
	t.Parallel()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	keyFile := filepath.Join(t.TempDir(), "private.key")
	text := pem.EncodeToMemory(&pem.Block{Type: "RSA PRIVATE KEY", Bytes: x509.MarshalPKCS1PrivateKey(key)})
	if err := os.WriteFile(keyFile, text, 0o600); err != nil {
		t.Fatal(err)
	}
	at := time.Now().Add(-time.Hour).In(time.FixedZone("KST", 9*60*60)).Format(time.DateTime)
	row := at + ",김민준 (minjun.kim@acme.example),PC Web,Edit group,Seoul Sales,Success\r\n"
	works := auditAPI(t, "\ufeffDate,User,Service Type,Task,Target,Status\r\n"+row+row)
	srv := serve(t, dir, "127.0.0.1:0", "--retention-days", "30", "--naverworks-client-id", "id", "--naverworks-client-secret", "the-client-secret",
		"--naverworks-service-account", "x.serviceaccount@acme.example", "--naverworks-private-key", keyFile,
		"--naverworks-api-url", works.URL+"/download", "--naverworks-auth-url", works.URL+"/token", "--naverworks-hosts", "127.0.0.1,localhost")
	srv.log.wait(t, "source pulled", srv.ended)
	events := search(t, srv.addr)
	if len(events) != 2 || events[0].User.Email != "minjun.kim@acme.example" || events[0].ID == events[1].ID {
		t.Errorf("found %+v", events)
	}
	_, sources := api(t, http.MethodGet, srv.addr, "/api/v1/sources", "")
	var answer struct{ Sources []map[string]any }
	if err := json.Unmarshal([]byte(sources), &answer); err != nil || len(answer.Sources) != 1 {
		t.Fatalf("sources %s, %v", sources, err)
	}
	if s := answer.Sources[0]; s["state"] != "waiting" || s["last_success"] == nil || s["last_error"] != nil || s["calls_today"] != 1.0 || s["forgets_in_days"] != 179.0 || len(s["gaps"].([]any)) > 0 {
		t.Errorf("source %v", s)
	}
	metrics := metricsOf(t, srv.addr)
	if !strings.Contains(metrics, `whodid_source_rows_total{result="accepted",source="naverworks"} 2`) || strings.Contains(metrics, `whodid_source_last_success_timestamp_seconds{source="naverworks"} 0`) {
		t.Errorf("metrics %s", metrics)
	}
	if code := srv.end(t, syscall.SIGTERM); code != exitDone {
		t.Errorf("exit code %d:\n%s", code, srv.log)
	}
	progress, err := os.ReadFile(filepath.Join(dir, "naverworks.json"))
	if err != nil || !strings.Contains(string(progress), `"covered"`) {
		t.Errorf("progress %s, %v", progress, err)
	}
	for _, secret := range []string{"the-client-secret", "the-token", "of-the-file"} {
		if strings.Contains(srv.log.String()+string(progress), secret) {
			t.Errorf("%s is in the log or the folder:\n%s\n%s", secret, srv.log, progress)
		}
	}
}
