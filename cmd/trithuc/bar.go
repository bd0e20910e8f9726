package main

import (
	"os"
	"time"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"
)

// bar shows work on a terminal; anywhere else it is silent. It appears only
// once the first report says there is something to do.
type bar struct {
	title string
	shown bool // there is a terminal to show it on
	pb    *progressbar.ProgressBar
}

func (c *console) bar(title string) *bar {
	f, ok := c.errout.(*os.File)
	return &bar{title: title, shown: ok && term.IsTerminal(int(f.Fd()))}
}

// report says how much of how much is done; a total of 0 is not yet known.
func (b *bar) report(done, total int) {
	if !b.shown || total == 0 {
		return
	}
	if b.pb == nil {
		b.pb = progressbar.NewOptions(total, progressbar.OptionSetDescription(b.title),
			progressbar.OptionSetWriter(os.Stderr), progressbar.OptionThrottle(100*time.Millisecond),
			progressbar.OptionShowCount(), progressbar.OptionShowIts(), progressbar.OptionFullWidth(),
			progressbar.OptionClearOnFinish())
	}
	b.pb.ChangeMax(total)
	_ = b.pb.Set(done) // a bar that cannot be drawn is no reason to stop
}

func (b *bar) close() {
	if b.pb != nil {
		_ = b.pb.Finish()
	}
}
