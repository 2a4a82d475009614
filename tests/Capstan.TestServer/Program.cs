// The replica program of the tests: a small HTTP/1.1 server on bare sockets that misbehaves on request.
//
// Environment
//   PORT, HOST          where it listens (HOST defaults to 127.0.0.1)
//   CAPSTAN_SERVICE, CAPSTAN_SLOT   who it is; repeated in its answers
//   TEST_DELAY          milliseconds before it listens (default 0)
//   TEST_HEALTH         status that /health answers at first (default 200; 0 never answers)
//   TEST_EXIT           ends with this code at once, before listening
//   TEST_IGNORE_TERM=1  ignores SIGTERM (otherwise it prints `terminating` and ends with 0)
//   TEST_NEEDS=FILE     /health answers 500 while the file is missing, in place of the status last set
//   TEST_JOURNAL=FOLDER each execution is also written into a file of this process there, before it begins
//   TEST_TAG            any text; repeated in its answers, to tell versions apart
//
// Endpoints (any method unless said; parameters are in the query)
//   /health             the status last set
//   /set?health=503     sets what /health answers; 0 makes it hang
//   /who                {"service":…,"slot":…,"pid":…,"tag":…}
//   /work?id=X[&ms=N]   counts an execution of X, waits N ms, answers {"id":…,"executions":…,"slot":…,"method":…,"body":bytes}
//   /executions         {"X":1,…}: how often each id was executed by this process
//   /slow?ms=N          answers after N ms
//   /hang               never answers
//   /big?bytes=N        N bytes `x`
//   /echo               the request's body
//   /status?code=N      answers with status N
//   /print?out=T&err=T  prints T to standard output / standard error, then answers
//   /exit?code=N        answers, then ends with N
//   /abort              ends with 1 without an answer
//   /spawn              starts `sleep 600` as a child and answers its pid
//   /daemon             starts `sleep 600` as a daemon: in a session of its own, its parent gone
//   /env?name=N         an environment variable, 404 when it is not set
//   /write?path=P       tries to create file P; 200, or 403 with the error
// Everything else is 404. Connections are kept alive; bodies need Content-Length or chunked framing.
using Capstan.TestServer;

return await Server.RunAsync();
