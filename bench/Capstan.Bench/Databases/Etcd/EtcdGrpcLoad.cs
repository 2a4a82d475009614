using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Capstan.Bench.Databases.Loads;
using Capstan.Bench.Programs;
using Capstan.Bench.Reports;

namespace Capstan.Bench.Databases.Etcd;

/// <summary>Calls etcd by gRPC with h2load, one thread of it. All requests are the same, since it knows only one body.</summary>
internal sealed partial class EtcdGrpcLoad(BenchRun run, string url)
{
    private const string Key = "item00001";

    // etcd's rpc.proto: RangeRequest has key = 1 and serializable = 7, PutRequest has key = 1 and value = 2.
    private const byte KeyField = 1 << 3 | 2;
    private const byte ValueField = 2 << 3 | 2;
    private const byte SerializableField = 7 << 3;

    private readonly string _folder = run.NewFolder("h2load");

    /// <summary>Reads one key; the CPU time of etcd is left to the caller.</summary>
    public Task<LoadResult> RangeAsync(bool isSerializable, int connections, int seconds) =>
        RunAsync("Range", [.. Text(KeyField, Key), .. isSerializable ? new byte[] { SerializableField, 1 } : []], Rows.ValueBytes, connections, seconds);

    /// <summary>Writes one key; the CPU time of etcd is left to the caller.</summary>
    public Task<LoadResult> PutAsync(int connections, int seconds) =>
        RunAsync("Put", [.. Text(KeyField, Key), .. Text(ValueField, new string('w', Rows.ValueBytes))], 1, connections, seconds);

    private static byte[] Text(byte field, string text) => [field, (byte)text.Length, .. Encoding.ASCII.GetBytes(text)];

    private async Task<LoadResult> RunAsync(string method, byte[] message, int leastBytes, int connections, int seconds)
    {
        var (body, log) = (Path.Combine(_folder, method), Path.Combine(_folder, "times"));
        // A message travels behind a byte that says that it is not compressed, and its length.
        var framed = new byte[5 + message.Length];
        BinaryPrimitives.WriteInt32BigEndian(framed.AsSpan(1), message.Length);
        message.CopyTo(framed, 5);
        await File.WriteAllBytesAsync(body, framed, run.Ending);
        File.Delete(log);
        var before = EndedChildren.CpuSeconds();
        var output = await Command.RunAsync(
            "h2load",
            [
                "-c", $"{connections}", "-m", "1", "-t", "1", "-D", $"{seconds}", "-p", "h2c", "-d", body, "--log-file", log,
                "-H", "content-type: application/grpc", "-H", "te: trailers", $"{url}/etcdserverpb.KV/{method}",
            ],
            run.Ending);
        var cpu = EndedChildren.CpuSeconds() - before;
        if (Summary().Match(output) is not { Success: true } found)
            throw new BenchException($"h2load did not report: {output}");
        var (done, succeeded, bytes) = (Number(found, "done"), Number(found, "succeeded"), Number(found, "bytes"));
        // A call that fails is an HTTP success without data.
        if (bytes < succeeded * leastBytes)
            throw new BenchException($"etcd answered {succeeded} calls of {method} with {bytes} bytes of data: {output}");
        var times = new Figures(File.ReadLines(log).Select(line => double.Parse(line.Split('\t')[2], CultureInfo.InvariantCulture) / 1e3));
        return new LoadResult(succeeded, seconds, done - succeeded, times.At(0.5), times.At(0.99), [], cpu);
    }

    private static long Number(Match found, string name) => long.Parse(found.Groups[name].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"requests: .* (?<done>\d+) done, (?<succeeded>\d+) succeeded.*\((?<bytes>\d+)\) data", RegexOptions.ExplicitCapture | RegexOptions.Singleline, 1000)]
    private static partial Regex Summary();
}
