// Package sqlite keeps the registry in one SQLite file. It is the only package
// that knows SQL, the driver or the migrations.
//
// Beside registry.db stands registry.head, the last entry of the trail: SQLite
// quietly drops the end of a damaged write-ahead log, and this copy is how that
// is noticed. Every row bears a checksum, because a flipped bit inside a value
// is still a sound database to SQLite. Check goes through all of it.
//
// One connection writes; the others cannot (query_only). A write is one
// BEGIN IMMEDIATE transaction, synchronous before it is acknowledged.
package sqlite
