namespace Capstan.Bench.Databases;

/// <summary>Bytes as tables show them.</summary>
internal static class Mebibytes
{
    /// <summary>One digit behind the point, without a unit.</summary>
    public static string Of(long bytes) => (bytes / 1048576.0).ToString("0.0");
}
