using System.Text;
using Capstan.Terminals;

namespace Capstan.Tests.Commands.Databases;

/// <summary>A keyboard at which everything was typed already.</summary>
internal sealed class FakeTerminal(params IEnumerable<string> typed) : ITerminal
{
    private readonly Queue<byte[]> _typed = new(typed.Select(Encoding.UTF8.GetBytes));

    public List<string> Modes { get; } = [];

    public IDisposable EnterKeys() => new Mode(this, "keys");

    public IDisposable EnterWatch() => new Mode(this, "watch");

    public int Read(Span<byte> buffer, TimeSpan patience)
    {
        if (!_typed.TryDequeue(out var bytes))
            return 0;
        bytes.CopyTo(buffer);
        return bytes.Length;
    }

    public void Wake()
    {
    }

    public void Dispose()
    {
    }

    private sealed class Mode : IDisposable
    {
        private readonly FakeTerminal _owner;
        private readonly string _name;

        public Mode(FakeTerminal owner, string name)
        {
            (_owner, _name) = (owner, name);
            owner.Modes.Add(name);
        }

        public void Dispose() => _owner.Modes.Add("end of " + _name);
    }
}
