package peer

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"whodid/audit"
	"whodid/audit/query"
)

// schema is a table of events, the indexes that facets and times are read from
// (the first of them answers a question without words by itself), and the words
// of user, target and labels in FTS5, whose text stays in the table. There are
// no ranks to compute, so that the lengths of texts need not be kept; words have
// prefixes of 2 and 3 letters at hand.
const schema = `
CREATE TABLE IF NOT EXISTS events (
	n INTEGER PRIMARY KEY, time INTEGER NOT NULL, id TEXT NOT NULL,
	user_id TEXT NOT NULL, user_name TEXT NOT NULL, user_email TEXT NOT NULL, task TEXT NOT NULL,
	target_type TEXT NOT NULL, target_name TEXT NOT NULL, target_email TEXT NOT NULL,
	status TEXT NOT NULL, service_type TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS by_time ON events(time, task, status, service_type);
CREATE INDEX IF NOT EXISTS by_task ON events(task, time);
CREATE INDEX IF NOT EXISTS by_status ON events(status, service_type, time);
CREATE INDEX IF NOT EXISTS by_service_type ON events(service_type, time);
CREATE INDEX IF NOT EXISTS by_user ON events(user_email, time);
CREATE INDEX IF NOT EXISTS by_target ON events(target_email, time);
CREATE TABLE IF NOT EXISTS labels (field TEXT, code TEXT, label TEXT, PRIMARY KEY (field, code)) WITHOUT ROWID;
CREATE VIEW IF NOT EXISTS texts AS SELECT n, user_name, user_email, target_name, target_email,
	coalesce((SELECT label FROM labels WHERE field = 'task' AND code = task), task) AS task,
	coalesce((SELECT label FROM labels WHERE field = 'status' AND code = status), status) AS status,
	coalesce((SELECT label FROM labels WHERE field = 'service_type' AND code = service_type), service_type) AS service_type,
	time FROM events;
CREATE VIRTUAL TABLE IF NOT EXISTS words USING fts5(user_name, user_email, target_name, target_email, task, status, service_type,
	content='texts', content_rowid='n', tokenize='unicode61 remove_diacritics 2', prefix='2 3', columnsize=0);`

// pragmas are each connection's: readers beside the writer, a commit on disk when
// it returns, a page cache that a log of this size deserves.
const pragmas = `PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-262144; PRAGMA temp_store=MEMORY; PRAGMA mmap_size=34359738368;`

// sqlite is one file: a connection that writes, and two that answer a screen's
// two questions, rows and counts, side by side.
type sqlite struct {
	write, rows, counts *sql.DB
}

func openSQLite(ctx context.Context, dir string) (*sqlite, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	s := &sqlite{}
	for _, db := range []**sql.DB{&s.write, &s.rows, &s.counts} {
		var err error
		if *db, err = sql.Open(driverName, filepath.Join(dir, "events.db")); err != nil {
			return nil, errors.Join(err, s.Close())
		}
		// One connection that stays: pragmas and the page cache are its own.
		(*db).SetMaxOpenConns(1)
		(*db).SetMaxIdleConns(1)
		if _, err := (*db).ExecContext(ctx, pragmas); err != nil {
			return nil, errors.Join(fmt.Errorf("set up: %w", err), s.Close())
		}
	}
	if _, err := s.write.ExecContext(ctx, schema); err != nil {
		return nil, errors.Join(fmt.Errorf("create tables: %w", err), s.Close())
	}
	return s, s.fillLabels(ctx)
}

// fillLabels stores the labels of a new file.
func (s *sqlite) fillLabels(ctx context.Context) error {
	var n int
	if err := s.write.QueryRowContext(ctx, `SELECT count(*) FROM labels`).Scan(&n); err != nil || n > 0 {
		return err
	}
	var rows []string
	var args []any
	add := func(field, code, label string) {
		rows, args = append(rows, "(?, ?, ?)"), append(args, field, code, label)
	}
	for _, t := range audit.Tasks() {
		add("task", string(t), t.Label(audit.English))
	}
	for _, st := range audit.Statuses() {
		add("status", string(st), st.Label(audit.English))
	}
	for _, v := range audit.ServiceTypes() {
		add("service_type", string(v), v.Label(audit.English))
	}
	_, err := s.write.ExecContext(ctx, `INSERT INTO labels VALUES `+strings.Join(rows, ", "), args...)
	return err
}

