using System.Buffers;

namespace Capstan.Gateway.Logging;

/// <summary>A form of the log's lines. Whatever a request holds, its line is one line of ASCII.</summary>
internal interface IAccessLines : IDisposable
{
    /// <summary>Writes a request's line with its end.</summary>
    void Write(in AccessRecord record, AccessTimes times, IBufferWriter<byte> output);

    /// <summary>Writes the line that tells how many lines are missing before it.</summary>
    void WriteDropped(long count, DateTime now, IBufferWriter<byte> output);
}
