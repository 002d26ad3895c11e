package whodid

import (
	"encoding/json"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"

	"whodid/audit"
)

// The page says the labels that the door accepts and the question language
// finds: its lists are those of the room audit.
func TestPageHasTheLabels(t *testing.T) {
	t.Parallel()
	for _, lang := range audit.Languages {
		b, err := os.ReadFile("frontend/src/messages/labels/" + string(lang) + ".json")
		if err != nil {
			t.Fatal(err)
		}
		got := map[string]map[string]string{}
		if err := json.Unmarshal(b, &got); err != nil {
			t.Fatal(lang, err)
		}
		want := map[string]map[string]string{"task": {}, "status": {}, "service_type": {}}
		for _, v := range audit.Tasks() {
			want["task"][string(v)] = v.Label(lang)
		}
		for _, v := range audit.Statuses() {
			want["status"][string(v)] = v.Label(lang)
		}
		for _, v := range audit.ServiceTypes() {
			want["service_type"][string(v)] = v.Label(lang)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: labels of the page (-audit +page):\n%s", lang, diff)
		}
	}
}
