using System.Text.Json;

namespace Capstan.Database.Api.Classic;

/// <summary>Takes the rows out of an answer whose rows are objects.</summary>
internal static class ObjectsAnswer
{
    /// <summary>The array of objects of the first statement, as it stands in the body; empty when there are no rows.</summary>
    /// <exception cref="InvalidDataException">The body is no such answer.</exception>
    public static ReadOnlyMemory<byte> Rows(ReadOnlyMemory<byte> body)
    {
        const int member = 2;
        var reader = new Utf8JsonReader(body.Span);
        while (reader.Read())
        {
            if (reader.CurrentDepth != member || reader.TokenType != JsonTokenType.PropertyName)
                continue;
            var isRows = reader.ValueTextEquals("objects"u8);
            reader.Read();
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            if (!isRows)
                continue;
            var rows = body[start..(int)reader.BytesConsumed];
            return rows.Span[1..^1].Trim(" \t\r\n"u8).IsEmpty ? default : rows;
        }

        throw new InvalidDataException("The answer to a read has no rows as objects.");
    }
}
