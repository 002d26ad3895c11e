package explorer

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"hash"

	"github.com/gin-gonic/gin"
	"github.com/klauspost/compress/zstd"

	"whodid/audit"
	"whodid/audit/query"
)

// backupFormat is the version of a backup's form. A reader refuses any other.
const backupFormat = 1

// backupHeader is the first line of a backup.
type backupHeader struct {
	Format  int         `json:"whodid_backup"`
	Version string      `json:"version"` // of whodid, for people
	Created string      `json:"created"`
	LastSeq uint64      `json:"last_seq"`               // no event above it is in the backup, and each up to it is
	Events  int         `json:"events"`                 // that were counted before the first was read; the last line has no fewer
	Missing []audit.Day `json:"missing_days,omitempty"` // days that can't be read, oldest first; their events lack
}

// backupEnd is the last line. A file without it is not whole.
type backupEnd struct {
	End     bool        `json:"end"` // true
	Events  int         `json:"events"`
	SHA256  string      `json:"sha256"` // hex, of all lines between header and end with their line breaks
	Missing []audit.Day `json:"missing_days,omitempty"`
}

// backup streams all that was stored when it was called, oldest first, as NDJSON
// packed with zstd. What can't be complete is refused before the first event, or cut
// off so that no client takes it for whole.
func (x *Explorer) backup(c *gin.Context) error {
	p, err := paramsOf(c.Request)
	if err != nil {
		return err
	}
	partial, err := enum(p, "partial", false, truths)
	if err != nil {
		return err
	}
	ctx := c.Request.Context()
	if err := x.exports.enter(ctx); err != nil {
		return err
	}
	defer x.exports.leave()
	now := x.opts.Now()
	all := query.Search{Order: query.Oldest}
	page, err := x.frozen(ctx, &all)
	if err != nil {
		return err
	}
	head := backupHeader{
		Format: backupFormat, Version: x.opts.Version, Created: audit.FormatTime(now),
		LastSeq: all.Seqs.Before - 1, Events: page.Total, Missing: page.Missing,
	}
	if len(head.Missing) > 0 && !partial {
		return errMissingDays("A backup", head.Missing)
	}
	h := c.Writer.Header()
	h.Set("Content-Type", "application/zstd")
	h.Set("Content-Disposition", `attachment; filename="whodid-backup-`+now.In(x.opts.Zone).Format("20060102-150405")+`.ndjson.zst"`)
	if len(head.Missing) > 0 {
		h.Set(missingHeader, audit.JoinDays(head.Missing))
	}
	out := newFileWriter(ctx, c.Writer, x.turns)
	pack := newBackupPacker(out, head)
	late, err := out.scan(x.opts.Scanner, all)
	switch {
	case err != nil:
	case audit.MoreDays(head.Missing, late):
		err = errMissingDays("A backup", late)
	case out.rows < head.Events:
		err = errDaysChanged("backup", head.Events, out.rows)
	default:
		pack.end(head.Missing)
		err = out.end()
	}
	if err != nil {
		return x.cutOff(c, "backup", out, err)
	}
	return nil
}

// backupPacker packs the lines of a backup into the buffer of its fileWriter.
type backupPacker struct {
	out  *fileWriter
	zstd *zstd.Encoder
	hash hash.Hash // of the events' lines
	line []byte
}

// newBackupPacker begins with the header.
func newBackupPacker(out *fileWriter, head backupHeader) *backupPacker {
	p := &backupPacker{out: out, hash: sha256.New()}
	var err error
	// Within the caller's goroutine, so that it works on the cores of its turn alone.
	if p.zstd, err = zstd.NewWriter(p, zstd.WithEncoderConcurrency(1), zstd.WithWindowSize(backupWindow)); err != nil {
		panic("bug: zstd options: " + err.Error())
	}
	p.add(head)
	out.row = p.event
	return p
}

// backupWindow is how far back the packing looks for repetitions, in bytes: more
// costs memory on both sides and wins next to nothing.
const backupWindow = 1 << 20

// event packs an event's line. It is the row of the fileWriter, whose buffer b is.
func (p *backupPacker) event(b []byte, e audit.Event) []byte {
	p.line = append(e.AppendJSON(p.line[:0]), '\n')
	p.hash.Write(p.line)
	p.out.buf = b
	p.pack(p.line)
	return p.out.buf
}

// end packs the last line.
func (p *backupPacker) end(missing []audit.Day) {
	p.add(backupEnd{true, p.out.rows, hex.EncodeToString(p.hash.Sum(nil)), missing})
	p.must(p.zstd.Close())
}

func (p *backupPacker) add(v any) {
	line, err := json.Marshal(v)
	p.must(err)
	p.pack(append(line, '\n'))
}

func (p *backupPacker) pack(line []byte) {
	_, err := p.zstd.Write(line)
	p.must(err)
}

// Write takes packed bytes from the packer.
func (p *backupPacker) Write(packed []byte) (int, error) {
	p.out.buf = append(p.out.buf, packed...)
	return len(packed), nil
}

// must is for what can't fail: everything goes into memory.
func (*backupPacker) must(err error) {
	if err != nil {
		panic("bug: pack a backup: " + err.Error())
	}
}
