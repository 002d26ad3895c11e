package blevestore

import (
	"fmt"
	"slices"
	"strings"

	"whodid/audit"
	"whodid/audit/query"
)

// A question is made ready once a search. What it says of task, status and
// service type, the words of their labels included, is decided for each cell; so for
// the events of one cell only a tree of parties and times is left, and most cells have
// the same. What is left of a question of labels alone is everything or nothing, which
// needs no event to be looked at.

// plan is a question made ready.
type plan struct {
	groups  []group
	groupOf []int32 // by cell; noGroup is: no event of it matches
	key     string  // of the question; equal ones have equal answers
}

// group is the cells for which the same is left of the question.
type group struct {
	tree node
}

const noGroup = -1

// newPlan makes the question of a search ready, its filters of user and target and its
// range of seq included, for all cells there are.
func newPlan(q *query.Search, cells []values) *plan {
	tree := q.Tree
	if tree == nil {
		tree = query.Everything{}
	}
	c := &compiler{memo: make(map[string]bool)}
	root := c.compile(tree)
	root = newAnd(slices.Concat(selections(q), []node{root}, exclusions(q)))
	p := &plan{groupOf: make([]int32, len(cells)), key: root.key()}
	byKey := make(map[string]int32)
	for i, x := range cells {
		left := root.in(x)
		if left == none {
			p.groupOf[i] = noGroup
			continue
		}
		n, ok := byKey[left.key()]
		if !ok {
			n = int32(len(p.groups))
			byKey[left.key()] = n
			p.groups = append(p.groups, group{left})
		}
		p.groupOf[i] = n
	}
	return p
}

// selections are the filters that select users and targets, and the range of seq.
func selections(q *query.Search) (list []node) {
	if len(q.Filters.User) > 0 {
		list = append(list, keyLeaves(false, q.Filters.User))
	}
	if len(q.Filters.Target) > 0 {
		list = append(list, keyLeaves(true, q.Filters.Target))
	}
	if !q.Seqs.Open() {
		list = append(list, seqLeaf(q.Seqs))
	}
	return list
}

// exclusions are the filters that exclude users and targets. They leave the most of
// all, and so stand last.
func exclusions(q *query.Search) (list []node) {
	if len(q.Filters.NotUser) > 0 {
		list = append(list, newNot(keyLeaves(false, q.Filters.NotUser)))
	}
	if len(q.Filters.NotTarget) > 0 {
		list = append(list, newNot(keyLeaves(true, q.Filters.NotTarget)))
	}
	return list
}

// onlyCells tells that nothing but cells decides.
func (p *plan) onlyCells() bool {
	for _, g := range p.groups {
		if g.tree != all {
			return false
		}
	}
	return true
}

// node is a question, or what is left of it.
type node interface {
	// in gives what is left for the events of a cell.
	in(x values) node
	// eval adds the events that match to out, which is empty, and tells whether
	// there are any. Not for nodes that still ask of cells.
	eval(c *evaluation, out bitset) (any bool, err error)
	// key names the node: equal keys have equal events.
	key() string
}

// constant is everything or nothing.
type constant bool

const (
	all  = constant(true)
	none = constant(false)
)

func (n constant) in(values) node { return n }
func (n constant) key() string {
	if n {
		return "*"
	}
	return "-*"
}

type (
	and []node
	or  []node
	not struct{ node }
)

// newAnd intersects, as far as can be said now.
func newAnd(nodes []node) node {
	out := make(and, 0, len(nodes))
	for _, n := range nodes {
		switch n {
		case none:
			return none
		case all:
		default:
			out = append(out, n)
		}
	}
	return one(out, all)
}

func newOr(nodes []node) node {
	out := make(or, 0, len(nodes))
	for _, n := range nodes {
		switch n {
		case all:
			return all
		case none:
		default:
			out = append(out, n)
		}
	}
	return one(out, none)
}

func newNot(n node) node {
	if c, ok := n.(constant); ok {
		return !c
	}
	return not{n}
}

// one gives a list of no node as what it means, of one as that node.
func one[L interface {
	~[]node
	node
}](list L, empty node) node {
	switch len(list) {
	case 0:
		return empty
	case 1:
		return list[0]
	}
	return list
}

