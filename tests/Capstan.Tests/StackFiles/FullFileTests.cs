using System.Collections;
using System.Reflection;
using Capstan.Core.Stacks;
using Capstan.StackFiles;

namespace Capstan.Tests.StackFiles;

public sealed class FullFileTests : IDisposable
{
    private readonly StackFileFolder _folder = new();

    public FullFileTests() => FullFiles.Prepare(_folder);

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(FullFiles.Process)]
    [InlineData(FullFiles.Docker)]
    public void Read_EveryKey_IsAccepted(string text) => Assert.Equal("", _folder.Transcript(text));

    [Fact]
    public void Read_EveryKey_IsUsedByAFullFile()
    {
        var words = (FullFiles.Process + FullFiles.Docker).Split([' ', '\n', '{', '}', '[', ']', ','], StringSplitOptions.RemoveEmptyEntries).ToHashSet();

        var unused = StackFileReader.KnownKeys.Where(path => !path.EndsWith("<name>") && !words.Contains(path.Split('.')[^1] + ":"));

        Assert.Empty(unused);
    }

    [Fact]
    public void Read_EverySettingOfTheSpecs_IsReachedBySomeKey()
    {
        HashSet<string> unchanged = [];
        HashSet<string> changed = [];
        foreach (var text in new[] { FullFiles.Process, FullFiles.Docker })
            Compare(_folder.Read(text).Spec!, Defaults(typeof(StackSpec)), changed, unchanged);

        Assert.Empty(unchanged.Except(changed));
        Assert.Contains("ServiceSpec.StopGrace", changed);
        Assert.Contains("TlsSpec.Key", changed);
        Assert.Contains("ReplicaTemplate.Pids", changed);
        Assert.Contains("ScaleSpec.Exclude", changed);
        Assert.Contains("DatabaseSpec.SnapshotBytes", changed);
    }

    /// <summary>Sorts the settings below a record by whether they differ from their defaults.</summary>
    private static void Compare(object value, object? defaults, HashSet<string> changed, HashSet<string> unchanged)
    {
        foreach (var property in value.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.CanWrite))
        {
            var name = $"{value.GetType().Name}.{property.Name}";
            var read = property.GetValue(value);
            var usual = defaults is null ? null : property.GetValue(defaults);
            (Same(read, usual) ? unchanged : changed).Add(name);
            IEnumerable parts = read is IEnumerable list and not string ? list : new[] { read };
            foreach (var part in parts)
            {
                if (part is not null && part.GetType().Namespace == typeof(StackSpec).Namespace && !part.GetType().IsEnum)
                    Compare(part, Defaults(part.GetType()), changed, unchanged);
            }
        }
    }

    private static bool Same(object? one, object? other) => one is IEnumerable a and not string && other is IEnumerable b
        ? a.Cast<object>().SequenceEqual(b.Cast<object>())
        : Equals(one, other);

    private static object? Defaults(Type type) =>
        type.IsValueType || type.GetConstructor([]) is not null ? Activator.CreateInstance(type) : null;
}
