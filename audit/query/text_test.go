package query

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestFold(t *testing.T) {
	for in, want := range map[string]string{
		"Kim": "kim", "ｋｉｍ": "kim", "García": "garcia", "ŁÓDŹ": "lodz", "Straße": "strasse", "Ærø": "aero", "ΣΊΣΥΦΟΣ": "σισυφοσ",
		"ｷﾑﾗ": "キムラ", "ガ": "ガ", "か\u3099": "が", "한글": "한글", "\u1112\u1161\u11ab": "한", "Й": "и", "ไทย": "ไทย",
		"zero\u200bwidth": "zerowidth", "①": "1", "ﬁ": "fi", "İstanbul": "istanbul", "": "",
	} {
		if got := Fold(in); got != want {
			t.Errorf("Fold(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestTokens(t *testing.T) {
	for in, want := range map[string][]string{
		"":                         nil,
		"minjun.kim+a_b-c@acme.kr": {"minjun", "kim", "a", "b", "c", "acme", "kr"},
		"김민준 (영업팀)":                {"김민준", "영업팀"},
		"제3팀abc":                   {"제", "3", "팀", "abc"},
		"佐々木さくらサーバー":               {"佐々木さくらサーバー"},
		"  edit--group  ":          {"edit", "group"},
		"हिन्दी":                   {"हिन्दी"},
		"😀 emoji":                  {"emoji"},
	} {
		if got := Tokens(in); !cmp.Equal(got, want) {
			t.Errorf("Tokens(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestGrams(t *testing.T) {
	var got []string
	Grams("김민준수", 3, func(g string) { got = append(got, g) })
	want := []string{"김", "김민", "김민준", "민", "민준", "민준수", "준", "준수", "수"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestMatchPattern(t *testing.T) {
	for _, tt := range []struct {
		pattern, token string
		want           bool
	}{
		{"k*n", "kn", true}, {"k*n", "kxn", true}, {"k*n", "kxnx", false}, {"*", "", true}, {"a*a", "a", false},
		{"*ab*ab", "abab", true}, {"*ab*ab", "ab", false}, {"a*b*c", "axbxbxc", true}, {"kim", "kim", true}, {"kim", "kimm", false},
	} {
		if got := matchPattern(tt.pattern, tt.token); got != tt.want {
			t.Errorf("matchPattern(%q, %q) = %v", tt.pattern, tt.token, got)
		}
	}
}

// FuzzFold holds that folding twice is folding once, and that the words of
// folded text are themselves folded.
func FuzzFold(f *testing.F) {
	for _, s := range []string{"García ｷﾑﾗ", "İẞﬀ", "か\u3099\u0301", "\u1112\u1161\u11ab", "ﾞx", "a\u0327\u0301"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		once := Fold(s)
		if twice := Fold(once); twice != once {
			t.Fatalf("Fold(%q) = %q, again %q", s, once, twice)
		}
		for _, w := range Tokens(once) {
			if again := Tokens(Fold(w)); !slices.Equal(again, []string{w}) {
				t.Fatalf("word %q of %q is cut again into %q", w, s, again)
			}
		}
	})
}
