package config

import (
	"slices"
	"strings"
)

const envPrefix = "WHODID_"

// UnknownEnv lists, sorted, the names in environ (of the form of os.Environ)
// that begin with WHODID_ and are no setting; also names further ones that are
// known. They are worth a warning but must not stop a start: orchestrators put
// names such as WHODID_PORT into every environment of a service named whodid.
func UnknownEnv(environ []string, also ...string) []string {
	known := map[string]bool{envPrefix + "CONFIG": true}
	for _, s := range settings {
		known[envName(s.key)] = true
	}
	for _, name := range also {
		known[name] = true
	}
	var unknown []string
	for _, entry := range environ {
		name, _, _ := strings.Cut(entry, "=")
		if strings.HasPrefix(name, envPrefix) && !known[name] {
			unknown = append(unknown, name)
		}
	}
	slices.Sort(unknown)
	return unknown
}

// envName gives the environment variable of a key: WHODID_DATA_DIR for data-dir.
func envName(key string) string {
	return envPrefix + strings.ToUpper(strings.ReplaceAll(key, "-", "_"))
}
