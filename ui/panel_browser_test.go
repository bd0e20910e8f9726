package ui_test

import (
	"encoding/base64"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// TestPanelInABrowser: an officer clicks from a need to the decision as a Word file, and
// LibreOffice, where it is installed, reads the file as whoever signs would.
func TestPanelInABrowser(t *testing.T) {
	t.Parallel()
	s := open(t)
	s.add(s.sample()...)
	ctx := browser(t)
	click := func(css, then string) {
		t.Helper()
		ok(t, chromedp.Do(ctx, chromedp.Click(chromedp.CSS(css)), ready(then)))
	}
	fill := func(css, text string) {
		t.Helper()
		ok(t, chromedp.Do(ctx, chromedp.SetValue(chromedp.CSS(css), text)))
	}
	ok(t, chromedp.Do(ctx, chromedp.EmulateViewport(1366, 900), chromedp.Navigate(s.server.URL+"/panels"), ready("#new")))
	click("#new", "#f-topic")
	fill("#f-topic", "nuôi trồng thủy sản")
	fill("#f-size", "2")
	click("#propose", "#members")
	if first := evaluate[string](t, ctx, `document.querySelector("#members tbody tr").innerText`); !strings.Contains(first, "Nguyễn Thị Mỹ Hoa") || !strings.Contains(first, "thủy sản") {
		t.Errorf("the first member and why: %q", first)
	}
	fill("#f-name", "Hội đồng tư vấn thủy sản")
	click("#keep", "#fact-proposer")
	fill("#fact-proposer", "Sở Khoa học và Công nghệ")
	fill("#fact-signer", "Ủy ban nhân dân thành phố Cần Thơ")
	click("#save-facts", `#fact-signer[value^="Ủy ban"]`)
	file, err := base64.StdEncoding.DecodeString(evaluate[string](t, ctx, `fetch(document.querySelector('#papers a[href$="quyet-dinh"]').href).then(r => r.arrayBuffer())
		.then(b => btoa(Array.from(new Uint8Array(b), c => String.fromCharCode(c)).join("")))`))
	ok(t, err)
	holds(t, wordBody(t, string(file)), "Nguyễn Thị Mỹ Hoa", "/QĐ-UBND")
	click("#submit", "#sign")
	holds(t, converted(t, file), "QUYẾT ĐỊNH", "Nguyễn Thị Mỹ", "TM. ỦY BAN NHÂN DÂN", "DANH SÁCH THÀNH VIÊN")
}

// converted gives a Word file as the text of the PDF that LibreOffice makes of it; the
// test is skipped where LibreOffice or pdftotext is missing.
func converted(t *testing.T, file []byte) string {
	t.Helper()
	for _, program := range []string{"soffice", "pdftotext"} {
		if _, err := exec.LookPath(program); err != nil {
			t.Skip(program, "is missing")
		}
	}
	dir := t.TempDir()
	word, pdf := filepath.Join(dir, "a.docx"), filepath.Join(dir, "a.pdf")
	ok(t, os.WriteFile(word, file, 0o600))
	ok(t, exec.CommandContext(t.Context(), "soffice", "--headless", "-env:UserInstallation=file://"+filepath.Join(dir, "profile"), "--convert-to", "pdf", "--outdir", dir, word).Run())
	text, err := exec.CommandContext(t.Context(), "pdftotext", "-layout", pdf, "-").Output()
	ok(t, err)
	return string(text)
}
