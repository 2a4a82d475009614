using System.Text;
using Capstan.Gateway.Logging;

namespace Capstan.Gateway.Tests.Logging;

/// <summary>A sink that takes nothing until it is opened, and fails when it is told to.</summary>
internal sealed class GatedSink : ILogSink
{
    private readonly ManualResetEventSlim _open = new();
    private readonly SemaphoreSlim _entered = new(0);
    private readonly StringBuilder _text = new();

    public SemaphoreSlim Entered => _entered;

    public volatile Exception? Fault;

    /// <summary>Whether it fails to take lines about dropped ones.</summary>
    public volatile bool RefusesNotices;

    public string Text
    {
        get
        {
            lock (_text)
                return _text.ToString();
        }
    }

    public void Open() => _open.Set();

    public void Write(ReadOnlySpan<byte> lines)
    {
        if (lines.IsEmpty)
            return;
        _entered.Release();
        _open.Wait();
        if (Fault is { } fault)
            throw fault;
        if (RefusesNotices && lines.IndexOf("\"dropped\""u8) >= 0)
            throw new IOException("No space left on device");
        lock (_text)
            _text.Append(Encoding.Latin1.GetString(lines));
    }

    public void Dispose()
    {
        _open.Dispose();
        _entered.Dispose();
    }
}
