using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Capstan.Database.Worker;

/// <summary>
/// Places at which a worker ends itself as by a kill, for proof that no acknowledged write is lost there. Nothing is armed unless the
/// variable <see cref="Variable"/> or a file of the name <see cref="FileName"/> in the worker's folder says so; the file is taken away as it
/// is read, so that it fires in one life only.
/// </summary>
/// <remarks>
/// Forms: <c>c9</c> or <c>c9:3</c> (at the third time); <c>commit-eio:TEXT</c> (the commit of an operation with this text fails);
/// <c>apply-crash:TEXT</c> (while an operation with this text is applied, in every life: for the variable only); <c>take-crash:TEXT</c>
/// (when a leader takes such an operation to carry it out); <c>clock:SECONDS</c> (the wall clock is wrong by so much, in every life). The
/// names from <c>c4</c> on are those of docs/protocol.md, "Crash points".
/// </remarks>
internal static class Failpoints
{
    /// <summary>Environment variable that arms a place.</summary>
    public const string Variable = "CAPSTAN_FAILPOINT";

    /// <summary>File that arms a place.</summary>
    public const string FileName = "failpoint";

    // What counts in every life stays armed.
    private static readonly string[] Lasting = ["apply-crash:", "take-crash:", "clock:"];

    private static bool _armed;
    private static string _name = "";
    private static string _text = "";
    private static int _left;

    /// <summary>Whether any place is armed.</summary>
    public static bool IsArmed => _armed;

    /// <summary>Whether the commit of an operation is to fail.</summary>
    public static bool FailsCommitOf(ReadOnlySpan<byte> operation) => Meets("commit-eio", operation);

    /// <summary>Reads what is armed.</summary>
    public static void Arm(string folder)
    {
        var file = Path.Combine(folder, FileName);
        var form = Environment.GetEnvironmentVariable(Variable) ?? "";
        if (File.Exists(file))
        {
            form = File.ReadAllText(file).Trim();
            if (!Lasting.Any(kept => form.StartsWith(kept, StringComparison.Ordinal)))
                File.Delete(file);
        }

        if (form.Length == 0)
            return;
        var colon = form.IndexOf(':', StringComparison.Ordinal);
        _name = colon < 0 ? form : form[..colon];
        _text = colon < 0 ? "" : form[(colon + 1)..];
        _left = int.TryParse(_text, out var times) ? times : 1;
        _armed = true;
    }

    /// <summary>The clock, or one that is wrong if that is armed.</summary>
    public static TimeProvider Clock(TimeProvider time) =>
        _armed && _name == "clock" && int.TryParse(_text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var seconds)
            ? new WrongClock(time, TimeSpan.FromSeconds(seconds))
            : time;

    /// <summary>Whether the next <see cref="Hit"/> of this place ends the process.</summary>
    public static bool IsNext(string name) => _armed && _name == name && Volatile.Read(ref _left) == 1;

    /// <summary>Ends the process here if this place is armed.</summary>
    public static void Hit(string name)
    {
        if (_armed && _name == name && Interlocked.Decrement(ref _left) == 0)
            Process.GetCurrentProcess().Kill();
    }

    /// <summary>Ends the process if an armed text is in an operation.</summary>
    public static void HitText(string name, ReadOnlySpan<byte> operation)
    {
        if (Meets(name, operation))
            Process.GetCurrentProcess().Kill();
    }

    private static bool Meets(string name, ReadOnlySpan<byte> operation) =>
        _armed && _name == name && operation.IndexOf(Encoding.UTF8.GetBytes(_text)) >= 0;
}
