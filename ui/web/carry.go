package web

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"io"
	"mime/multipart"

	"github.com/labstack/echo/v4"

	"trithuc/registry"
)

// carried is a file on its way through a preview: it goes to the reader's browser
// with the preview and comes back when the reader agrees, so that the server keeps
// nothing of a file nobody took in.
type carried struct {
	Name    string
	Content []byte
}

// fileOf gives the file a form sends: one chosen just now, or the one a preview
// carries. At most limit bytes and one more are read: whoever reads it refuses what
// is longer.
func fileOf(c echo.Context, limit int64) (carried, error) {
	if text := c.FormValue("carried"); text != "" {
		return unpacked(c.FormValue("carried-name"), text, limit)
	}
	head, err := c.FormFile("file")
	if err != nil || head.Size == 0 {
		return carried{}, &registry.Error{Kind: registry.Invalid, Message: "Chưa chọn tệp, hoặc tệp trống. Hãy chọn tệp rồi gửi lại.", Err: err}
	}
	return opened(head, limit)
}

func opened(head *multipart.FileHeader, limit int64) (carried, error) {
	in, err := head.Open()
	if err != nil {
		return carried{}, err
	}
	defer in.Close()
	content, err := io.ReadAll(io.LimitReader(in, limit+1))
	return carried{head.Filename, content}, err
}

// packed is the file as a form field holds it.
func (f carried) packed() (string, error) {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	if _, err := w.Write(f.Content); err != nil {
		return "", err
	}
	if err := w.Close(); err != nil {
		return "", err
	}
	return base64.StdEncoding.EncodeToString(b.Bytes()), nil
}

func unpacked(name, text string, limit int64) (carried, error) {
	broken := func(err error) error {
		return &registry.Error{Kind: registry.Invalid, Message: "Tệp kèm theo bản xem trước bị hỏng trên đường gửi. Hãy chọn lại tệp và xem trước lại.", Err: err}
	}
	raw, err := base64.StdEncoding.DecodeString(text)
	if err != nil {
		return carried{}, broken(err)
	}
	r, err := gzip.NewReader(bytes.NewReader(raw))
	if err != nil {
		return carried{}, broken(err)
	}
	content, err := io.ReadAll(io.LimitReader(r, limit+1))
	if err != nil {
		return carried{}, broken(err)
	}
	return carried{name, content}, nil
}
