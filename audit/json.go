package audit

import (
	"encoding/json"
	"strconv"
	"time"
	"unicode/utf8"
)

// TimeLayout is the form of times in the API: UTC, milliseconds, RFC 3339.
const TimeLayout = "2006-01-02T15:04:05.000Z"

// FormatTime gives t in TimeLayout.
func FormatTime(t time.Time) string { return string(AppendTime(make([]byte, 0, len(TimeLayout)), t)) }

// MarshalJSON gives the event in the form of the API. Missing parts of user and
// target are left out; task, status and service_type always stand.
func (e Event) MarshalJSON() ([]byte, error) { return e.AppendJSON(nil), nil }

// AppendJSON appends the event's JSON object to b, without a line break. It is
// the one place that writes this form: HTTP answers, tail frames, NDJSON files.
func (e Event) AppendJSON(b []byte) []byte {
	b = append(b, `{"id":`...)
	b = appendString(b, string(e.ID))
	b = append(b, `,"seq":`...)
	b = strconv.AppendUint(b, e.Seq, 10)
	b = append(b, `,"time":"`...)
	b = AppendTime(b, e.Time)
	b = append(b, `","user":{`...)
	b = appendFields(b, field{"id", e.User.ID}, field{"name", e.User.Name}, field{"email", e.User.Email})
	b = append(b, `},"task":`...)
	b = appendString(b, string(e.Task))
	b = append(b, `,"target":{`...)
	b = appendFields(b, field{"type", e.Target.Type}, field{"name", e.Target.Name}, field{"email", e.Target.Email})
	b = append(b, `},"status":`...)
	b = appendString(b, string(e.Status))
	b = append(b, `,"service_type":`...)
	b = appendString(b, string(e.ServiceType))
	return append(b, '}')
}

type field struct{ key, value string }

// appendFields appends the fields that have a value, separated by commas.
func appendFields(b []byte, fields ...field) []byte {
	first := true
	for _, f := range fields {
		if f.value == "" {
			continue
		}
		if !first {
			b = append(b, ',')
		}
		first = false
		b = append(b, '"')
		b = append(b, f.key...)
		b = append(b, `":`...)
		b = appendString(b, f.value)
	}
	return b
}

const hexDigits = "0123456789abcdef"

// appendString appends s as a JSON string. U+2028 and U+2029 are escaped so that
// the text can stand in a script; invalid UTF-8 becomes U+FFFD.
func appendString(b []byte, s string) []byte {
	b = append(b, '"')
	start := 0
	for i := 0; i < len(s); {
		c := s[i]
		if c >= 0x20 && c != '"' && c != '\\' && c < utf8.RuneSelf {
			i++
			continue
		}
		if c < utf8.RuneSelf {
			b = append(b, s[start:i]...)
			switch c {
			case '"', '\\':
				b = append(b, '\\', c)
			case '\n':
				b = append(b, '\\', 'n')
			case '\r':
				b = append(b, '\\', 'r')
			case '\t':
				b = append(b, '\\', 't')
			default:
				b = append(b, '\\', 'u', '0', '0', hexDigits[c>>4], hexDigits[c&15])
			}
			i++
			start = i
			continue
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		switch {
		case r == utf8.RuneError && size == 1:
			b = append(b, s[start:i]...)
			b = append(b, `\ufffd`...)
		case r == '\u2028' || r == '\u2029':
			b = append(b, s[start:i]...)
			b = append(b, `\u202`...)
			b = append(b, hexDigits[r&15])
		default:
			i += size
			continue
		}
		i += size
		start = i
	}
	b = append(b, s[start:]...)
	return append(b, '"')
}

// UnmarshalJSON reads the form that MarshalJSON writes, strictly: it is for
// clients that read whodid's own answers. Foreign rows go through the sources.
func (e *Event) UnmarshalJSON(data []byte) error {
	var w struct {
		ID     EventID     `json:"id"`
		Seq    uint64      `json:"seq"`
		Time   time.Time   `json:"time"`
		User   Person      `json:"user"`
		Task   Task        `json:"task"`
		Target Target      `json:"target"`
		Status Status      `json:"status"`
		Via    ServiceType `json:"service_type"`
	}
	if err := json.Unmarshal(data, &w); err != nil {
		return err
	}
	*e = Event{ID: w.ID, Seq: w.Seq, Time: w.Time.UTC(), User: w.User, Task: w.Task, Target: w.Target, Status: w.Status, ServiceType: w.Via}
	return nil
}
