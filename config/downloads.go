package config

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// MinDownloadsMaxBytes bounds what requested downloads may take on disk: with less hardly one would come to its end.
const MinDownloadsMaxBytes = 1 << 20

func setDownloadsKeepDays(c *Config, value string) string {
	days, err := strconv.Atoi(value)
	if err != nil || days < 1 || days > MaxRetentionDays {
		return fmt.Sprintf("is not accepted; a whole number of days from 1 to %d is", MaxRetentionDays)
	}
	c.DownloadsKeepDays = days
	return ""
}

// byteUnits are the units of sizes, the shortest last: it ends the others.
var byteUnits = []struct {
	name  string
	bytes int64
}{{"KiB", 1 << 10}, {"MiB", 1 << 20}, {"GiB", 1 << 30}, {"TiB", 1 << 40}, {"B", 1}, {"", 1}}

func setDownloadsMaxBytes(c *Config, value string) string {
	for _, unit := range byteUnits {
		number, ok := strings.CutSuffix(value, unit.name)
		if !ok {
			continue
		}
		n, err := strconv.ParseInt(strings.TrimSpace(number), 10, 64)
		if err != nil || n < 0 || n > math.MaxInt64/unit.bytes || n*unit.bytes < MinDownloadsMaxBytes {
			break
		}
		c.DownloadsMaxBytes = n * unit.bytes
		return ""
	}
	return "is not accepted; a size from 1MiB on is, such as 500MiB, 20GiB or a number of bytes"
}
