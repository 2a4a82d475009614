using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace Capstan.TestServer;

/// <summary>What the paths do; Program.cs lists them.</summary>
internal static class Endpoints
{
    private static readonly ConcurrentDictionary<string, int> Executions = new(StringComparer.Ordinal);
    private static volatile int _health = Settings.Number("TEST_HEALTH") ?? 200;

    public static async Task<Answer> AnswerAsync(Request request)
    {
        switch (request.Path)
        {
            case "/health":
                return _health == 0 ? await HangAsync() : Answer.Text("health", NeedsMet() ? _health : 500);
            case "/set":
                _health = request.Number("health", 200);
                return Answer.Text("set");
            case "/who":
                return Answer.Json(
                    $$"""{"service":{{Quoted("CAPSTAN_SERVICE")}},"slot":{{Slot()}},"pid":{{Environment.ProcessId}},"tag":{{Quoted("TEST_TAG")}}}""");
            case "/work":
                return await WorkAsync(request);
            case "/executions":
                return Answer.Json("{" + string.Join(',', Executions.Select(pair => $"\"{pair.Key}\":{pair.Value}")) + "}");
            case "/slow":
                await Task.Delay(request.Number("ms", 1000));
                return Answer.Text("slow");
            case "/hang":
                return await HangAsync();
            case "/big":
                var body = new byte[request.Number("bytes", 1 << 20)];
                Array.Fill(body, (byte)'x');
                return new Answer(200, body, "application/octet-stream");
            case "/echo":
                return new Answer(200, request.Body, "application/octet-stream");
            case "/status":
                return Answer.Text("status", request.Number("code", 500));
            case "/print":
                return Print(request);
            case "/exit":
                return Answer.Text("bye") with { Then = () => Server.End(request.Number("code", 0)) };
            case "/abort":
                Environment.Exit(1);
                return Answer.Text("");
            case "/spawn":
                using (var child = Process.Start("sleep", "600"))
                    return Answer.Text(child.Id.ToString(CultureInfo.InvariantCulture));
            case "/daemon":
                using (var child = Process.Start("setsid", "-f sleep 600"))
                {
                    await child.WaitForExitAsync();
                    return Answer.Text("daemon");
                }

            case "/env":
                return Environment.GetEnvironmentVariable(request.Text("name")) is { } value ? Answer.Text(value) : Answer.Text("not set", 404);
            case "/write":
                return Write(request.Text("path"));
            default:
                return Answer.Text("no such path", 404);
        }
    }

    private static async Task<Answer> WorkAsync(Request request)
    {
        Journal.Note(request.Text("id"));
        var executions = Executions.AddOrUpdate(request.Text("id"), 1, (_, before) => before + 1);
        await Task.Delay(request.Number("ms", 0));
        return Answer.Json(
            $$"""{"id":"{{request.Text("id")}}","executions":{{executions}},"slot":{{Slot()}},"method":"{{request.Method}}","body":{{request.Body.Length}}}""");
    }

    private static Answer Print(Request request)
    {
        if (request.Query.TryGetValue("out", out var text))
            Console.WriteLine(text);
        if (request.Query.TryGetValue("err", out text))
            Console.Error.WriteLine(text);
        return Answer.Text("printed");
    }

    private static Answer Write(string path)
    {
        try
        {
            File.WriteAllText(path, "written");
            return Answer.Text("written");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return Answer.Text(error.Message, 403);
        }
    }

    private static async Task<Answer> HangAsync()
    {
        await Task.Delay(Timeout.Infinite);
        return Answer.Text("");
    }

    private static bool NeedsMet() => Settings.Text("TEST_NEEDS", "") is not { Length: > 0 } needed || File.Exists(needed);

    private static int Slot() => Settings.Number("CAPSTAN_SLOT") ?? 0;

    private static string Quoted(string name) => "\"" + Settings.Text(name, "") + "\"";
}
