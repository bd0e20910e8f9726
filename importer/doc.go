// Package importer turns a staff workbook, as it really is, into a plan of
// changes to the registry.
//
// The path of an upload: a bounded child process reads the cells (ServeWorker,
// sheet.go); the parent finds the tables in them (layout), says what each column
// is (column), reads the values (titles, dates, contact, place) into drafts of
// people, asks the registry who they are (match, likeness) and what would change
// (merge). What somebody decided about the workbook (choice) comes before what is
// understood by itself.
// The result is a Plan: every row of a person ends as added, amended, same,
// review or rejected, and whatever was left out or doubted is an Issue with its
// sheet and cell.
//
// Nothing is written but through the gates of package registry: Receive records
// the upload, Plan its preview, and Apply all changes in one transaction.
package importer
