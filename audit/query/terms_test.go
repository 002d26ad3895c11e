package query

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestTerms(t *testing.T) {
	for _, tt := range []struct {
		q    string
		want []Term
	}{
		{"", nil},
		{"*", nil},
		{"Kim", []Term{{Words: []string{"kim"}}}},
		{`"seoul sales" k*m`, []Term{{Words: []string{"seoul", "sales"}}, {Words: []string{"k*m"}}}},
		{"by (kim or 민준) -lee not (a b)", []Term{{Field: FieldUser, Words: []string{"kim"}}, {Field: FieldUser, Words: []string{"민준"}}}},
		{"kim or kim", []Term{{Words: []string{"kim"}}}},
		{`target:A@B.C`, []Term{{Field: FieldTarget, Value: "a@b.c"}}},
		{`task:edit_group status:""`, []Term{{Field: FieldTask, Value: "edit_group"}, {Field: FieldStatus}}},
		{"id:01KAJ3T5Q1W8Z0R7M2C9X4V6BN on:2026-11-22", []Term{{Field: FieldID, Value: "01KAJ3T5Q1W8Z0R7M2C9X4V6BN"}}},
		{`"kim`, []Term{{Words: []string{"kim"}}}},
	} {
		if diff := cmp.Diff(tt.want, Terms(parse(t, tt.q).Tree)); diff != "" {
			t.Errorf("terms of %q (-want +got):\n%s", tt.q, diff)
		}
	}
}
