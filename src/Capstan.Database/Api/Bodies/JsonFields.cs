using System.Text.Json;
using Capstan.Database.Api.Problems;

namespace Capstan.Database.Api.Bodies;

/// <summary>Reads members of JSON objects; what is wrong is named with its place.</summary>
internal static class JsonFields
{
    /// <summary>Refuses members that nobody reads, so that a slip of the pen does not pass in silence.</summary>
    /// <exception cref="BadRequestException">There is one.</exception>
    public static void AllowOnly(JsonElement element, string place, params ReadOnlySpan<string> names)
    {
        foreach (var member in element.EnumerateObject())
        {
            var name = NameOf(member, place);
            if (!names.Contains(name))
                throw new BadRequestException($"{place} has '{Shown(name)}', which is not known here; known are: {string.Join(", ", names.ToArray())}.");
        }
    }

    /// <summary>A member that may be missing.</summary>
    public static JsonElement? Find(JsonElement element, string name) => element.TryGetProperty(name, out var value) ? value : null;

    /// <summary>A text member; null when it is missing.</summary>
    /// <exception cref="BadRequestException">It is no text.</exception>
    public static string? FindText(JsonElement element, string name) => Find(element, name) is { } value ? Text(value, name) : null;

    /// <summary>A member that is true or false; false when it is missing.</summary>
    /// <exception cref="BadRequestException">It is neither.</exception>
    public static bool Flag(JsonElement element, string name) => Find(element, name)?.ValueKind switch
    {
        null or JsonValueKind.False => false,
        JsonValueKind.True => true,
        _ => throw new BadRequestException($"'{name}' is neither true nor false."),
    };

    /// <summary>The text of a value.</summary>
    /// <exception cref="BadRequestException">It is no text, or no Unicode.</exception>
    public static string Text(JsonElement value, string place)
    {
        if (value.ValueKind != JsonValueKind.String)
            throw new BadRequestException($"{place} is not a text.");
        try
        {
            return value.GetString()!;
        }
        catch (InvalidOperationException fault)
        {
            throw new BadRequestException($"{place} has half of a surrogate pair.", fault);
        }
    }

    /// <summary>The name of a member.</summary>
    /// <exception cref="BadRequestException">It is no Unicode.</exception>
    public static string NameOf(JsonProperty member, string place)
    {
        try
        {
            return member.Name;
        }
        catch (InvalidOperationException fault)
        {
            throw new BadRequestException($"{place} has a name with half of a surrogate pair.", fault);
        }
    }

    /// <summary>A name of the request as an error may repeat it: short, without control characters.</summary>
    public static string Shown(string name)
    {
        const int most = 60;
        var cut = name.Length > most ? string.Concat(name.AsSpan(0, most), "…") : name;
        return string.Concat(cut.Select(c => char.IsControl(c) || char.IsSurrogate(c) ? '?' : c));
    }
}
