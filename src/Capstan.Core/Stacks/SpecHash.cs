using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Capstan.Core.Stacks;

/// <summary>
/// Short fingerprint of a <see cref="ReplicaTemplate"/>: equal templates have equal hashes on every machine and in every version
/// that knows the same settings, and a change of any setting changes it.
/// </summary>
public static class SpecHash
{
    /// <summary>Sixteen hexadecimal digits.</summary>
    public static string Of(ReplicaTemplate template)
    {
        var text = new StringBuilder();
        Add(text, "image", template.Image ?? "");
        foreach (var word in template.Command)
            Add(text, "command", word);
        Add(text, "folder", template.WorkingFolder ?? "");
        foreach (var (name, value) in template.Environment.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            Add(text, "env " + name, value);
        Add(text, "port", template.ContainerPort.ToString(CultureInfo.InvariantCulture));
        foreach (var volume in template.Volumes)
            Add(text, "volume", $"{volume.Source}\t{volume.Target}\t{volume.IsFolder}\t{volume.ReadOnly}");
        Add(text, "user", template.User);
        Add(text, "readonly", template.ReadOnly.ToString());
        Add(text, "memory", template.Memory.ToString(CultureInfo.InvariantCulture));
        Add(text, "cpus", template.Cpus.ToString("R", CultureInfo.InvariantCulture));
        Add(text, "pids", template.Pids.ToString(CultureInfo.InvariantCulture));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())))[..16];
    }

    // Lengths keep two different lists from running together into one text.
    private static void Add(StringBuilder text, string key, string value) =>
        text.Append(key.Length).Append(':').Append(key).Append(value.Length).Append(':').Append(value);
}
