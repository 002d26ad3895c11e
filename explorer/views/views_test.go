package views

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/rs/zerolog"

	"whodid/audit"
)

var noon = time.Date(2026, 11, 23, 10, 0, 0, 0, time.UTC)

var (
	kim   = Person{Name: "kim"}
	lee   = Person{Name: "lee"}
	admin = Person{Name: "root", Admin: true}
)

func open(t *testing.T, opts Options) *Views {
	t.Helper()
	if opts.Now == nil {
		opts.Now = func() time.Time { return noon }
	}
	v, err := Open(opts)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func named(name string) Edit { return Edit{Name: &name} }

func (e Edit) at(address string) Edit { e.Address = &address; return e }
func (e Edit) shared(b bool) Edit     { e.Shared = &b; return e }
func (e Edit) starred(b bool) Edit    { e.Starred = &b; return e }
func (e Edit) byDefault(b bool) Edit  { e.Default = &b; return e }

func create(t *testing.T, v *Views, who Person, e Edit) View {
	t.Helper()
	view, err := v.Create(who, e)
	if err != nil {
		t.Fatal(err)
	}
	return view
}

func change(t *testing.T, v *Views, who Person, id string, e Edit) View {
	t.Helper()
	view, err := v.Change(who, id, e)
	if err != nil {
		t.Fatal(err)
	}
	return view
}

// told gives what a person sees: names, with * for a star, ! for the default, and
// the owner of what is another's.
func told(v *Views, who Person) []string {
	var out []string
	for _, s := range v.List(who) {
		line := s.Name
		if s.Starred {
			line += "*"
		}
		if s.Default {
			line += "!"
		}
		if !s.Mine {
			line += " of " + s.Owner
		}
		out = append(out, line)
	}
	return out
}

func wantTold(t *testing.T, v *Views, who Person, want ...string) {
	t.Helper()
	if diff := cmp.Diff(want, told(v, who), cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("%s sees (-want +got):\n%s", who.Name, diff)
	}
}

func wantCode(t *testing.T, err error, kind audit.Kind, code string) {
	t.Helper()
	e, ok := err.(*audit.Error)
	if !ok || e.Kind != kind || e.Code != code || e.Message == "" {
		t.Errorf("error %#v, want kind %d and code %s", err, kind, code)
	}
}

func TestTwoPeople(t *testing.T) {
	v := open(t, Options{})
	private := create(t, v, kim, named("b private"))
	shared := create(t, v, kim, named("a shared").at("?q=a").shared(true).starred(true))
	create(t, v, lee, named("b private"))
	wantTold(t, v, kim, "a shared*", "b private")
	wantTold(t, v, lee, "a shared of kim", "b private")

	// Marks are one's own.
	change(t, v, lee, shared.ID, Edit{}.byDefault(true))
	wantTold(t, v, lee, "a shared! of kim", "b private")
	wantTold(t, v, kim, "a shared*", "b private")

	// The rest is the owner's, and an administrator's.
	for _, e := range []Edit{named("x"), Edit{}.at(""), Edit{}.shared(false), named("x").starred(true)} {
		_, err := v.Change(lee, shared.ID, e)
		wantCode(t, err, audit.Forbidden, "not_owner")
	}
	wantCode(t, v.Delete(lee, shared.ID), audit.Forbidden, "not_owner")
	wantTold(t, v, lee, "a shared! of kim", "b private")

	// What is private is not even there for others.
	_, err := v.Change(lee, private.ID, Edit{}.starred(true))
	wantCode(t, err, audit.NotFound, "not_found")
	wantCode(t, v.Delete(lee, private.ID), audit.NotFound, "not_found")
	wantCode(t, v.Delete(admin, "nobody's"), audit.NotFound, "not_found")

	if got := change(t, v, admin, shared.ID, named("c renamed")); got.Owner != "kim" || got.Mine || got.Address != "?q=a" {
		t.Errorf("renamed: %+v", got)
	}
	wantTold(t, v, kim, "b private", "c renamed*")
	change(t, v, kim, shared.ID, Edit{}.shared(false))
	wantTold(t, v, lee, "b private")
	change(t, v, kim, shared.ID, Edit{}.shared(true))
	wantTold(t, v, lee, "b private", "c renamed! of kim")
	if err := v.Delete(admin, shared.ID); err != nil {
		t.Fatal(err)
	}
	wantTold(t, v, kim, "b private")
	wantTold(t, v, lee, "b private")
	if len(v.state.Marks) > 0 {
		t.Errorf("marks of what is gone: %v", v.state.Marks)
	}
}

func TestMarks(t *testing.T) {
	v := open(t, Options{})
	a := create(t, v, kim, named("a").byDefault(true))
	b := create(t, v, kim, named("b").byDefault(true).starred(true))
	wantTold(t, v, kim, "a", "b*!") // the mark was taken from a
	for range 2 {
		change(t, v, kim, a.ID, Edit{}.starred(true).byDefault(true))
		wantTold(t, v, kim, "a*!", "b*")
	}
	change(t, v, kim, b.ID, Edit{}.starred(false).byDefault(false)) // it was not the default
	wantTold(t, v, kim, "a*!", "b")
	change(t, v, kim, a.ID, Edit{}.byDefault(false))
	wantTold(t, v, kim, "a*", "b")
}

func TestUpdated(t *testing.T) {
	now := noon
	v := open(t, Options{Now: func() time.Time { return now }})
	a := create(t, v, kim, named("a"))
	now = now.Add(time.Hour)
	if got := change(t, v, kim, a.ID, Edit{}.starred(true)); !got.Updated.Equal(noon) {
		t.Errorf("a mark changed the view at %v", got.Updated)
	}
	if got := change(t, v, kim, a.ID, Edit{}.at("?q=b")); !got.Updated.Equal(now) || !got.Created.Equal(noon) || got.Name != "a" {
		t.Errorf("got %+v", got)
	}
}

func TestNames(t *testing.T) {
	v := open(t, Options{})
	longest := strings.Repeat("가", MaxNameRunes)
	for _, name := range []string{"Failed logins", " 실패한 로그인\t", longest, "ログイン失敗 🔥", "👩‍👩‍👧", "<b>&", "تسجيل"} {
		if got := create(t, v, kim, named(name)); got.Name != strings.TrimSpace(name) {
			t.Errorf("%q is kept as %q", name, got.Name)
		}
	}
	for _, name := range []string{"", "  ", "\u200b", longest + "가", "two\nlines", "nul\x00"} {
		_, err := v.Create(kim, named(name))
		wantCode(t, err, audit.Invalid, "invalid_view")
	}
	_, err := v.Create(kim, Edit{}.at("?"))
	wantCode(t, err, audit.Invalid, "invalid_view")

	for _, name := range []string{"Failed logins", "FAILED LOGINS ", "Ｆailed logins"} {
		_, err := v.Create(kim, named(name))
		wantCode(t, err, audit.Conflict, "view_exists")
	}
	create(t, v, lee, named("Failed logins")) // another's may be called the same
	own := create(t, v, kim, named("x"))
	_, err = v.Change(kim, own.ID, named("failed logins"))
	wantCode(t, err, audit.Conflict, "view_exists")
	_, err = v.Change(admin, own.ID, named("failed logins")) // among its owner's
	wantCode(t, err, audit.Conflict, "view_exists")
	change(t, v, kim, own.ID, named("X")) // itself is not in the way
}

func TestAddresses(t *testing.T) {
	v := open(t, Options{})
	for i, address := range []string{"", "?", "?q=실패&tz=Asia/Seoul#x", "?" + strings.Repeat("a", MaxAddressBytes-1)} {
		if got := create(t, v, kim, named(fmt.Sprint(i)).at(address)); got.Address != address {
			t.Errorf("%q is kept as %q", address, got.Address)
		}
	}
	for _, address := range []string{"q=a", "/?q=a", "https://evil.example/?", "javascript:alert(1)", "?a\nb", "?" + strings.Repeat("a", MaxAddressBytes)} {
		_, err := v.Create(kim, named("x").at(address))
		wantCode(t, err, audit.Invalid, "invalid_view")
	}
}

func TestMostViews(t *testing.T) {
	v := open(t, Options{})
	var last View
	for i := range MaxViews {
		last = create(t, v, kim, named(fmt.Sprint(i)))
	}
	_, err := v.Create(kim, named("one more"))
	wantCode(t, err, audit.Conflict, "too_many_views")
	create(t, v, lee, named("another's"))
	change(t, v, kim, last.ID, named("renamed"))
	if err := v.Delete(kim, last.ID); err != nil {
		t.Fatal(err)
	}
	create(t, v, kim, named("one more"))
}

func TestViewsOutliveARestart(t *testing.T) {
	file := filepath.Join(t.TempDir(), "views.json")
	v := open(t, Options{File: file})
	a := create(t, v, kim, named("실패").at("?q=%ED%95%9C&a=<b>").shared(true).starred(true))
	change(t, v, lee, a.ID, Edit{}.byDefault(true))
	gone := create(t, v, lee, named("gone"))
	if err := v.Delete(lee, gone.ID); err != nil {
		t.Fatal(err)
	}
	again := open(t, Options{File: file})
	for _, who := range []Person{kim, lee, admin} {
		if diff := cmp.Diff(v.List(who), again.List(who)); diff != "" {
			t.Errorf("%s sees after the restart:\n%s", who.Name, diff)
		}
	}
	wantTold(t, again, lee, "실패! of kim")
	if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info, err)
	}
}

