package download

import (
	"archive/zip"
	"errors"
	"io"
	"io/fs"
	"time"

	"github.com/xuri/excelize/v2"
)

// write puts parts of a workbook into the archive; as gives the name that a part is to have there, "" for none.
func (b *book) write(f *excelize.File, as func(name string) string) error {
	f.SetZipWriter(func(io.Writer) excelize.ZipWriter { return parts{b, as} })
	_, err := f.WriteTo(io.Discard)
	return err
}

// parts takes the parts of a workbook.
type parts struct {
	b  *book
	as func(name string) string
}

func (p parts) Create(name string) (io.Writer, error) {
	as := p.as(name)
	if as == "" {
		return io.Discard, nil
	}
	part, err := p.b.w.zip.CreateHeader(&zip.FileHeader{Name: as, Method: zip.Deflate, Modified: p.b.w.created.In(time.UTC)})
	return paced{p.b.w, part}, err
}

// AddFS is a part of zip.Writer that excelize doesn't use.
func (p parts) AddFS(fs.FS) error { return errors.ErrUnsupported }

// Close leaves the archive open for the next workbook.
func (p parts) Close() error { return nil }

// paced packs in turns, as rows are made.
type paced struct {
	w  *writer
	to io.Writer
}

func (p paced) Write(b []byte) (int, error) {
	n, err := p.to.Write(b)
	if err != nil {
		return n, err
	}
	p.w.turn.Rest()
	return n, p.w.turn.Work(p.w.ctx)
}
