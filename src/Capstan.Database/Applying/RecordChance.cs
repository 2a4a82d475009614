using System.Buffers.Binary;
using Capstan.Database.Log;
using Capstan.Sqlite;

namespace Capstan.Database.Applying;

/// <summary>
/// Time and randomness of the record that is applied, so that every worker computes the same (protocol section 2): now and CURRENT_* from
/// its log time; random() and randomblob() from its seed. Nothing may depend on SQLite's own generator, of which there is one for the
/// process, and readers draw from it too: <see cref="TableHashes.Refusal"/> keeps out the key after which rowids are random.
/// </summary>
internal sealed class RecordChance
{
    /// <summary>Most bytes of one random blob.</summary>
    public const int MaxBlob = 1 << 20;

    private readonly SqliteClock _clock;
    private ulong _state;

    /// <summary>Takes the place of the random functions of a connection that was opened with a clock.</summary>
    public RecordChance(SqliteConnection connection, SqliteClock clock)
    {
        _clock = clock;
        connection.CreateFunction("random", 0, Random, SqliteFunctionFlags.Innocuous);
        connection.CreateFunction("randomblob", 1, RandomBlob, SqliteFunctionFlags.Innocuous);
    }

    /// <summary>A record begins.</summary>
    public void Begin(LogRecord record)
    {
        _clock.UnixMilliseconds = record.LogTime;
        _state = (ulong)record.Seed;
    }

    // SplitMix64: one addition and three mixing steps for each number.
    private ulong Next()
    {
        var mixed = _state += 0x9E3779B97F4A7C15;
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return mixed ^ (mixed >> 31);
    }

    private void Random(in SqliteFunctionCall call) => call.Return((long)Next());

    private void RandomBlob(in SqliteFunctionCall call)
    {
        var length = Math.Max(1, call[0].Int64);
        if (length > MaxBlob)
        {
            call.Fail($"randomblob() makes at most {MaxBlob} bytes");
            return;
        }

        var blob = new byte[(length + 7) / 8 * 8];
        for (var at = 0; at < blob.Length; at += sizeof(ulong))
            BinaryPrimitives.WriteUInt64LittleEndian(blob.AsSpan(at), Next());
        call.ReturnBlob(blob.AsSpan(0, (int)length));
    }
}
