using System.Text.Json.Serialization;

namespace Capstan.Admin;

/// <summary>Body of <c>POST /v1/reload</c>. What is left out stays as it was at the last start or reload.</summary>
/// <param name="File">Absolute path of the stack file on the controller's machine.</param>
/// <param name="Set">Overrides as <c>path=value</c>; they replace the earlier ones.</param>
/// <param name="Preview">Only tells what would be done.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record ReloadRequest(string? File = null, IReadOnlyList<string>? Set = null, bool Preview = false);
