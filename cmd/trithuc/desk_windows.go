package main

import (
	"bufio"
	"context"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"time"
	"unsafe"

	"golang.org/x/sys/windows"
)

// doubleClicked says that Windows opened a console for this program alone, as it does
// when somebody opens the file and not from a console that was there.
func doubleClicked() bool {
	list := windows.NewLazySystemDLL("kernel32.dll").NewProc("GetConsoleProcessList")
	var ids [2]uint32
	n, _, _ := list.Call(uintptr(unsafe.Pointer(&ids[0])), uintptr(len(ids)))
	return n == 1
}

// deskAddress is where a double-clicked program serves.
const deskAddress = "localhost:8080"

// onDesk serves the folder data beside the program, opens the browser, and keeps the
// window until what it says was read.
func onDesk() int {
	exe, err := os.Executable()
	if err != nil {
		exe = "."
	}
	data := filepath.Join(filepath.Dir(exe), "data")
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	go browse(ctx, "http://"+deskAddress)
	status := run([]string{"--data", data, "serve", "--addr", deskAddress}, os.Stdout, os.Stderr)
	fmt.Print("Nhấn Enter để đóng cửa sổ này.")
	_, _ = bufio.NewReader(os.Stdin).ReadString('\n')
	return status
}

// browse opens an address in the reader's browser once it answers.
func browse(ctx context.Context, address string) {
	for {
		if r, err := http.Get(address + "/healthz"); err == nil {
			r.Body.Close()
			_ = exec.CommandContext(ctx, "rundll32", "url.dll,FileProtocolHandler", address).Run() // or they type it
			return
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(500 * time.Millisecond):
		}
	}
}