// About asks SQLite for its version.
func (s *sqlite) About(ctx context.Context) (string, error) {
	var version string
	err := s.write.QueryRowContext(ctx, `SELECT sqlite_version()`).Scan(&version)
	return "SQLite " + version + " with FTS5 (" + driverKind + ")", err
}

// Load stores the events in one transaction.
func (s *sqlite) Load(ctx context.Context, events []audit.Event) error {
	tx, err := s.write.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback() //nolint:errcheck // nothing to do after Commit
	row, err := tx.PrepareContext(ctx, `INSERT INTO events VALUES (NULL,?,?,?,?,?,?,?,?,?,?,?)`)
	if err != nil {
		return err
	}
	defer row.Close()
	text, err := tx.PrepareContext(ctx, `INSERT INTO words(rowid, user_name, user_email, target_name, target_email, task, status, service_type) VALUES (?,?,?,?,?,?,?,?)`)
	if err != nil {
		return err
	}
	defer text.Close()
	for _, e := range events {
		res, err := row.ExecContext(ctx, e.Time.UnixMilli(), string(e.ID), e.User.ID, e.User.Name, e.User.Email, string(e.Task),
			e.Target.Type, e.Target.Name, e.Target.Email, string(e.Status), string(e.ServiceType))
		if err != nil {
			return err
		}
		n, err := res.LastInsertId()
		if err != nil {
			return err
		}
		if _, err := text.ExecContext(ctx, n, e.User.Name, e.User.Email, e.Target.Name, e.Target.Email,
			e.Task.Label(audit.English), e.Status.Label(audit.English), e.ServiceType.Label(audit.English)); err != nil {
			return err
		}
	}
	return tx.Commit()
}

// Settle merges the words, lets the planner see how the values are spread, and
// empties the log.
func (s *sqlite) Settle(ctx context.Context) error {
	_, err := s.write.ExecContext(ctx, `INSERT INTO words(words) VALUES('optimize'); ANALYZE; PRAGMA wal_checkpoint(TRUNCATE);`)
	return err
}

// DropOldest deletes the oldest day's words and rows in one transaction. The file
// keeps its size; SQLite uses the pages again.
func (s *sqlite) DropOldest(ctx context.Context) error {
	var first int64
	if err := s.write.QueryRowContext(ctx, `SELECT min(time) FROM events`).Scan(&first); err != nil {
		return err
	}
	end := audit.DayOf(time.UnixMilli(first)).End().UnixMilli()
	tx, err := s.write.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback() //nolint:errcheck // nothing to do after Commit
	for _, text := range []string{
		`INSERT INTO words(words, rowid, user_name, user_email, target_name, target_email, task, status, service_type)
			SELECT 'delete', n, user_name, user_email, target_name, target_email, task, status, service_type FROM texts WHERE time < ?`,
		`DELETE FROM events WHERE time < ?`,
	} {
		if _, err := tx.ExecContext(ctx, text, end); err != nil {
			return err
		}
	}
	return tx.Commit()
}

// Close closes the connections.
func (s *sqlite) Close() error {
	var errs []error
	for _, db := range []*sql.DB{s.rows, s.counts, s.write} {
		if db != nil {
			errs = append(errs, db.Close())
		}
	}
	return errors.Join(errs...)
}

// days gives the first and the last day that hold events.
func (s *sqlite) days(ctx context.Context) (first, last audit.Day, err error) {
	var from, to sql.NullInt64
	// Two questions: SQLite takes min or max from an index, but not both at once.
	err = s.counts.QueryRowContext(ctx, `SELECT (SELECT min(time) FROM events), (SELECT max(time) FROM events)`).Scan(&from, &to)
	if err != nil || !from.Valid {
		return "", "", err
	}
	return audit.DayOf(time.UnixMilli(from.Int64)), audit.DayOf(time.UnixMilli(to.Int64)), nil
}

var _ interface {
	Engine
	Exporter
} = (*sqlite)(nil)

func eventOf(rows *sql.Rows) (e audit.Event, err error) {
	var at int64
	err = rows.Scan(&at, &e.ID, &e.User.ID, &e.User.Name, &e.User.Email, &e.Task, &e.Target.Type, &e.Target.Name, &e.Target.Email, &e.Status, &e.ServiceType)
	e.Time = time.UnixMilli(at).UTC()
	return e, err
}

const eventColumns = `time, id, user_id, user_name, user_email, task, target_type, target_name, target_email, status, service_type`

func order(s query.Search) string {
	if s.Order == query.Oldest {
		return " ORDER BY time, n"
	}
	return " ORDER BY time DESC, n DESC"
}
