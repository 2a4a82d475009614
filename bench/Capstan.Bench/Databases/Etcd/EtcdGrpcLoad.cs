using System.Buffers.Binary;
using System.Text;
using Capstan.Bench.Databases.Loads;
using Capstan.Bench.Programs;

namespace Capstan.Bench.Databases.Etcd;

/// <summary>Calls etcd by gRPC with h2load, one thread of it. All requests are the same, since it knows only one body.</summary>
internal sealed class EtcdGrpcLoad(BenchRun run, string url)
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
        var report = await H2Load.RunAsync(
            $"{url}/etcdserverpb.KV/{method}", connections, seconds, cores: null, log,
            ["-m", "1", "-p", "h2c", "-d", body, "-H", "content-type: application/grpc", "-H", "te: trailers"], run.Ending);
        // A call that fails is an HTTP success without data.
        if (report.Bytes < report.Succeeded * leastBytes)
            throw new BenchException($"etcd answered {report.Succeeded} calls of {method} with {report.Bytes} bytes of data: {report.Output}");
        return new LoadResult(report.Succeeded, seconds, report.Done - report.Succeeded, report.Times.At(0.5), report.Times.At(0.99), [], report.Cpu);
    }
}
