// Package huongdan holds the guides as people read them: Markdown, and the pictures that
// the browser tests take of the demo (go test ./ui -run Pictures -update).
package huongdan

import "embed"

// Files are the guides (*.md) and their pictures (hinh/*.webp).
//
//go:embed *.md hinh
var Files embed.FS
