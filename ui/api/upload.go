package api

import (
	"errors"
	"io"
	"iter"
	"mime/multipart"
	"net/http"

	"trithuc/importer"
	"trithuc/registry"
)

// Arrivals stores files as they come.
type Arrivals interface {
	Arrive(files iter.Seq2[importer.Upload, error]) (*importer.Arrival, error)
}

// Bounds of the fields beside the files of an upload, in bytes all together and in number.
const (
	maxFields     = 64 << 10
	maxFieldParts = 50
)

// ReadUpload reads the multipart body of a request that brings workbooks. Files go
// to the importer as they come and nowhere else: neither memory nor the folder of
// temporary files ever holds one. The fields stand in the request's form afterwards.
// The arrival is nil where no file came.
func ReadUpload(r *http.Request, to Arrivals) (*importer.Arrival, error) {
	parts, err := r.MultipartReader()
	if err != nil {
		return nil, BrokenBody(err)
	}
	form := &uploadForm{parts: parts, values: map[string][]string{}, left: maxFields}
	first, err := form.next()
	if err != nil {
		return nil, err
	}
	var a *importer.Arrival
	if first != nil {
		if a, err = to.Arrive(form.files(first)); err != nil {
			return nil, err
		}
	}
	r.MultipartForm = &multipart.Form{Value: form.values}
	r.PostForm, r.Form = form.values, form.values
	for name, values := range r.URL.Query() {
		r.Form[name] = append(r.Form[name], values...)
	}
	return a, nil
}

// uploadForm is a multipart body while it is read.
type uploadForm struct {
	parts  *multipart.Reader
	values map[string][]string
	left   int64 // bytes that the fields may yet have
	fields int
}

// files gives the files from the first on.
func (f *uploadForm) files(first *multipart.Part) iter.Seq2[importer.Upload, error] {
	return func(yield func(importer.Upload, error) bool) {
		for part, err := first, error(nil); part != nil || err != nil; part, err = f.next() {
			if err != nil {
				yield(importer.Upload{}, err)
				return
			}
			if !yield(importer.Upload{Name: part.FileName(), Content: bodyReader{part}}, nil) {
				return
			}
		}
	}
}

// next takes in the fields up to the next file; nil at the end.
func (f *uploadForm) next() (*multipart.Part, error) {
	for {
		part, err := f.parts.NextPart()
		if errors.Is(err, io.EOF) {
			return nil, nil
		}
		if err != nil {
			return nil, BrokenBody(err)
		}
		if part.FileName() != "" {
			return part, nil
		}
		if err := f.field(part); err != nil {
			return nil, err
		}
	}
}

// field takes in one field. What a browser sends for a file that was not chosen
// is a field without a value.
func (f *uploadForm) field(part *multipart.Part) error {
	value, err := io.ReadAll(io.LimitReader(part, f.left+1))
	if err != nil {
		return BrokenBody(err)
	}
	if f.left -= int64(len(value) + len(part.FormName())); f.left < 0 || f.fields > maxFieldParts {
		return registry.Errorf(registry.TooLarge, "Các ô khai báo kèm theo tệp dài quá %d KB. Hãy ghi ngắn hơn.", maxFields>>10)
	}
	f.fields++
	f.values[part.FormName()] = append(f.values[part.FormName()], string(value))
	return nil
}

// bodyReader tells a failure of the body from one of the disk.
type bodyReader struct{ body io.Reader }

func (b bodyReader) Read(p []byte) (int, error) {
	n, err := b.body.Read(p)
	if err != nil && !errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		err = BrokenBody(err)
	}
	return n, err
}

// BrokenBody says that a body could not be read; it keeps the one error that has a
// status of its own.
func BrokenBody(err error) error {
	if _, ok := errors.AsType[*http.MaxBytesError](err); ok {
		return err
	}
	return &registry.Error{Kind: registry.Invalid, Err: err,
		Message: "Nội dung gửi lên bị hỏng hoặc bị cắt giữa chừng. Hãy tải lại trang rồi gửi lại."}
}
