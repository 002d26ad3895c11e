module whodid/bench

go 1.26.0

require whodid v0.0.0

require (
	github.com/klauspost/compress v1.20.3 // indirect
	github.com/oklog/ulid/v2 v2.1.2 // indirect
	github.com/robfig/cron/v3 v3.0.1 // indirect
	golang.org/x/text v0.43.0 // indirect
)

replace whodid => ../