// A damaged file is what people made, too: it is kept, each under a name of its own,
// and the server starts without views.
func TestDamagedFileIsPutAside(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "views.json")
	one := `{"id":"A","name":"a","owner":"kim"}`
	for i, content := range []string{"", `{"version":1,"views":[` + one, "[]", `{}`, `{"version":1,"views":[` + one + `,` + one + `]}`, `{"version":1,"views":[{"id":"A"}]}`} {
		if err := os.WriteFile(file, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		var log bytes.Buffer
		v := open(t, Options{File: file, Logger: zerolog.New(&log)})
		wantTold(t, v, kim)
		aside := fmt.Sprintf("%s.damaged-%d", file, i+1)
		if got, err := os.ReadFile(aside); err != nil || string(got) != content {
			t.Errorf("%q: kept %q, %v", content, got, err)
		}
		if !strings.Contains(log.String(), `"file":"`+file+`"`) || !strings.Contains(log.String(), aside) {
			t.Errorf("%q: log %s", content, log.String())
		}
		create(t, v, kim, named("new"))
	}
	wantTold(t, open(t, Options{File: file}), kim, "new")
}

// A file that this version must not write over, or can't read, stops the start and
// stays where it is.
func TestOpenRefuses(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "views.json")
	for _, later := range []string{`{"version":2,"views":[]}`, `{"version":2,"views":{"A":{}}}`} {
		if err := os.WriteFile(file, []byte(later), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := Open(Options{File: file}); err == nil || !strings.Contains(err.Error(), file) {
			t.Errorf("of a later version: %v", err)
		}
		if got, err := os.ReadFile(file); err != nil || string(got) != later {
			t.Errorf("it is now %q, %v", got, err)
		}
	}
	if _, err := Open(Options{File: dir}); err == nil || !strings.Contains(err.Error(), dir) {
		t.Errorf("a folder: %v", err)
	}
}

