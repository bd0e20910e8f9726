package registry

import (
	"context"
	"path"
	"strings"
)

// PaperTemplate tells of the template that an administrator set for a kind of document,
// in place of the one that is shipped.
type PaperTemplate struct {
	Paper   string // the kind, as package office names them
	Version int64
	File    string // name as uploaded
	Account string // who set it
}

// PaperReader reads templates of documents.
type PaperReader interface {
	// PaperTemplates gives those that were set, by kind.
	PaperTemplates(ctx context.Context) ([]PaperTemplate, error)
	// PaperTemplate gives the Word file of one; NotFound where the shipped one holds.
	PaperTemplate(ctx context.Context, paper string) (*PaperTemplate, []byte, error)
}

// PutPaper sets the template of a kind of document, or with no content takes it back.
type PutPaper struct {
	Why
	Template *PaperTemplate
	Was      int64
	Content  []byte
}

// MaxTemplate is the largest Word file that is taken as a template, in bytes.
const MaxTemplate = 4 << 20

// Papers is the write gate of templates. What stands in the file is checked by who knows
// Word files (package office), before.
type Papers struct{ Store Committer }

// Set puts a Word file in the place of the template of a kind.
func (g Papers) Set(ctx context.Context, paper string, was int64, name string, content []byte) (Receipt, error) {
	if len(content) > MaxTemplate {
		return Receipt{}, Errorf(TooLarge, "Mẫu văn bản lớn hơn %d MB. Hãy bỏ bớt hình trong mẫu.", MaxTemplate>>20)
	}
	t := &PaperTemplate{Paper: paper, File: path.Base(strings.ReplaceAll(name, "\\", "/"))}
	return commitAs(ctx, g.Store, WriteCatalogues, &PutPaper{Why: Why{Reason: "Đặt mẫu văn bản " + paper}, Template: t, Was: was, Content: content})
}

// Reset goes back to the template that is shipped.
func (g Papers) Reset(ctx context.Context, paper string, was int64) (Receipt, error) {
	return commitAs(ctx, g.Store, WriteCatalogues, &PutPaper{Why: Why{Reason: "Dùng lại mẫu văn bản có sẵn " + paper}, Template: &PaperTemplate{Paper: paper}, Was: was})
}
