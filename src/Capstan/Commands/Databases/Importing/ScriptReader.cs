using System.Text;
using Capstan.Client;

namespace Capstan.Commands.Databases.Importing;

/// <summary>Reads a script statement by statement, keeping no more of it than the statement at hand.</summary>
/// <param name="source">The script in UTF-8; stays open.</param>
internal sealed class ScriptReader(Stream source) : IDisposable
{
    private const int FirstBlock = 1 << 18;
    private const int LargestStatement = 64 << 20;

    private readonly StreamReader _text = new(source, new UTF8Encoding(false, throwOnInvalidBytes: true), detectEncodingFromByteOrderMarks: true, FirstBlock, leaveOpen: true);
    private string _rest = "";
    private long _line = 1;

    /// <summary>The statements with the lines on which they begin, and the bytes that were read so far.</summary>
    /// <exception cref="ImportException">It is no text in UTF-8, or a statement is never ended.</exception>
    public IEnumerable<(SqlPart Statement, long Line)> Read()
    {
        var block = new char[FirstBlock];
        while (true)
        {
            var count = ReadBlock(block);
            var script = count == 0 ? _rest : string.Concat(_rest, block.AsSpan(0, count));
            var parts = SqlText.Split(script);
            var end = 0;
            foreach (var part in count == 0 ? parts : parts.Where(part => part.IsComplete))
            {
                _line += script.AsSpan(end, part.Start - end).Count('\n');
                yield return (part, _line);
                var next = EndOf(script, part);
                _line += script.AsSpan(part.Start, next - part.Start).Count('\n');
                end = next;
            }

            if (count == 0)
                yield break;
            _rest = script[end..];
            if (_rest.Length > LargestStatement)
                throw new ImportException($"The statement on line {_line} does not end within {LargestStatement} characters; perhaps a quote in it is never closed.");
            // A statement of many blocks is looked at anew for each of them, so they grow with it.
            if (_rest.Length > block.Length)
                block = new char[_rest.Length];
        }
    }

    /// <inheritdoc />
    public void Dispose() => _text.Dispose();

    private int ReadBlock(char[] block)
    {
        try
        {
            return _text.ReadBlock(block, 0, block.Length);
        }
        catch (DecoderFallbackException)
        {
            throw new ImportException($"The script is not UTF-8 somewhere after line {_line}; convert it first.");
        }
    }

    // Behind the semicolon: blanks alone stand between it and the trimmed text.
    private static int EndOf(string script, SqlPart part)
    {
        var end = part.Start + part.Text.Length;
        var semicolon = part.IsComplete ? script.IndexOf(';', end) : -1;
        return semicolon < 0 ? end : semicolon + 1;
    }
}
