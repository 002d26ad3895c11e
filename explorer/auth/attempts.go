package auth

import (
	"crypto/sha256"
	"net/netip"
	"slices"
	"sync"
	"time"

	"golang.org/x/time/rate"

	"whodid/audit"
)

// Wrong log-ins that one remote address may make: twenty at once, then one every
// three seconds.
const (
	wrongBurst = 20
	wrongEvery = 3 * time.Second
	// maxAddresses bounds the memory; an address beyond it pushes out another.
	maxAddresses = 4096
	// rememberedWrong is how many wrong tokens of an address are remembered.
	rememberedWrong = 8
)

var errAttempts = &audit.Error{Kind: audit.Overloaded, Code: "too_many_attempts", Message: "Too many wrong log-ins came from this address. Wait a minute, then try again."}

// attempts limits wrong log-ins by remote address. A right secret is never
// refused: behind a proxy everybody has one address, and a stranger's guesses
// must not lock out those who belong here. So the limit does not hide which
// guess is right; the length of the secrets makes guessing hopeless, and the limit
// keeps it from costing work and log lines. The same wrong token again costs
// nothing: a log shipper with an old token is no guesser.
type attempts struct {
	now func() time.Time

	mu   sync.Mutex
	byIP map[netip.Prefix]*address // guarded by mu
}

type address struct {
	limit *rate.Limiter
	wrong [][sha256.Size]byte // the last few that were refused
}

func newAttempts(now func() time.Time) *attempts {
	return &attempts{now: now, byIP: make(map[netip.Prefix]*address)}
}

// refuse counts a wrong log-in and gives the answer to it: errAttempts where the
// address has used up its attempts, else wrong.
func (a *attempts) refuse(remote, secret string, wrong *audit.Error) *audit.Error {
	a.mu.Lock()
	defer a.mu.Unlock()
	key, hash, now := prefixOf(remote), sha256.Sum256([]byte(secret)), a.now()
	addr, ok := a.byIP[key]
	if !ok {
		if len(a.byIP) >= maxAddresses {
			a.forget(now)
		}
		addr = &address{limit: rate.NewLimiter(rate.Every(wrongEvery), wrongBurst)}
		a.byIP[key] = addr
	}
	if slices.Contains(addr.wrong, hash) {
		return wrong
	}
	if !addr.limit.AllowN(now, 1) {
		return errAttempts
	}
	if len(addr.wrong) == rememberedWrong {
		addr.wrong = addr.wrong[1:]
	}
	addr.wrong = append(addr.wrong, hash)
	return wrong
}

// forgetSample is how many addresses are looked at to forget one of them: enough
// that one which used up its attempts is not forgotten for others.
const forgetSample = 16

// forget drops, of a few addresses as the map gives them, the one that has most
// attempts left. a.mu is held.
func (a *attempts) forget(now time.Time) {
	var best netip.Prefix
	most, looked := -1.0, 0
	for key, addr := range a.byIP {
		if tokens := addr.limit.TokensAt(now); tokens > most {
			best, most = key, tokens
		}
		if looked++; looked == forgetSample {
			break
		}
	}
	delete(a.byIP, best)
}

// prefixOf gives what counts as one address: an IPv4 address, or the 64 bits of
// an IPv6 network, in which anyone has as many addresses as they like.
func prefixOf(remote string) netip.Prefix {
	addr, err := netip.ParseAddr(remote)
	if err != nil {
		return netip.Prefix{} // a socket without addresses: all of them together
	}
	addr = addr.Unmap().WithZone("")
	bits := 64
	if addr.Is4() {
		bits = 32
	}
	p, err := addr.Prefix(bits)
	if err != nil {
		panic("bug: " + err.Error()) // both bit counts fit their kind of address
	}
	return p
}
