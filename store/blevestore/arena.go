package blevestore

import (
	"encoding/binary"
	"fmt"
	"strings"
)

// The arena of a part has each party as its tag, its name and its e-mail. Tags such
// as the type of a target, and what follows the @ of e-mails, are shared by many: they
// stand in the part's meta once and are named by a number from 1 on; after a 0 comes
// the text itself.

// maxFrequent bounds the texts that are kept apart.
const maxFrequent = 1 << 12

// frequentTexts are the tags and the domains that more than one party has.
func frequentTexts(parties []party) (list []string) {
	seen := make(map[string]int)
	for i := range parties {
		for _, text := range [2]string{parties[i].tag, domainOf(parties[i].email)} {
			if seen[text]++; text != "" && seen[text] == 2 && len(list) < maxFrequent {
				list = append(list, text)
			}
		}
	}
	return list
}

// domainOf is an e-mail from its @ on.
func domainOf(email string) string { return email[max(strings.LastIndexByte(email, '@'), 0):] }

// arenaOf gives the arena, and where each party and its end stand in it.
func arenaOf(parties []party, frequent []string) (texts []uint32, arena []byte) {
	codes := make(map[string]uint64, len(frequent))
	for i, text := range frequent {
		codes[text] = uint64(i) + 1
	}
	texts = make([]uint32, 0, len(parties)+1)
	for i := range parties {
		texts = append(texts, uint32(len(arena)))
		arena = appendParty(arena, &parties[i], codes)
	}
	return append(texts, uint32(len(arena))), arena
}

func appendParty(b []byte, p *party, codes map[string]uint64) []byte {
	code := codes[p.tag]
	b = binary.AppendUvarint(b, code)
	if code == 0 {
		b = appendText(b, p.tag)
	}
	b = appendText(b, p.name)
	domain := domainOf(p.email)
	code = codes[domain]
	b = binary.AppendUvarint(b, code)
	if code == 0 {
		return appendText(b, p.email)
	}
	return appendText(b, p.email[:len(p.email)-len(domain)])
}

// texts are a party as it lies in the arena: of the tag and the domain one of the two
// forms is empty.
type texts struct {
	frequentTag, domain string
	tag, name, local    []byte // in the mapped file
}

func (p *part) texts(n uint32) (t texts, err error) {
	from, to := p.textAt(n), p.textAt(n+1)
	if from > to || uint64(to) > uint64(len(p.raw[sectionArena])) {
		return t, fmt.Errorf("arena: %w", errDamaged)
	}
	r := reader{b: p.raw[sectionArena][from:to]}
	if t.frequentTag = p.frequentText(&r); t.frequentTag == "" {
		t.tag = r.bytes()
	}
	t.name = r.bytes()
	t.domain = p.frequentText(&r)
	t.local = r.bytes()
	if r.bad {
		return t, fmt.Errorf("arena: %w", errDamaged)
	}
	return t, nil
}

// party reads a party; its texts are copies.
func (p *part) party(n uint32) (party, error) {
	t, err := p.texts(n)
	if err != nil {
		return party{}, err
	}
	return party{target: n >= p.users, tag: t.frequentTag + string(t.tag), name: string(t.name), email: string(t.local) + t.domain}, nil
}

// frequentText reads a text that is kept apart; "" is: the text itself follows.
func (p *part) frequentText(r *reader) string {
	code := r.uvarint()
	if code == 0 {
		return ""
	}
	if code > uint64(len(p.frequent)) {
		r.bad = true
		return ""
	}
	return p.frequent[code-1]
}
