package blevestore

import (
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"whodid/audit"
	"whodid/audit/query"
)

func runGlob(p, text string) bool {
	a := newGlob(p)
	place := a.Start()
	for i := range len(text) {
		place = a.Accept(place, text[i])
		if !a.CanMatch(place) {
			return false
		}
	}
	return a.IsMatch(place)
}

// What a pattern means is query's to say.
func meaning(t testing.TB, p, text string) bool {
	t.Helper()
	q, err := query.Parse("user:"+p, query.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return query.Match(q.Tree, query.NewDoc(&audit.Event{User: audit.Person{Name: text}}))
}

func TestGlobMeansWhatQuerySays(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	word := func(letters string, n int) string {
		var b strings.Builder
		for range 1 + r.IntN(n) {
			b.WriteByte(letters[r.IntN(len(letters))])
		}
		return b.String()
	}
	matched := 0
	for range 200_000 {
		p, text := word("aab**", 7), word("aab", 8)
		if !strings.Contains(p, "*") {
			p += "*"
		}
		got, want := runGlob(p, text), meaning(t, p, text)
		if got != want {
			t.Fatalf("glob %q on %q is %v, want %v", p, text, got, want)
		}
		if got {
			matched++
		}
	}
	if matched < 1000 {
		t.Errorf("only %d patterns matched; the comparison says little", matched)
	}
}

// A question of nothing but stars and letters kept a core busy for 42 seconds,
// and ended as an internal error: its automaton grew with the square of the stars.
func TestManyStarsCostLittle(t *testing.T) {
	s, _ := mustOpen(t, filled(t, true))
	q := strings.Repeat("*a", query.MaxQuestionBytes/2)
	start := time.Now()
	if got := count(t, s, q).Total; got != 0 {
		t.Errorf("total %d, want 0", got)
	}
	if took := time.Since(start); took > 5*time.Second {
		t.Errorf("took %v", took)
	}
}
