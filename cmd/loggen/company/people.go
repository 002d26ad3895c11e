package company

import (
	"fmt"
	"math/rand/v2"
	"strings"

	"whodid/audit"
)

// person is a member or a contact, ready to stand in an event on either side.
type person struct {
	who    audit.Person
	target audit.Target
}

// Shares of names: Korean, Japanese, the rest Latin; of the first two, those
// written in their own script.
const (
	koreanShare      = 0.5
	japaneseShare    = 0.3
	koreanOwnShare   = 0.4
	japaneseOwnShare = 0.6
	additionShare    = 0.01
)

// newPeople makes n people whose ids begin with prefix.
func newPeople(r *rand.Rand, n int, prefix, domain string, plain bool) []person {
	pick := func(of names) name {
		if plain {
			return of.list[r.IntN(of.even)]
		}
		// The lower of two draws: the first names come up twice as often as even.
		return of.list[min(r.IntN(len(of.list)), r.IntN(len(of.list)))]
	}
	kind := onMember
	if prefix != "m" {
		kind = onContact
	}
	people := make([]person, n)
	for i := range people {
		var family, given name
		var full string
		switch x := r.Float64(); {
		case x < koreanShare:
			family, given = pick(koreanFamilies), pick(koreanGivens)
			full = family.latin + " " + given.latin
			if r.Float64() < koreanOwnShare {
				full = family.own + given.own
			}
		case x < koreanShare+japaneseShare:
			family, given = pick(japaneseFamilies), pick(japaneseGivens)
			full = given.latin + " " + family.latin
			if r.Float64() < japaneseOwnShare {
				full = family.own + " " + given.own
			}
		default:
			family, given = pick(latinFamilies), pick(latinGivens)
			full = given.written() + " " + family.written()
		}
		if !plain && r.Float64() < additionShare {
			full += additions[r.IntN(len(additions))]
		}
		people[i] = newPerson(fmt.Sprintf("%s%06d", prefix, i), kind, full, address(given, family, i, domain))
	}
	return people
}

// written is the name as its bearer writes it in Latin letters.
func (n name) written() string {
	if n.own != "" {
		return n.own
	}
	return n.latin
}

func newPerson(id, kind, full, email string) person {
	return person{
		who:    audit.Person{ID: id, Name: full, Email: email},
		target: audit.Target{Type: kind, Name: full, Email: email},
	}
}

var noSigns = strings.NewReplacer("'", "", " ", "")

// address gives an e-mail: given.family, then the number that makes it one's own.
func address(given, family name, number int, domain string) string {
	local := noSigns.Replace(strings.ToLower(given.latin + "." + family.latin))
	return fmt.Sprintf("%s%d@%s", local, number, domain)
}

// Members that every company but a plain one has, by their index: the names that
// examples ask for, and the two of the evening in incident.go.
const (
	memberLeaver = 7
	memberAdmin  = 11
)

// castMembers gives the parts that are always played their actors.
func castMembers(members []person) {
	cast := func(i int, full string, given, family string) {
		members[i] = newPerson(members[i].who.ID, onMember, full, address(name{latin: given}, name{latin: family}, i, "acme.example"))
	}
	cast(0, "김민준", "Minjun", "Kim")
	cast(1, "Kim Minjun", "Minjun", "Kim")
	cast(2, "佐藤 結衣", "Yui", "Sato")
	cast(3, "José García", "Jose", "Garcia")
	cast(memberLeaver, "Kim Dohyun", "Dohyun", "Kim")
	cast(memberAdmin, "박지우", "Jiwoo", "Park")
}

// Accounts that are no members: programs that act through the API or SCIM.
var (
	syncAccount = audit.Person{ID: "svc-directory", Name: "Directory Sync", Email: "directory-sync@acme.example"}
	apiAccounts = []audit.Person{
		{ID: "svc-crm", Name: "CRM Connector", Email: "crm-connector@acme.example"},
		{ID: "svc-hr", Name: "인사 연동", Email: "hr-connector@acme.example"},
		{ID: "svc-cards", Name: "名刺スキャン", Email: "card-scan@acme.example"},
	}
)
