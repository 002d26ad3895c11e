package indexer

import (
	"context"
	"fmt"
	"io"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"whodid/audit"
)

// counted is a body that tells how much of it was read.
type counted struct {
	*strings.Reader
	read *atomic.Int64
}

func (c counted) Read(p []byte) (int, error) {
	n, err := c.Reader.Read(p)
	c.read.Add(int64(n))
	return n, err
}

// unsized is a body of which nobody knows the size.
type unsized struct{ io.Reader }

// A hundred senders at a disk that stands still: what is in flight stays within
// its bounds, who is too much is told so before a byte is read, and who is not
// told so is stored.
func TestBodiesInFlightAreBounded(t *testing.T) {
	for _, sized := range []bool{true, false} {
		t.Run(fmt.Sprintf("sized=%t", sized), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				const senders, rows = 100, 200
				f, begun, goOn := blocked()
				var most, refused atomic.Int64
				var read [senders]atomic.Int64
				size := int64(len(body("sender-00", rows)))
				limit := 20*(size+claimOverhead) + 100
				x := New(Options{Store: f, MaxInFlight: limit, MaxWaiting: 5 * rows, Now: func() time.Time { return testNow }, Observer: Observer{
					Flight: func(bytes int64) { most.Store(max(most.Load(), bytes)) },
					Refuse: func() { refused.Add(1) },
				}})
				defer x.Close()
				var accepted, overloaded atomic.Int64
				var wg sync.WaitGroup
				for i := range senders {
					wg.Go(func() {
						text := counted{strings.NewReader(body(fmt.Sprintf("sender-%02d", i), rows)), &read[i]}
						in := io.Reader(text)
						if !sized {
							in = unsized{text}
						}
						r, err := x.Ingest(context.Background(), "application/x-ndjson", time.UTC, in)
						switch {
						case err == nil && r.Accepted == rows:
							accepted.Add(1)
						case audit.KindOf(err) == audit.Overloaded:
							overloaded.Add(1)
							if sized && read[i].Load() > 0 {
								t.Errorf("%d bytes of a refused body were read", read[i].Load())
							}
						default:
							t.Errorf("%+v, %v", r, err)
						}
					})
				}
				<-begun
				synctest.Wait() // nothing goes on until the disk does
				if most.Load() > limit {
					t.Errorf("%d bytes in flight, at most %d may be", most.Load(), limit)
				}
				if overloaded.Load() == 0 || refused.Load() != overloaded.Load() {
					t.Errorf("%d told so, %d counted", overloaded.Load(), refused.Load())
				}
				close(goOn)
				wg.Wait()
				stored := 0
				for _, events := range f.calls {
					stored += len(events)
				}
				if int64(stored) != accepted.Load()*rows || accepted.Load()+overloaded.Load() != senders || accepted.Load() == 0 {
					t.Errorf("%d accepted, %d refused, %d events stored", accepted.Load(), overloaded.Load(), stored)
				}
				if x.budget.used != 0 || x.budget.claims != 0 || !x.reading.TryAcquire(x.reads) {
					t.Errorf("%d bytes of %d bodies are still in flight", x.budget.used, x.budget.claims)
				}
			})
		})
	}
}

// A body that is larger than all that may be in flight gets in where it is alone.
func TestABodyAloneIsNeverRefused(t *testing.T) {
	for _, in := range []io.Reader{strings.NewReader(body("kim", 20_000)), unsized{strings.NewReader(body("kim", 20_000))}} {
		f := &fakeStore{}
		x := start(t, Options{Store: f, MaxInFlight: 1000, MaxWaiting: 10})
		if r, err := x.Ingest(t.Context(), "application/x-ndjson", time.UTC, in); err != nil || r.Accepted != 20_000 {
			t.Errorf("%+v, %v", r, err)
		}
	}
}

// What a client that left has sent counts until it is stored: else a thousand that
// come and go would fill the memory.
func TestWhoLeavesStillCounts(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f, begun, goOn := blocked()
		x := New(Options{Store: f, Now: func() time.Time { return testNow }})
		ctx, cancel := context.WithCancel(t.Context())
		left := make(chan error, 1)
		go func() {
			_, err := x.Ingest(ctx, "text/csv", time.UTC, strings.NewReader("Date,User\n2026-11-22 10:00:00,Kim\n"))
			left <- err
		}()
		<-begun
		cancel()
		<-left
		synctest.Wait()
		x.budget.mu.Lock()
		if x.budget.used == 0 {
			t.Error("the body is forgotten before it is stored")
		}
		x.budget.mu.Unlock()
		close(goOn)
		x.Close()
		synctest.Wait()
		if x.budget.used != 0 || !x.reading.TryAcquire(x.reads) {
			t.Errorf("%d bytes are still in flight", x.budget.used)
		}
	})
}

// Nothing waits for company: a lone event costs what its commit costs.
func BenchmarkLoneEvent(b *testing.B) {
	x := New(Options{Store: &quiet{}, Now: func() time.Time { return testNow }})
	defer x.Close()
	text := body("kim", 1)
	b.ReportAllocs()
	for b.Loop() {
		if r, err := ingest(x, text); err != nil || r.Accepted != 1 {
			b.Fatal(r, err)
		}
	}
}

// BenchmarkIngest stores bodies of 5,000 events in a store that costs nothing.
func BenchmarkIngest(b *testing.B) {
	const events = 5000
	var text strings.Builder
	for i := range events {
		fmt.Fprintf(&text, `{"id":"%d","time":"2026-11-22T10:00:00.%03dZ","user":{"id":"m%06d","name":"김민준 %d","email":"minjun.kim%d@acme.example"},"task":"View member info","target":{"type":"member","name":"Hong Chaewon","email":"chaewon.hong%d@acme.example"},"status":"success","service_type":"Contacts Organization Chart"}`+"\n",
			i, i%1000, i, i, i, i)
	}
	for _, senders := range []int{1, 4} {
		b.Run(fmt.Sprintf("senders=%d", senders), func(b *testing.B) {
			x := New(Options{Store: &quiet{}, Now: func() time.Time { return testNow }})
			defer x.Close()
			b.SetParallelism(senders)
			b.ReportAllocs()
			b.SetBytes(int64(text.Len()))
			work := func() {
				if r, err := ingest(x, text.String()); err != nil || r.Accepted != events {
					b.Error(r, err)
				}
			}
			if senders == 1 {
				for b.Loop() {
					work()
				}
			} else {
				b.RunParallel(func(pb *testing.PB) {
					for pb.Next() {
						work()
					}
				})
			}
			b.ReportMetric(float64(b.N)*events/b.Elapsed().Seconds(), "events/s")
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/events, "ns/event")
		})
	}
}

// quiet is a store that forgets.
type quiet struct {
	fakeStore
	outcomes []audit.Outcome
}

func (q *quiet) Append(_ context.Context, events []audit.Event) ([]audit.Outcome, error) {
	if len(q.outcomes) < len(events) {
		q.outcomes = make([]audit.Outcome, len(events))
	}
	return q.outcomes[:len(events):len(events)], nil
}
