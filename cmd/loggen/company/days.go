package company

import (
	"iter"
	"math"
	"slices"
	"time"

	"whodid/audit"
)

// day is a UTC day, or the part of it that was asked for, and its events' number.
type day struct {
	start    time.Time // 00:00 UTC
	from, to int64     // Unix milliseconds, to exclusive
	count    int
	incident incidentPart
}

const (
	dayMS    = 24 * 60 * 60 * 1000
	minuteMS = 60 * 1000
)

// plan spreads n events over the days of a period, weekends at a fifth of a
// working day, exactly n in all.
func (c *Company) plan(from, to time.Time, n int) []day {
	first, end := from.UnixMilli(), to.UnixMilli()
	if end <= first || n <= 0 {
		return nil
	}
	var days []day
	var sums []float64
	sum := 0.0
	for start := audit.DayOf(from).Start(); start.UnixMilli() < end; start = start.AddDate(0, 0, 1) {
		d := day{start: start, from: max(first, start.UnixMilli()), to: min(end, start.UnixMilli()+dayMS)}
		part := 0.0
		for _, w := range minuteWeights(d, c.options.Plain) {
			part += w
		}
		sum += part * c.dayWeight(start)
		days, sums = append(days, d), append(sums, sum)
	}
	before := 0
	for i := range days {
		upTo := int(math.Round(sums[i] / sum * float64(n)))
		days[i].count = upTo - before
		before = upTo
	}
	if !c.options.Plain {
		placeIncident(days, to)
	}
	return days
}

// dayWeight is how busy a day is: no two are alike, weekends are quiet.
func (c *Company) dayWeight(start time.Time) float64 {
	w := 1.0
	if wd := start.Weekday(); wd == time.Saturday || wd == time.Sunday {
		w = 0.2
	}
	r := random(c.options.Seed^streamWeights, dayNumber(start))
	return w * (0.8 + 0.4*r.Float64())
}

func dayNumber(start time.Time) uint64 { return uint64(start.Unix() / 86400) }

// Office hours: 85 in 100 events lie around 14:00 in Seoul and Tokyo (05:00 UTC),
// two thirds of these within 2.6 hours; the rest come at any time.
const (
	officeShare = 0.85
	officeNoon  = 5.0
	officeWidth = 2.6
)

// minuteWeights gives the weight of each minute of d, 0 outside of its part. The
// weights of a whole day sum up to about 1.
func minuteWeights(d day, plain bool) []float64 {
	weights := make([]float64, 24*60)
	start := d.start.UnixMilli()
	for m := range weights {
		begin := start + int64(m)*minuteMS
		inside := min(d.to, begin+minuteMS) - max(d.from, begin)
		if inside <= 0 {
			continue
		}
		weights[m] = hourWeight((float64(m)+0.5)/60, plain) / 60 * float64(inside) / minuteMS
	}
	return weights
}

// hourWeight is the density of events at hour h of the UTC day, per hour.
func hourWeight(h float64, plain bool) float64 {
	bell := func(x float64) float64 {
		return math.Exp(-x*x/(2*officeWidth*officeWidth)) / (officeWidth * math.Sqrt(2*math.Pi))
	}
	// What would lie before midnight is folded back: early birds.
	office := officeShare * (bell(h-officeNoon) + bell(-h-officeNoon))
	if !plain && h >= 3 && h < 4 {
		office *= 0.55 // lunch, 12:00 to 13:00 in Seoul and Tokyo
	}
	return office + (1-officeShare)/24
}

// day gives the events of d, oldest first.
func (c *Company) day(d day) iter.Seq[audit.Event] {
	return func(yield func(audit.Event) bool) {
		w := &draw{c: c, r: random(c.options.Seed, dayNumber(d.start))}
		var told []audit.Event
		if !c.options.Plain {
			told = w.stories(d)
		}
		next := 0
		for _, at := range w.times(d, d.count-len(told)) {
			for ; next < len(told) && told[next].Time.UnixMilli() < at; next++ {
				if !yield(told[next]) {
					return
				}
			}
			e := w.event()
			e.Time = time.UnixMilli(at).UTC()
			if !yield(e) {
				return
			}
		}
		for _, e := range told[next:] {
			if !yield(e) {
				return
			}
		}
	}
}

// times draws n times within d, in order, in Unix milliseconds.
func (w *draw) times(d day, n int) []int64 {
	minutes := newShares(minuteWeights(d, w.c.options.Plain))
	times := make([]int64, n)
	start := d.start.UnixMilli()
	for i := range times {
		begin := start + int64(minutes.draw(w.r))*minuteMS
		begin, end := max(begin, d.from), min(begin+minuteMS, d.to)
		times[i] = begin + w.r.Int64N(end-begin)
	}
	slices.Sort(times)
	return times
}
