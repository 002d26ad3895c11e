package naverworks

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"
)

// The faults that the service is documented to have, was seen to have, or could have.

func answers(status int, code string, header ...string) fault {
	return fault{name: fmt.Sprint(status, header), api: func(w http.ResponseWriter, _ *http.Request) bool {
		for i := 0; i < len(header); i += 2 {
			w.Header().Set(header[i], header[i+1])
		}
		return fail(w, status, code, "of the tests")
	}}
}

func redirects(location string) fault {
	return fault{name: "to " + location, api: func(w http.ResponseWriter, _ *http.Request) bool {
		w.Header().Set("Location", location)
		w.WriteHeader(http.StatusFound)
		return true
	}}
}

// sends answers the download with another text.
func sends(name string, text func(csv string) string) fault {
	return fault{name: name, file: func(w http.ResponseWriter, _ *http.Request, csv string) bool {
		fmt.Fprint(w, text(csv))
		return true
	}}
}

// cutOff begins a download, in chunks, and lets the connection go within a row.
func cutOff() fault {
	return fault{name: "cut", file: func(w http.ResponseWriter, _ *http.Request, csv string) bool {
		fmt.Fprint(w, csv[:len(csv)/2])
		_ = http.NewResponseController(w).Flush()
		panic(http.ErrAbortHandler)
	}}
}

// endless sends a part of a file whose length nobody tells, and closes the
// connection as if that were all.
func endless() fault {
	return fault{name: "cut without a length", file: func(w http.ResponseWriter, _ *http.Request, csv string) bool {
		conn, buf, err := http.NewResponseController(w).Hijack()
		if err != nil {
			panic(err)
		}
		fmt.Fprintf(buf, "HTTP/1.0 200 OK\r\nContent-Type: text/csv\r\n\r\n%s", csv[:strings.LastIndex(csv, "ess")])
		buf.Flush()
		conn.Close()
		return true
	}}
}

// stalls begins a download and goes silent.
func stalls() fault {
	return fault{name: "stall", file: func(w http.ResponseWriter, r *http.Request, csv string) bool {
		fmt.Fprint(w, csv[:len(csv)/2])
		_ = http.NewResponseController(w).Flush()
		<-r.Context().Done()
		return true
	}}
}

// drips sends the whole file, slowly: that is no fault.
func drips() fault {
	return fault{name: "drip", file: func(w http.ResponseWriter, r *http.Request, csv string) bool {
		flush := http.NewResponseController(w)
		for piece := range slices.Chunk([]byte(csv), len(csv)/200+1) {
			_, _ = w.Write(piece)
			_ = flush.Flush()
			select {
			case <-time.After(20 * time.Second):
			case <-r.Context().Done():
				return true
			}
		}
		return true
	}}
}

// trailer is what the source writes where it could not go on: after half of the rows.
func trailer(csv string) string {
	lines := strings.SplitAfter(csv, "\n")
	return strings.Join(lines[:1+len(lines)/2], "") + "downloadLogs error\r\nINTERNAL_SERVER_ERROR, \"try again\"\r\n"
}

// reordered is the order of columns that other audit logs came with later, with one more.
func reordered(csv string) string {
	lines := strings.Split(strings.TrimSuffix(strings.TrimPrefix(csv, "\ufeff"), "\r\n"), "\r\n")
	for i, l := range lines {
		c := strings.Split(l, ",")
		lines[i] = strings.Join([]string{c[4], c[5], c[3], c[1], c[0], "more", c[2]}, ",")
	}
	return strings.Join(lines, "\r\n") + "\r\n"
}

// halfARow is what a file looks like that something on the way cut and ended well.
func halfARow(csv string) string { return csv[:strings.LastIndex(csv, ",PC Web")] }
