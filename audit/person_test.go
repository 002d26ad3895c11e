package audit

import "testing"

func TestSplitPerson(t *testing.T) {
	tests := []struct{ cell, name, email string }{
		{"", "", ""},
		{"Kim Minjun (minjun.kim@acme.example)", "Kim Minjun", "minjun.kim@acme.example"},
		{"太郎(taro@acme.example)", "太郎", "taro@acme.example"},
		{"김민준（minjun@acme.example）", "김민준", "minjun@acme.example"},
		{"ｋｉｍ （kim@acme.example)", "ｋｉｍ", "kim@acme.example"},
		{"山田太郎 (営業部) (taro@acme.example)", "山田太郎 (営業部)", "taro@acme.example"},
		{"山田太郎 (営業部)", "山田太郎 (営業部)", ""},
		{"Kim (kim@acme.example) (Sales)", "Kim (kim@acme.example) (Sales)", ""},
		{"Kim (kim@acme.example) Sales", "Kim (kim@acme.example) Sales", ""},
		{"Kim (see you @ noon)", "Kim (see you @ noon)", ""},
		{"Kim (kim@acme.example))", "Kim (kim@acme.example))", ""},
		{"Kim )kim@acme.example)", "Kim )kim@acme.example)", ""},
		{`Robert ("Bob")`, `Robert ("Bob")`, ""},
		{"kim+hr@acme.example", "", "kim+hr@acme.example"},
		{"(kim@acme.example)", "", "kim@acme.example"},
		{"@kim", "@kim", ""},
		{"Seoul Sales 12", "Seoul Sales 12", ""},
		{"A (b@c) ()", "A (b@c)", ""},
		{`A (@"n/a")`, "A", "n/a"},
		{`A (@"say ""hi""")`, "A", `say "hi"`},
	}
	for _, tt := range tests {
		name, email := SplitPerson(tt.cell)
		if name != tt.name || email != tt.email {
			t.Errorf("SplitPerson(%q) = %q, %q; want %q, %q", tt.cell, name, email, tt.name, tt.email)
		}
	}
}

func TestCSVPerson(t *testing.T) {
	tests := []struct{ name, email, want string }{
		{"", "", ""},
		{"Kim Minjun", "kim@acme.example", "Kim Minjun (kim@acme.example)"},
		{"", "kim@acme.example", "kim@acme.example"},
		{"Seoul Sales 12", "", "Seoul Sales 12"},
		{"A (b@c)", "", "A (b@c) ()"},
		{"a@b", "", "a@b ()"},
		{"A ()", "", "A () ()"},
		{"A", "n/a", `A (@"n/a")`},
		{"", "n/a", `(@"n/a")`},
		{"A", `"`, `A (@"""")`},
		{"山田太郎 (営業部)", "taro@acme.example", "山田太郎 (営業部) (taro@acme.example)"},
	}
	for _, tt := range tests {
		if got := CSVPerson(tt.name, tt.email); got != tt.want {
			t.Errorf("CSVPerson(%q, %q) = %q, want %q", tt.name, tt.email, got, tt.want)
		}
	}
}

// What one cell was made of comes out of it again, whatever was put in.
func FuzzSplitPerson(f *testing.F) {
	for _, seed := range [][2]string{
		{"", ""}, {"Kim", "kim@acme.example"}, {"A (b@c)", ""}, {"", "a@b"}, {"A", "n/a"}, {" A ", " a@b "},
		{`A (@"`, `")`}, {`"`, `""`}, {"A（x@y）", ""}, {"A\n(x@y)", "b\r\n@c"}, {" ", " ()"}, {" ()", ""},
	} {
		f.Add(seed[0], seed[1])
	}
	f.Fuzz(func(t *testing.T, name, email string) {
		cell := CSVPerson(name, email)
		if n, e := SplitPerson(cell); n != name || e != email {
			t.Errorf("name %q, e-mail %q: cell %q gives %q, %q", name, email, cell, n, e)
		}
	})
}
