package company

import (
	"math"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"

	"whodid/audit"
)

// near checks a share in percent, to three standard errors and a little.
func near(t *testing.T, what string, n, count int, want float64) {
	t.Helper()
	p := want / 100
	slack := 400 * math.Sqrt(p*(1-p)/float64(n))
	if got := 100 * float64(count) / float64(n); math.Abs(got-want) > slack+0.02 {
		t.Errorf("%s: %.3f %%, want %.3f ± %.3f", what, got, want, slack+0.02)
	}
}

// The figures of the benchmark hold for events of these shares, skew and scripts.
func TestPlainShape(t *testing.T) {
	const n, members = 150_000, 12_000
	c := New(Options{Seed: 1, Members: members, Plain: true})
	tasks, via, users := map[audit.Task]int{}, map[audit.ServiceType]int{}, map[string]int{}
	kinds, hours := map[string]int{}, make([]int, 24)
	failures, refused, weekend := 0, 0, 0
	for e := range c.Events(at(t, "2026-05-27T00:00:00Z"), at(t, "2026-11-23T00:00:00Z"), n) {
		tasks[e.Task]++
		via[e.ServiceType]++
		users[e.User.ID]++
		kinds[e.Target.Type]++
		hours[e.Time.Hour()]++
		switch e.Time.Weekday() {
		case time.Saturday, time.Sunday:
			weekend++
		}
		if e.Status == audit.Failure {
			failures++
			if e.Task == audit.TaskDeleteGroup {
				refused++
			}
		}
	}
	sum := 0.0
	for _, s := range taskShares {
		sum += s.share
	}
	for _, s := range taskShares {
		near(t, string(s.task), n, tasks[s.task], 100*s.share/sum)
	}
	for _, s := range serviceShares {
		near(t, string(s.service), n, via[s.service], s.share)
	}
	near(t, "failures", n, failures, 3+0.09*100*0.6/sum)
	near(t, "failures of delete_group", tasks[audit.TaskDeleteGroup], refused, 12)
	near(t, "contacts", n, kinds[onContact], 100*33.1/sum)
	near(t, "05:00 to 06:00", n, hours[5], 85*(phi(1/2.6)-phi(0))+15.0/24+0.08)
	near(t, "20:00 to 21:00", n, hours[20], 15.0/24)
	if share := float64(weekend) / n; share < 0.06 || share > 0.09 {
		t.Errorf("%.1f %% of the events lie on weekends, want a fifth of a working day's", 100*share)
	}

	counts := make([]int, 0, len(users))
	for _, count := range users {
		counts = append(counts, count)
	}
	slices.Sort(counts)
	slices.Reverse(counts)
	norm := 0.0
	for rank := range members {
		norm += math.Pow(20+float64(rank), -1.05)
	}
	near(t, "the busiest member", n, counts[0], 100*math.Pow(20, -1.05)/norm)
	near(t, "member 100", n, counts[99], 100*math.Pow(119, -1.05)/norm)

	hangul, kana := 0, 0
	for _, p := range c.contacts {
		switch {
		case strings.ContainsFunc(p.who.Name, func(r rune) bool { return unicode.Is(unicode.Hangul, r) }):
			hangul++
		case strings.ContainsFunc(p.who.Name, func(r rune) bool {
			return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana)
		}):
			kana++
		}
	}
	near(t, "names in Hangul", len(c.contacts), hangul, 20)
	near(t, "names in Kanji or Kana", len(c.contacts), kana, 18)
}

// phi is the share of a normal distribution below x.
func phi(x float64) float64 { return 0.5 * (1 + math.Erf(x/math.Sqrt2)) }

// The question of the README: edit group by kim.
func TestSomebodyNamedKimEditsGroups(t *testing.T) {
	c := New(Options{Seed: 1})
	found := 0
	for e := range c.Events(at(t, "2026-05-27T00:00:00Z"), at(t, "2026-11-23T00:00:00Z"), 200_000) {
		if e.Task == audit.TaskEditGroup && strings.Contains(e.User.Name, "Kim ") {
			found++
		}
	}
	if found < 50 || found > 2000 {
		t.Errorf("%d groups edited by a Kim in 200,000 events", found)
	}
}

