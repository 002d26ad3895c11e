package company

import (
	"fmt"
	"math/rand/v2"
	"strings"

	"whodid/audit"
)

// group is a group and the member who looks after it.
type group struct {
	target audit.Target
	owner  int
}

// storyGroup is the index of "Seoul Sales 12", which README's first question is
// about.
const storyGroup = 11

// newGroups makes a group for every ten members, at least 24 but in a plain company.
func newGroups(r *rand.Rand, o Options, members int) []group {
	n := o.Members/10 + 1
	if o.Plain {
		groups := make([]group, n)
		for k := range groups {
			groups[k].target = plainTarget(onGroup, k)
		}
		return groups
	}
	groups := make([]group, max(n, 24))
	numbers := map[[2]int]int{}
	for k := range groups {
		place, unit := skewed(r, len(places)), skewed(r, len(units))
		if k <= storyGroup {
			place, unit = 0, 0 // Seoul Sales 1 to 12
		}
		numbers[[2]int{place, unit}]++
		language := audit.English
		if k > storyGroup {
			language = groupLanguage(r)
		}
		groups[k] = group{localTarget(onGroup, place, unit, numbers[[2]int{place, unit}], language), r.IntN(members)}
	}
	return groups
}

// newTeams makes a team for every 25 members.
func newTeams(r *rand.Rand, o Options) []audit.Target {
	teams := make([]audit.Target, o.Members/25+1)
	for k := range teams {
		if o.Plain {
			teams[k] = plainTarget(onTeam, k)
			continue
		}
		teams[k] = localTarget(onTeam, k%len(places), k/len(places)%len(units), k+1, groupLanguage(r))
	}
	return teams
}

// skewed draws the lower of two: the head office has more groups than the rest.
func skewed(r *rand.Rand, n int) int { return min(r.IntN(n), r.IntN(n)) }

// groupLanguage draws the language a group is named in.
func groupLanguage(r *rand.Rand) audit.Language {
	switch x := r.Float64(); {
	case x < 0.1:
		return audit.Korean
	case x < 0.15:
		return audit.Japanese
	}
	return audit.English
}

// plainTarget is group or team k of a plain company: "Busan Legal 37".
func plainTarget(kind string, k int) audit.Target {
	return localTarget(kind, k%len(places), k/len(places)%len(units), k, audit.English)
}

// localTarget names a group or team in a language; its address is in Latin
// letters always.
func localTarget(kind string, place, unit, number int, language audit.Language) audit.Target {
	p, u := places[place], units[unit]
	latin := fmt.Sprintf("%s %s %d", p.latin, u.latin, number)
	full := latin
	switch language {
	case audit.Korean:
		full = fmt.Sprintf("%s %s %d", p.korean, u.korean, number)
	case audit.Japanese:
		full = fmt.Sprintf("%s%s %d", p.japanese, u.japanese, number)
	}
	return audit.Target{Type: kind, Name: full, Email: strings.ToLower(strings.ReplaceAll(latin, " ", "-")) + "@acme.example"}
}

// newTags makes every tag: each word with each number.
func newTags(plain bool) []audit.Target {
	words := tagWords
	if plain {
		words = words[:plainTagWords]
	}
	tags := make([]audit.Target, 0, len(words)*tagsPerWord)
	for _, word := range words {
		for k := range tagsPerWord {
			tags = append(tags, audit.Target{Type: onTag, Name: fmt.Sprintf("%s %d", word, k)})
		}
	}
	return tags
}
