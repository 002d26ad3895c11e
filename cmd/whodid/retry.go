package main

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"time"
)

// retryFlags say how patient a command is with a server that it has reached before.
type retryFlags struct {
	RetryFor time.Duration `group:"Server:" default:"2m" placeholder:"2m" help:"How long to keep trying when the server does not answer any more."`
}

// errEnded is a failure that trying again can't mend.
type errEnded struct{ error }

func (e errEnded) Unwrap() error { return e.error }

// passing are the statuses of what may be otherwise in a moment; those of 5xx but 503 are a proxy's.
var passing = []int{http.StatusTooManyRequests, http.StatusServiceUnavailable, http.StatusBadGateway, http.StatusGatewayTimeout}

// patiently repeats what failed because the server did not answer, or not for the moment.
// Errors: the last one of try, as an errEnded where the server refused for good; ctx.Err().
func (f retryFlags) patiently(ctx context.Context, try func() error) error {
	began := time.Now()
	for pause := 100 * time.Millisecond; ; pause = min(2*pause, 5*time.Second) {
		err := try()
		var (
			refused *apiError
			ended   errEnded
		)
		switch {
		case err == nil, ctx.Err() != nil:
			return err
		case errors.As(err, &ended):
			return err
		case errors.As(err, &refused) && !slices.Contains(passing, refused.status):
			return errEnded{err}
		case time.Since(began)+pause > f.RetryFor:
			return err
		}
		if err := wait(ctx, pause); err != nil {
			return err
		}
	}
}

func wait(ctx context.Context, d time.Duration) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(d):
		return nil
	}
}