// A full disk: the change is refused, and not made in memory either.
func TestDiskThatIsFull(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data") // not there: no file can be made in it
	v := open(t, Options{File: filepath.Join(dir, "views.json")})
	_, err := v.Create(kim, named("a"))
	wantCode(t, err, audit.Unavailable, "not_stored")
	wantTold(t, v, kim)
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	a := create(t, v, kim, named("a").starred(true))
	if err := os.RemoveAll(dir); err != nil {
		t.Fatal(err)
	}
	_, err = v.Change(kim, a.ID, named("b").starred(false))
	wantCode(t, err, audit.Unavailable, "not_stored")
	wantCode(t, v.Delete(kim, a.ID), audit.Unavailable, "not_stored")
	wantTold(t, v, kim, "a*")
}

// Many at once: each change is there afterwards, in memory and on disk.
func TestConcurrentChanges(t *testing.T) {
	file := filepath.Join(t.TempDir(), "views.json")
	v := open(t, Options{File: file})
	common := create(t, v, admin, named("common").shared(true))
	const people, each = 8, 10
	var wg sync.WaitGroup
	for n := range people {
		wg.Go(func() {
			who := Person{Name: fmt.Sprint("person ", n)}
			for i := range each {
				view, err := v.Create(who, named(fmt.Sprint(i)))
				if err == nil {
					_, err = v.Change(who, view.ID, named(fmt.Sprint("view ", i)).starred(true))
				}
				if err == nil {
					_, err = v.Change(who, common.ID, Edit{}.starred(i%2 == 1))
				}
				if err != nil || len(v.List(who)) != i+2 {
					t.Errorf("%s, %d: %v", who.Name, i, err)
				}
			}
		})
	}
	wg.Wait()
	again := open(t, Options{File: file})
	for n := range people {
		who := Person{Name: fmt.Sprint("person ", n)}
		want := []string{"common* of root"}
		for i := range each {
			want = append(want, fmt.Sprintf("view %d*", i))
		}
		wantTold(t, again, who, want...)
	}
}
