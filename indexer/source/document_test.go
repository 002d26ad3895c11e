package source

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"whodid/audit"
)

// readDocument gives one document's row as show writes it, without its place.
func readDocument(t *testing.T, id, text string) string {
	t.Helper()
	return strings.TrimSpace(strings.TrimPrefix(show(NewBulk(strings.NewReader(`{"index":{}}`+"\n"+text+"\n"), []audit.Item{{Op: audit.OpIndex, ID: id}}, Options{Zone: seoul(t)})), "1: "))
}

// Each document stands for the event that NDJSON in the API's own names gives.
func TestDocuments(t *testing.T) {
	const at = `"@timestamp":"2026-11-22T09:12:33.123Z"`
	const plain = `"time":"2026-11-22T09:12:33.123Z","user":{"name":"kim"}`
	for _, tt := range []struct{ name, document, same string }{
		{"ECS, nested", `{` + at + `,"user":{"id":"m1","name":"김민준","email":"kim@acme.example","target":{"name":"이서연","email":"lee@acme.example"}},
			"event":{"id":"e-1","action":"edit_member_info","outcome":"success","category":["iam"]},"naverworks":{"service_type":"PC Web"},"host":{"name":"h"},"message":"hello","agent":{"type":"filebeat"}}`,
			`{"id":"e-1","time":"2026-11-22T09:12:33.123Z","user":{"id":"m1","name":"김민준","email":"kim@acme.example"},"task":"edit_member_info","target":{"type":"member","name":"이서연","email":"lee@acme.example"},"status":"success","service_type":"pc_web"}`},
		{"ECS, with dots", `{` + at + `,"user.id":7,"user.name":"김민준","user.email":"kim@acme.example","user.target.name":"이서연","user.target.email":"lee@acme.example",
			"event.id":12,"event.action":"edit-member-info","event.outcome":"failure","naverworks.service_type":"scim","log.offset":7,"host.name":"h"}`,
			`{"id":12,"time":"2026-11-22T09:12:33.123Z","user":{"id":"7","name":"김민준","email":"kim@acme.example"},"task":"edit_member_info","target":{"type":"member","name":"이서연","email":"lee@acme.example"},"status":"failure","service_type":"scim"}`},
		{"dots within an object", `{` + at + `,"user":{"name":"kim","target.email":"lee@acme.example"}}`, `{` + plain + `,"target":{"type":"member","email":"lee@acme.example"}}`},
		{"a group", `{` + at + `,"user":{"name":"kim"},"group":{"name":"서울 영업","id":"g1"},"event":{"action":"그룹 수정"}}`, `{` + plain + `,"task":"edit_group","target":{"type":"group","name":"서울 영업"}}`},
		{"a group by id", `{` + at + `,"user":{"name":"kim"},"group":{"id":17}}`, `{` + plain + `,"target":{"type":"group","name":"17"}}`},
		{"a target by id", `{` + at + `,"user":{"name":"kim","target":{"id":"m9"}}}`, `{` + plain + `,"target":{"type":"member","name":"m9"}}`},
		{"a target's full name", `{` + at + `,"user":{"name":"kim","target":{"full_name":"Lee Seoyeon","id":"m9"}}}`, `{` + plain + `,"target":{"type":"member","name":"Lee Seoyeon"}}`},
		{"the vendor's target before ECS's", `{` + at + `,"user":{"name":"kim","target":{"name":"half"}},"group":{"name":"other"},"naverworks":{"target":"Sales (sales@acme.example)"}}`,
			`{` + plain + `,"target":{"name":"Sales","email":"sales@acme.example"}}`},
		{"our target before all", `{` + at + `,"user":{"name":"kim","target":{"email":"half@acme.example"}},"target":{"type":"tag","name":"VIP"},"naverworks":{"target":"x"}}`,
			`{` + plain + `,"target":{"type":"tag","name":"VIP"}}`},
		{"our type beside ECS's name", `{` + at + `,"user":{"name":"kim"},"target":{"type":"team"},"group":{"name":"Sales"}}`, `{` + plain + `,"target":{"type":"team","name":"Sales"}}`},
		{"our names before ECS's", `{"time":"2026-11-22T09:12:33.123Z","@timestamp":"2026-11-23T00:00:00Z","id":"ours","event":{"id":"theirs","action":"add_group","outcome":"failure"},
			"user":"kim","task":"edit_group","status":"success","service_type":"api","naverworks":{"task":"a","status":"b","service_type":"scim"}}`,
			`{"id":"ours",` + plain + `,"task":"edit_group","status":"success","service_type":"api"}`},
		{"the vendor's names before ECS's", `{` + at + `,"user":{"name":"kim"},"event":{"action":"x","outcome":"unknown"},"naverworks":{"task":"Edit group","status":"성공"}}`, `{` + plain + `,"task":"edit_group","status":"success"}`},
		{"the download's header", `{"Date":"2026-11-22 18:12:33","User":"Kim (kim@acme.example)","Service Type":"Mobile App","Task":"View group","Target":"Sales (sales@acme.example)","Status":"Failure","@timestamp":"2026-11-23T01:00:00Z","host":"h"}`,
			`{"time":"2026-11-22T09:12:33Z","user":{"name":"Kim","email":"kim@acme.example"},"task":"view_group","target":{"name":"Sales","email":"sales@acme.example"},"status":"failure","service_type":"mobile_app"}`},
		{"an own export", `{"Date (UTC)":"2026-11-22T09:12:33.123Z","Event ID":"01KAJ3T5Q1W8Z0R7M2C9X4V6BN","User":"kim","@timestamp":"2026-11-23T01:00:00Z"}`,
			`{"id":"01KAJ3T5Q1W8Z0R7M2C9X4V6BN",` + plain + `}`},
		{"a full name alone", `{` + at + `,"user":{"full_name":"kim","email":""}}`, `{` + plain + `}`},
		{"a name before a full name", `{` + at + `,"user":{"name":"kim","full_name":"Kim Minjun"}}`, `{` + plain + `}`},
		{"values nobody knows", `{` + at + `,"user":{"name":"kim"},"event":{"action":"pivot-contact","outcome":"unknown"}}`, `{` + plain + `,"task":"pivot-contact","status":"unknown"}`},
		{"null", `{` + at + `,"user":{"name":"kim","full_name":null,"target":null},"event":null,"group":{"name":null},"naverworks":7}`, `{` + plain + `}`},
		{"epoch milliseconds", `{"@timestamp":1795338753123,"user":{"name":"kim"}}`, `{` + plain + `}`},
		{"no offset is UTC", `{"@timestamp":"2026-11-22T09:12:33.123","user":{"name":"kim"}}`, `{` + plain + `}`},
		{"no offset in our name is the zone's", `{"time":"2026-11-22T18:12:33.123","user":{"name":"kim"}}`, `{` + plain + `}`},
		{"nanoseconds", `{"@timestamp":"2026-11-22T18:12:33.123456789+09:00","user":{"name":"kim"}}`, `{` + plain + `}`},
		{"the kind of the service that logs", `{` + at + `,"user":{"name":"kim"},"service.type":"system","service":{"type":"system"}}`, `{` + plain + `}`},
		{"escaped keys", `{"\u0040timestamp":"2026-11-22T09:12:33.123Z","user":{"n\u0061me":"kim"},"event":{"acti\u006fn":"edit_group"}}`, `{` + plain + `,"task":"edit_group"}`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			want := strings.TrimSpace(strings.TrimPrefix(show(NewNDJSON(strings.NewReader(tt.same), Options{})), "1: "))
			got := readDocument(t, "", strings.ReplaceAll(tt.document, "\n", " "))
			if diff := cmp.Diff(want, got); diff != "" || strings.Contains(got, "rejected") {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestDocumentsRejected(t *testing.T) {
	for _, tt := range []struct{ name, document, want string }{
		{"no time", `{"user":{"name":"kim"},"message":"x"}`, `rejected invalid_time, time, "": The row has no time.`},
		{"a time that is none", `{"@timestamp":"soon","user":{"name":"kim"}}`, `rejected invalid_time, time, "soon": The time "soon" can't be read;`},
		{"a time of another shape", `{"@timestamp":{"a":1}}`, `rejected invalid_time, time, "{\"a\":1}": @timestamp must be`},
		{"an action that is a number", `{"@timestamp":1795338753,"user":{"name":"kim"},"event":{"action":7}}`, `rejected invalid_field, event.action, "7": The field "event.action" must be a string.`},
		{"a group that is a list", `{"@timestamp":1795338753,"user":{"name":"kim"},"group":{"name":["a"]}}`, `rejected invalid_field, group.name,`},
		{"half a character", `{"@timestamp":1795338753,"user":{"name":"kim","target":{"name":"\ud800"}}}`, `rejected invalid_utf8, user.target.name,`},
		{"no object", `[1]`, `rejected invalid_json,`},
		{"cut off", `{"@timestamp":1795338753`, `rejected invalid_json,`},
		{"empty", ``, `rejected invalid_json, , "": The document is empty;`},
		{"too long", `{"x":"` + strings.Repeat("x", MaxRowBytes) + `"}`, `rejected field_too_long,`},
		{"deep", strings.Repeat(`{"user":`, 5000) + "1" + strings.Repeat("}", 5000), `rejected invalid_time,`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := readDocument(t, "", tt.document); !strings.Contains(got, tt.want) {
				t.Errorf("%s, want %s", got, tt.want)
			}
		})
	}
}

// The _id of the action goes before the ids of the document.
func TestDocumentID(t *testing.T) {
	for _, document := range []string{
		`{"time":1795338753,"user":"kim","id":"a","event":{"id":"b"}}`,
		`{"Date (UTC)":"2026-11-22T09:12:33Z","Event ID":"01KAJ3T5Q1W8Z0R7M2C9X4V6BN","User":"kim"}`,
	} {
		if got := readDocument(t, "'42", document); !strings.Contains(got, `"id":"'42"`) {
			t.Error(got)
		}
	}
	long := strings.Repeat("x", audit.MaxFieldBytes+1)
	if got := readDocument(t, long, `{"time":1795338753,"user":"kim"}`); !strings.Contains(got, "rejected field_too_long, _id") {
		t.Error(got)
	}
}