func (n and) in(x values) node { return newAnd(allIn(n, x)) }
func (n or) in(x values) node  { return newOr(allIn(n, x)) }
func (n not) in(x values) node { return newNot(n.node.in(x)) }

func allIn(nodes []node, x values) []node {
	out := make([]node, len(nodes))
	for i, n := range nodes {
		out[i] = n.in(x)
	}
	return out
}

func (n and) key() string { return joinKeys(n, "&") }
func (n or) key() string  { return joinKeys(n, "|") }
func (n not) key() string { return "-" + n.node.key() }

func joinKeys(nodes []node, op string) string {
	keys := make([]string, len(nodes))
	for i, n := range nodes {
		keys[i] = n.key()
	}
	return "(" + strings.Join(keys, op) + ")"
}

// compiler makes nodes of a question.
type compiler struct {
	memo map[string]bool // what a label's words say of a value
}

func (c *compiler) compile(tree query.Node) node {
	switch n := tree.(type) {
	case query.Everything:
		return all
	case query.And:
		return newAnd(c.compileAll(n))
	case query.Or:
		return newOr(c.compileAll(n))
	case query.Not:
		return newNot(c.compile(n.Node))
	case query.Words:
		return c.words(n)
	case query.Address:
		return addressLeaf(n)
	case query.Value:
		return valueLeaf(n)
	case query.ID:
		return idLeaf(n.ID)
	case query.Time:
		return timeLeaf(n.Period)
	}
	panic(fmt.Sprintf("bug: no plan for a %T", tree))
}

func (c *compiler) compileAll(trees []query.Node) []node {
	nodes := make([]node, len(trees))
	for i, t := range trees {
		nodes[i] = c.compile(t)
	}
	return nodes
}

// wordsNode is words in labels, which decide for a cell, or in the texts of user
// and target.
type wordsNode struct {
	words query.Words
	texts node
	memo  map[string]bool
	name  string
}

func (c *compiler) words(n query.Words) node {
	w := &wordsNode{words: n, texts: none, memo: c.memo, name: "w:" + n.String()}
	if n.Field == query.FieldAny || n.Field == query.FieldUser || n.Field == query.FieldTarget {
		w.texts = newWordsLeaf(n)
	}
	return w
}

func (n *wordsNode) in(x values) node {
	if n.label("t", string(x.task), func() bool { return n.words.MatchTask(x.task) }) ||
		n.label("s", string(x.status), func() bool { return n.words.MatchStatus(x.status) }) ||
		n.label("v", string(x.via), func() bool { return n.words.MatchServiceType(x.via) }) {
		return all
	}
	return n.texts
}

// label asks once a value what its labels say.
func (n *wordsNode) label(kind, value string, ask func() bool) bool {
	key := n.name + "\x00" + kind + value
	match, known := n.memo[key]
	if !known {
		match = ask()
		n.memo[key] = match
	}
	return match
}

func (n *wordsNode) key() string { return n.name }

// valueLeaf is a value of task, status or service type.
type valueLeaf query.Value

func (n valueLeaf) in(x values) node { return constant(x.of(n.Field) == n.Code) }
func (n valueLeaf) key() string      { return "v:" + query.Value(n).String() }

// of gives the value of a field.
func (x values) of(f query.Field) string {
	switch f {
	case query.FieldTask:
		return string(x.task)
	case query.FieldStatus:
		return string(x.status)
	default:
		return string(x.via)
	}
}

// Leaves that look at an event's own time, id or seq.
type (
	timeLeaf query.Period
	idLeaf   audit.EventID
	seqLeaf  query.SeqRange
)

func (n timeLeaf) in(values) node { return n }
func (n idLeaf) in(values) node   { return n }
func (n seqLeaf) in(values) node  { return n }
func (n timeLeaf) key() string    { return "time:" + query.Time{Period: query.Period(n)}.String() }
func (n idLeaf) key() string      { return "id:" + string(n) }
func (n seqLeaf) key() string     { return fmt.Sprintf("seq:%d,%d", n.After, n.Before) }
