package archive

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"trithuc/registry"
)

// Retention says which of the archives that a schedule made are kept: the newest
// of each of the last Daily days that have one, and of each of the last Weekly
// weeks (Monday to Sunday) that have one. The newest of all is always kept.
type Retention struct{ Daily, Weekly int }

// Folder is where a schedule puts its archives. It touches no file but those that
// bear a name it gave.
type Folder string

const (
	stampLayout = "20060102-150405" // UTC
	namePrefix  = "trithuc-"
	nameSuffix  = ".backup"
)

// Name gives the path of an archive made at a moment.
func (f Folder) Name(at time.Time) string {
	return filepath.Join(string(f), namePrefix+at.UTC().Format(stampLayout)+nameSuffix)
}

// Archives gives when the archives in the folder were made, newest first.
func (f Folder) Archives() ([]time.Time, error) {
	entries, err := os.ReadDir(string(f))
	if err != nil {
		return nil, &registry.Error{Kind: registry.NotFound, Err: err,
			Message: fmt.Sprintf("Không đọc được thư mục sao lưu %s. Hãy tạo thư mục và kiểm tra quyền.", string(f))}
	}
	var made []time.Time
	for _, e := range entries {
		stamp := strings.TrimSuffix(strings.TrimPrefix(e.Name(), namePrefix), nameSuffix)
		if at, err := time.Parse(stampLayout, stamp); err == nil && filepath.Base(f.Name(at)) == e.Name() {
			made = append(made, at)
		}
	}
	slices.SortFunc(made, func(a, b time.Time) int { return b.Compare(a) })
	return made, nil
}

// Prune removes the archives that need not be kept, days counted in a zone, and
// says how many those were.
func (f Folder) Prune(keep Retention, zone *time.Location) (int, error) {
	made, err := f.Archives()
	if err != nil {
		return 0, err
	}
	spared := keep.spared(made, zone)
	n := 0
	for i, at := range made {
		if spared[i] {
			continue
		}
		if err := os.Remove(f.Name(at)); err != nil {
			return n, &registry.Error{Kind: registry.Busy, Err: err,
				Message: fmt.Sprintf("Không xóa được bản sao lưu cũ %s. Hãy kiểm tra quyền ghi.", f.Name(at))}
		}
		n++
	}
	return n, nil
}

// spared says which of the archives, newest first, are kept.
func (r Retention) spared(made []time.Time, zone *time.Location) []bool {
	kept := make([]bool, len(made))
	days, weeks := map[string]bool{}, map[string]bool{}
	for i, at := range made {
		year, week := at.In(zone).ISOWeek()
		day, weekly := at.In(zone).Format(time.DateOnly), fmt.Sprint(year, week)
		if !days[day] && len(days) < r.Daily {
			days[day], kept[i] = true, true
		}
		if !weeks[weekly] && len(weeks) < r.Weekly {
			weeks[weekly], kept[i] = true, true
		}
		kept[i] = kept[i] || i == 0
	}
	return kept
}
