using System.Text;
using Capstan.Gateway.Forwarding;

namespace Capstan.Gateway.Fast.Http1;

/// <summary>What heads of requests and of answers have in common, and how far one was read while it is incomplete.</summary>
internal abstract class MessageHead
{
    private readonly Slice[] _nominated = new Slice[HeaderRules.MostOptions];
    private int _nominatedCount;
    private int _elements;

    /// <summary>Bytes of the head with the empty line at its end; the body follows.</summary>
    public int Length { get; internal set; }

    /// <summary>Minor version of HTTP/1: 0 or 1.</summary>
    public int Minor { get; internal set; }

    /// <summary>How the end of the body is told.</summary>
    public BodyKind Body { get; internal set; }

    /// <summary>Bytes of the body; 0 unless <see cref="Body"/> is <see cref="BodyKind.Length"/>.</summary>
    public long ContentLength { get; internal set; }

    /// <summary>Whether the sender lets the connection be used again.</summary>
    public bool KeepAlive { get; internal set; }

    /// <summary>What the Connection fields say.</summary>
    public ConnectionOptions Options { get; private set; }

    /// <summary>The field lines.</summary>
    public FieldTable Fields { get; } = new();

    /// <summary>Start of the first line that was not taken yet.</summary>
    internal int Position { get; set; }

    /// <summary>No line ends between <see cref="Position"/> and here.</summary>
    internal int Scanned { get; set; }

    /// <summary>Start of the field lines; 0 while the first line has not come.</summary>
    internal int FieldsStart { get; set; }

    /// <summary>Whether the Connection fields ask for something.</summary>
    public bool Has(ConnectionOptions option) => (Options & option) != ConnectionOptions.None;

    /// <summary>Whether the Connection fields make a field one of this connection only.</summary>
    public bool IsNominated(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> name)
    {
        foreach (var nominated in _nominated.AsSpan(0, _nominatedCount))
        {
            if (Ascii.EqualsIgnoreCase(nominated.Of(bytes), name))
                return !HeaderRules.IsKept(name);
        }

        return false;
    }

    /// <summary>Takes an element of a Connection field.</summary>
    /// <returns>False when it is one too many.</returns>
    internal bool Take(ConnectionOptions option, Slice element)
    {
        if (++_elements > HeaderRules.MostOptions)
            return false;
        Options |= option;
        if (option == ConnectionOptions.Nominates)
            _nominated[_nominatedCount++] = element;
        return true;
    }

    /// <summary>Makes it ready for the next message.</summary>
    public virtual void Reset()
    {
        Length = Position = Scanned = FieldsStart = _nominatedCount = _elements = 0;
        Minor = 0;
        Body = BodyKind.None;
        ContentLength = 0;
        KeepAlive = false;
        Options = ConnectionOptions.None;
        Fields.Clear();
    }
}
