package archive

import "syscall"

// room gives how many bytes may still be put on the disk of a folder so that some are
// left for others; false where the system does not say.
func room(dir string) (int64, bool) {
	var of syscall.Statfs_t
	if err := syscall.Statfs(dir, &of); err != nil {
		return 0, false
	}
	size := int64(of.Bsize)
	return int64(of.Bavail)*size - min(spared, int64(of.Blocks)*size/16), true
}
