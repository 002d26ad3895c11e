package company

import (
	"math"
	"math/rand/v2"

	"whodid/audit"
)

// shares draws an index in proportion to weights, in constant time whatever
// their number (Walker's alias method, thresholds in 32 bits).
type shares []alias

type alias struct {
	threshold uint32 // below it the index itself, else other
	other     int32
}

func newShares(weights []float64) shares {
	sum := 0.0
	for _, w := range weights {
		sum += w
	}
	s := make(shares, len(weights))
	scaled := make([]float64, len(weights))
	var small, large []int
	for i, w := range weights {
		s[i] = alias{math.MaxUint32, int32(i)}
		scaled[i] = w / sum * float64(len(weights))
		if scaled[i] < 1 {
			small = append(small, i)
		} else {
			large = append(large, i)
		}
	}
	for len(small) > 0 && len(large) > 0 {
		l, g := small[len(small)-1], large[len(large)-1]
		small = small[:len(small)-1]
		s[l] = alias{uint32(scaled[l] * math.MaxUint32), int32(g)}
		scaled[g] -= 1 - scaled[l]
		if scaled[g] < 1 {
			large = large[:len(large)-1]
			small = append(small, g)
		}
	}
	return s
}

func (s shares) draw(r *rand.Rand) int {
	i := r.IntN(len(s))
	if r.Uint32() <= s[i].threshold {
		return i
	}
	return int(s[i].other)
}

// zipf is how activity spreads over n people, the busiest first: a few do much,
// most little. Measured member activity looks like (20 + rank)^-1.05.
func zipf(n int) shares {
	weights := make([]float64, n)
	for rank := range weights {
		weights[rank] = math.Pow(20+float64(rank), -1.05)
	}
	return newShares(weights)
}

// taskShare is how often a task is done, in percent, and what it is done on.
type taskShare struct {
	task   audit.Task
	share  float64
	target string
}

// Types of targets, as events name them.
const (
	onMember  = "member"
	onContact = "contact"
	onTag     = "tag"
	onTeam    = "team"
	onGroup   = "group"
)

var taskShares = []taskShare{
	{audit.TaskViewMemberInfo, 34, onMember},
	{audit.TaskSearchContact, 18, onContact},
	{audit.TaskViewGroup, 16, onGroup},
	{audit.TaskAddContact, 6, onContact},
	{audit.TaskEditContact, 5, onContact},
	{audit.TaskEditMemberInfo, 4, onMember},
	{audit.TaskEditGroup, 4, onGroup},
	{audit.TaskDeleteContact, 2, onContact},
	{audit.TaskEditTeam, 2, onTeam},
	{audit.TaskAddGroup, 1.5, onGroup},
	{audit.TaskInviteCompanyMember, 1.4, onMember},
	{audit.TaskAddTag, 1.2, onTag},
	{audit.TaskEditTag, 0.8, onTag},
	{audit.TaskExportContact, 0.6, onContact},
	{audit.TaskDeleteGroup, 0.6, onGroup},
	{audit.TaskDeleteContactPermanently, 0.5, onContact},
	{audit.TaskDeleteTag, 0.4, onTag},
	{audit.TaskMergeContacts, 0.4, onContact},
	{audit.TaskRestoreContact, 0.3, onContact},
	{audit.TaskChangeContactOwner, 0.3, onContact},
}

type serviceShare struct {
	service audit.ServiceType
	share   float64
}

var serviceShares = []serviceShare{
	{audit.PCWeb, 46},
	{audit.MobileApp, 34},
	{audit.ContactsOrganizationChart, 9},
	{audit.API, 7},
	{audit.SCIM, 4},
}

// Shares of failure: of any task, and of the one that is most often refused.
const (
	failureShare            = 0.03
	failureShareDeleteGroup = 0.12
)

var (
	taskDraw    = newShares(weightsOf(taskShares, func(t taskShare) float64 { return t.share }))
	serviceDraw = newShares(weightsOf(serviceShares, func(s serviceShare) float64 { return s.share }))
)

func weightsOf[T any](list []T, weight func(T) float64) []float64 {
	weights := make([]float64, len(list))
	for i, x := range list {
		weights[i] = weight(x)
	}
	return weights
}
