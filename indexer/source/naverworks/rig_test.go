package naverworks

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/tls"
	"crypto/x509"
	"math/big"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/rs/zerolog"

	"whodid/audit"
	"whodid/audit/query"
	"whodid/indexer"
	"whodid/indexer/source"
	"whodid/store/memstore"
)

// The tests run in synctest bubbles, whose clock stands while anything is done:
// half a year of minutes between calls takes a moment. The network is of pipes, so
// that hosts have the names, certificates and https that they have in earnest.

var signingKey = sync.OnceValue(func() *rsa.PrivateKey {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		panic(err)
	}
	return key
})

// internet is hosts with certificates of one authority.
type internet struct {
	t    *testing.T
	cert tls.Certificate
	pool *x509.CertPool

	mu    sync.Mutex
	hosts map[string]*pipes
}

func newInternet(t *testing.T, names ...string) *internet {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), DNSNames: names, IsCA: true, BasicConstraintsValid: true,
		NotBefore: time.Now().AddDate(-1, 0, 0), NotAfter: time.Now().AddDate(1, 0, 0),
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	n := &internet{t: t, cert: tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, pool: x509.NewCertPool(), hosts: map[string]*pipes{}}
	if template, err = x509.ParseCertificate(der); err != nil {
		t.Fatal(err)
	}
	n.pool.AddCert(template)
	return n
}

// serve answers for host:port, 443 with TLS.
func (n *internet) serve(address string, handler http.Handler) {
	p := &pipes{conns: make(chan net.Conn), closed: make(chan struct{})}
	n.mu.Lock()
	n.hosts[address] = p
	n.mu.Unlock()
	var l net.Listener = p
	if _, port, _ := net.SplitHostPort(address); port == "443" {
		l = tls.NewListener(p, &tls.Config{Certificates: []tls.Certificate{n.cert}})
	}
	server := &http.Server{Handler: handler}
	go server.Serve(l)
	n.t.Cleanup(func() { server.Close() })
}

func (n *internet) transport() *http.Transport {
	return &http.Transport{
		TLSClientConfig: &tls.Config{RootCAs: n.pool},
		DialContext: func(ctx context.Context, _, address string) (net.Conn, error) {
			n.mu.Lock()
			p := n.hosts[address]
			n.mu.Unlock()
			if p == nil {
				return nil, &net.DNSError{Err: "no such host", Name: address, IsNotFound: true}
			}
			here, there := net.Pipe()
			select {
			case p.conns <- there:
				return here, nil
			case <-p.closed:
				return nil, net.ErrClosed
			case <-ctx.Done():
				return nil, ctx.Err()
			}
		},
	}
}

// pipes is a listener.
type pipes struct {
	conns  chan net.Conn
	closed chan struct{}
	once   sync.Once
}

func (p *pipes) Accept() (net.Conn, error) {
	select {
	case c := <-p.conns:
		return c, nil
	case <-p.closed:
		return nil, net.ErrClosed
	}
}

func (p *pipes) Close() error {
	p.once.Do(func() { close(p.closed) })
	return nil
}

func (p *pipes) Addr() net.Addr { return &net.UnixAddr{Name: "pipe"} }

// rig is a collector between a fake service and a real write side.
type rig struct {
	t       *testing.T
	service *service
	store   store
	opts    Options
	maxFile int64 // 0 is the usual
	*Collector
}

// store is what the rig needs of one.
type store interface {
	indexer.Store
	Scan(ctx context.Context, s query.Search, yield func(audit.Event) error) ([]audit.Day, error)
}

// newRig makes them; start starts the collector. To be called in a bubble.
func newRig(t *testing.T, log ...row) *rig {
	t.Helper()
	return newRigOver(t, new(memstore.Store), log...)
}

func newRigOver(t *testing.T, store store, log ...row) *rig {
	t.Helper()
	x := indexer.New(indexer.Options{Store: store})
	t.Cleanup(x.Close)
	s := newService(t, log)
	return &rig{t: t, service: s, store: store, opts: Options{
		Account: Account{ClientID: "client", ClientSecret: secret, ServiceAccount: "pull.serviceaccount@acme.example", PrivateKey: signingKey()},
		Taker:   x, File: filepath.Join(t.TempDir(), "naverworks.json"), Zone: seoul, Schedule: "17 * * * *", Overlap: 48 * time.Hour,
		Transport: s.net.transport(), Logger: zerolog.New(zerolog.TestWriter{T: t}),
	}}
}

func (r *rig) start() *rig {
	r.t.Helper()
	c, err := New(r.opts)
	if err != nil {
		r.t.Fatal(err)
	}
	r.Collector = c
	if r.maxFile > 0 {
		c.maxFile = r.maxFile
	}
	c.Start()
	r.t.Cleanup(c.Close) // a second one does nothing
	return r
}

// until lets time pass until the sources' status is as it should be.
func (r *rig) until(what string, is func([]Status) bool) []Status {
	r.t.Helper()
	for range 10 * 24 * 60 {
		if st := r.Status(); is(st) {
			return st
		}
		<-time.After(41 * time.Second)
	}
	r.t.Fatalf("never %s: rows %v, error %+v", what, r.Status()[0].Rows, r.Status()[0].LastError)
	return nil
}

func succeeded(all []Status) bool {
	for _, s := range all {
		if s.LastSuccess.IsZero() {
			return false
		}
	}
	return true
}

// ended is: the first run is over, whatever came of it.
func ended(all []Status) bool { return all[0].State == Waiting && !all[0].Next.IsZero() }

// stored gives everything that is stored, oldest first.
func (r *rig) stored() (events []audit.Event) {
	r.t.Helper()
	if _, err := r.store.Scan(context.Background(), query.Search{}, func(e audit.Event) error {
		e.ID, e.Seq = "", 0
		events = append(events, e)
		return nil
	}); err != nil {
		r.t.Fatal(err)
	}
	return events
}

// file gives what the checkpoint says.
func (r *rig) file() string {
	r.t.Helper()
	data, err := os.ReadFile(r.opts.File)
	if err != nil {
		r.t.Fatal(err)
	}
	return string(data)
}

var seoul = time.FixedZone("Asia/Seoul", 9*60*60)

func (r *rig) write(checkpoint string) {
	r.t.Helper()
	if err := os.WriteFile(r.opts.File, []byte(checkpoint), 0o600); err != nil {
		r.t.Fatal(err)
	}
}

// fakeTaker reports of the first so many files that their days can't be written,
// although it stores them: what is told counts.
type fakeTaker struct {
	taker  Taker
	refuse atomic.Int64
}

func (f *fakeTaker) Stream(ctx context.Context, rows source.Reader) (audit.Report, error) {
	report, err := f.taker.Stream(ctx, rows)
	switch f.refuse.Add(-1) {
	case 1:
		report.Reject(audit.RowError{Code: audit.CodeDayUnavailable})
	case 0:
		err = &audit.Error{Kind: audit.Unavailable, Message: "Shutting down."}
	}
	return report, err
}
