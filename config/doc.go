// Package config is the settings of whodid: where each may come from, what it
// may be, and the one line that is said when it is something else.
//
// A command of cmd/whodid embeds Flags; kong fills it and Flags.Config holds the
// checked values. Only cmd imports this package, and it imports no room: cmd
// copies the values into the options of the rooms. It reads the settings file
// and the environment, and never logs, never writes and never shows the value of
// a secret.
//
// A new setting is a field of Flags (its flag, variable, default and help), a
// field of Config (its value) and an entry of settings (its check).
package config