func TestStories(t *testing.T) {
	c := New(Options{Seed: 1})
	from, to := at(t, "2026-05-27T00:00:00Z"), at(t, "2026-11-23T00:00:00Z")
	type visit struct {
		user string
		slot int64 // ten minutes
	}
	views, exports := map[visit]int{}, map[visit]int{}
	failed, night := map[visit]int{}, 0
	for e := range c.Events(from, to, 200_000) {
		v := visit{e.User.Name, e.Time.Unix() / 600}
		switch {
		case e.Task == audit.TaskViewMemberInfo:
			views[v]++
		case e.Task == audit.TaskExportContact:
			exports[v]++
		case e.Task == audit.TaskAddContact && e.ServiceType == audit.API && e.Status == audit.Failure:
			failed[v]++
		}
		if e.ServiceType == audit.SCIM && e.Time.Hour() == 17 {
			night++
		}
	}
	for what, counts := range map[string]map[visit]int{"pages through the staff": views, "exports in bulk": exports, "fails in bulk": failed} {
		most := 0
		for _, count := range counts {
			most = max(most, count)
		}
		if most < 20 {
			t.Errorf("nobody %s: at most %d events in ten minutes", what, most)
		}
	}
	if night < 1000 {
		t.Errorf("%d events of the sync at night", night)
	}
}

func TestIncident(t *testing.T) {
	tests := []struct {
		name     string
		from, to string
		n        int
		plain    bool
		evening  string // its UTC day; "" is no incident
		least    int    // events of the evening
	}{
		{"the demo", "2026-05-27T10:00:00Z", "2026-11-23T10:00:00Z", 200_000, false, "2026-11-21", 140},
		{"whole days", "2026-05-27T00:00:00Z", "2026-11-23T00:00:00Z", 200_000, false, "2026-11-20", 140},
		{"a small company log", "2026-11-01T00:00:00Z", "2026-11-21T00:00:00Z", 1_000, false, "2026-11-18", 9},
		{"too few events to tell it", "2026-05-27T00:00:00Z", "2026-11-23T00:00:00Z", 100, false, "", 0},
		{"too short a period", "2026-11-22T00:00:00Z", "2026-11-23T00:00:00Z", 1_000, false, "", 0},
		{"plain", "2026-05-27T00:00:00Z", "2026-11-23T00:00:00Z", 200_000, true, "", 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c := New(Options{Seed: 1, Plain: tt.plain})
			leaver, admin := c.members[memberLeaver].who.Name, c.members[memberAdmin].who.Name
			wiped, refused, restored := map[audit.Day]int{}, 0, 0
			all := 0
			for e := range c.Events(at(t, tt.from), at(t, tt.to), tt.n) {
				day, hour := audit.DayOf(e.Time), e.Time.Hour()
				if e.User.Name == leaver && hour == 14 && string(day) == tt.evening {
					all++
				}
				switch {
				case e.User.Name == leaver && e.Task == audit.TaskDeleteContactPermanently:
					wiped[day]++
				case e.User.Name == leaver && e.Task == audit.TaskDeleteGroup && e.Status == audit.Failure && e.Target.Name == "Seoul Sales 12":
					refused++
				case e.User.Name == admin && e.Task == audit.TaskRestoreContact:
					restored++
				}
			}
			if tt.evening == "" {
				if refused > 0 {
					t.Error("there is an incident")
				}
				return
			}
			if all < tt.least || wiped[audit.Day(tt.evening)] == 0 || refused == 0 || restored == 0 {
				t.Errorf("evening of %d events, wiped %v, refused %d, restored %d", all, wiped, refused, restored)
			}
		})
	}
}

func TestShares(t *testing.T) {
	weights := []float64{5, 0, 1, 94}
	s, r := newShares(weights), random(1, 1)
	counts := make([]int, len(weights))
	const n = 200_000
	for range n {
		counts[s.draw(r)]++
	}
	for i, w := range weights {
		near(t, "weight", n, counts[i], w)
	}
}
