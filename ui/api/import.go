package api

// Importer is to come.
type Importer interface{}
