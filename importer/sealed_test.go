package importer

import (
	"bytes"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"trithuc/registry"
)

// TestSealed: what was sealed is read again at any place, tells nothing on the disk,
// and no bit of it can be changed, moved or cut off.
func TestSealed(t *testing.T) {
	keys := testKeys(t)
	rapid.Check(t, func(t *rapid.T) {
		size := rapid.OneOf(rapid.IntRange(0, 300), rapid.SampledFrom([]int{sealedChunk - 1, sealedChunk, sealedChunk + 1, 2 * sealedChunk, 3*sealedChunk + 7})).Draw(t, "size")
		plain := bytes.Repeat([]byte("Dân tộc Kinh;"), size/13+1)[:size]
		var file bytes.Buffer
		w, err := newSealWriter(&file, keys)
		if err == nil {
			_, err = io.Copy(w, bytes.NewReader(plain))
		}
		if err == nil {
			err = w.Close()
		}
		if err != nil {
			t.Fatal(err)
		}
		whole := file.Bytes()
		if bytes.Contains(whole, []byte("Kinh")) {
			t.Fatal("the text can be read")
		}
		box, from, err := sealedBox(bytes.NewReader(whole))
		if err != nil {
			t.Fatal(err)
		}
		key, err := keys.Key(box)
		if err != nil {
			t.Fatal(err)
		}
		read := func(b []byte) ([]byte, error) {
			s, err := openSealed(bytes.NewReader(b), int64(len(b)), key)
			if err != nil {
				return nil, err
			}
			return io.ReadAll(io.NewSectionReader(s, 0, s.size))
		}
		if got, err := read(whole); err != nil || !bytes.Equal(got, plain) {
			t.Fatalf("got %d bytes, %v", len(got), err)
		}
		s, _ := openSealed(bytes.NewReader(whole), int64(len(whole)), key)
		at := rapid.IntRange(0, size).Draw(t, "at")
		piece := make([]byte, rapid.IntRange(0, size-at).Draw(t, "long"))
		if _, err := s.ReadAt(piece, int64(at)); err != nil || !bytes.Equal(piece, plain[at:at+len(piece)]) {
			t.Fatalf("at %d: %v", at, err)
		}
		if got, err := read(whole[:rapid.IntRange(int(from), len(whole)-1).Draw(t, "cut")]); err == nil {
			t.Fatalf("cut short it gives %d bytes", len(got))
		}
		changed := bytes.Clone(whole)
		changed[rapid.IntRange(int(from), len(whole)-1).Draw(t, "changed")] ^= 1
		if _, err := read(changed); err == nil {
			t.Fatal("a changed byte is not noticed")
		}
	})
}

// TestSealedByOthers: an upload whose key is gone ends in one sentence, and one of a
// former version, which was not sealed, is still read.
func TestSealedByOthers(t *testing.T) {
	ctx, im := testImporter(t)
	i, _, err := im.Receive(ctx, "a.csv", strings.NewReader(fewPeople), Options{})
	if err != nil {
		t.Fatal(err)
	}
	next := &Importer{Store: im.Store, Worker: im.Worker, Files: im.Files, Now: im.Now, Keys: testKeys(t)}
	if _, err := next.Plan(ctx, i.ID, nil); registry.KindOf(err) != registry.Damaged || !strings.Contains(err.Error(), "tải tệp lên lại") {
		t.Errorf("under another key: %v", err)
	}
	if p, err := im.Plan(ctx, i.ID, nil); err != nil || p.Counts.Rows == 0 {
		t.Errorf("under its key: %v", err)
	}
	i, _, err = im.Receive(ctx, "b.csv", strings.NewReader(fewPeople), Options{})
	if err == nil {
		err = os.WriteFile(im.file(i.ID, uploadFile), []byte(fewPeople), 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	if p, err := next.Plan(ctx, i.ID, nil); err != nil || p.Counts.Rows == 0 {
		t.Errorf("as it was: %v", err)
	}
}

// TestNeverOnDisk looks for values of classes that are not stored in every file of
// the data folder and of the folder of temporary files: when the upload arrived, at
// each step of its reading, and when it was read; of every format, of a lot and of a
// workbook so large that a library would unpack it to a file.
func TestNeverOnDisk(t *testing.T) {
	tmp := t.TempDir()
	t.Setenv("TMPDIR", tmp)
	const marker = "DAUVETKHONGLUU"
	text := "STT;Họ và tên;Ngày sinh;Dân tộc;Số CCCD\n" + strings.Repeat("1;Nguyễn Văn An;25/03/1980;"+marker+";"+marker+"\n", 3)
	rows := inlineRow(1, "STT", "Họ và tên", "Ngày sinh", "Dân tộc", "Số CCCD")
	for n := 2; n < 3000; n++ {
		rows += inlineRow(n, "1", "Nguyễn Văn An", "25/03/1980", marker+strings.Repeat("x", 2000), marker)
	}
	large := string(bookOf(t, sheetXML(rows)))
	for name, content := range map[string]string{"a.csv": text, "a.xlsx": large, "packed.zip": string(zipped(t, "a.csv", text, "b.xlsx", large)),
		"words.csv": neverList(marker), "a.ods": string(zipped(t, "content.xml", `<office:document-content><office:body><office:spreadsheet><table:table table:name="A">`+
			odsRow("STT", "Họ và tên", "Học vị", "Dân tộc")+odsRow("1", "Nguyễn Văn An", "TS", marker)+`</table:table></office:spreadsheet></office:body></office:document-content>`))} {
		ctx, im := testImporter(t)
		look := func(when string) {
			t.Helper()
			for _, root := range []string{filepath.Dir(im.Files), tmp} {
				if err := lookFor(root, marker); err != nil {
					t.Errorf("%s, %s: %v", name, when, err)
				}
			}
		}
		i, _, err := im.Receive(ctx, name, strings.NewReader(content), Options{})
		if err != nil {
			t.Fatal(err)
		}
		look("received")
		if _, err := im.Plan(ctx, i.ID, func(p Progress) { look(string(p.Stage)) }); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		look("planned")
		var copied bytes.Buffer
		if err := im.Annotate(ctx, i.ID, &copied); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if _, err := im.Apply(ctx, i.ID, nil); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		look("written")
		if left, err := os.ReadDir(tmp); err != nil || len(left) > 0 {
			t.Errorf("%s left %v, %v", name, left, err)
		}
	}
}

// neverList gives a list of one person in which every column but the first two is of a
// class that is not stored, under the words that lists use for them.
func neverList(marker string) string {
	never := []string{"Dân tôc", "DTTS", "Tín ngưỡng", "Chi bộ", "Đoàn/Đảng", "Cấp ủy", "Ngày KNĐ", "Bệnh mãn tính", "Thành phần XT", "TTHN", "Số sổ BHYT"}
	return "Họ và tên;Học vị;" + strings.Join(never, ";") + "\nNguyễn Văn An;TS" + strings.Repeat(";"+marker, len(never)) + "\n"
}

func odsRow(texts ...string) string {
	return `<table:table-row><table:table-cell office:value-type="string"><text:p>` + strings.Join(texts, `</text:p></table:table-cell><table:table-cell office:value-type="string"><text:p>`) + `</text:p></table:table-cell></table:table-row>`
}

// lookFor says in which file below a folder a text stands, in one byte a letter or two.
func lookFor(root, text string) error {
	return filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := os.ReadFile(path)
		if bytes.Contains(b, []byte(text)) || bytes.Contains(b, utf16le(text)) {
			return &fs.PathError{Op: "holds " + text, Path: path, Err: fs.ErrExist}
		}
		return err
	})
}
